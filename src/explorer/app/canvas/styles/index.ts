// In this order: of two rules that weigh the same, the later holds.
import './stage.css';
import './controls.css';
import './actions.css';
import './outline.css';
import './narrow.css';
