import { canvasTexts } from '../texts/canvas.ts';
import type { CanvasNode } from './graph.ts';
import { actionsFor, type NodeActions } from './node-actions.ts';
import { nameOf } from './view.ts';

interface Props {
  readonly node: CanvasNode;
  readonly can: NodeActions;
  /** What has done its work may be gone: the focus goes on somewhere. */
  readonly onDone: () => void;
}

/** What can be done with the selected node, each with its key. */
export function Actions({ node, can, onDone }: Props) {
  const actions = actionsFor(node, can);
  if (actions.length === 0) return null;
  return (
    <div className="canvas-actions" role="group" aria-label={canvasTexts.actions(nameOf(node))}>
      {actions.map(({ label, keys, run }) => (
        <button
          key={label}
          type="button"
          onClick={() => {
            run();
            onDone();
          }}
        >
          {label} <kbd aria-hidden="true">{canvasTexts.key(keys[0])}</kbd>
        </button>
      ))}
    </div>
  );
}
