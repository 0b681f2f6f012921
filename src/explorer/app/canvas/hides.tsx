import { canvasTexts } from '../texts/canvas.ts';
import type { Cluster } from './cluster.ts';

interface Props {
  readonly hides: readonly Cluster[];
  readonly onOpen: (id: string) => void;
}

/** The groups that a large graph shows in place of what they hold, each to be opened. */
export function Hides({ hides, onOpen }: Props) {
  return (
    <details className="canvas-hides">
      <summary>
        {canvasTexts.hides} <span className="canvas-count">{hides.length}</span>
      </summary>
      <ul>
        {hides.map(({ id, kind, namespace, nodes }) => {
          const what = canvasTexts.several(nodes, kind);
          const told = namespace === null ? what : canvasTexts.inNamespace(what, namespace);
          return (
            <li key={id}>
              <button type="button" title={canvasTexts.openGroup} onClick={() => onOpen(id)}>
                {told}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
