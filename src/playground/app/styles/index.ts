// In this order: of two rules that weigh the same, the later holds.
import './page.css';
import './saved.css';
import './result.css';
import './graph.css';
import './share.css';
import './widths.css';
