import '@fontsource-variable/inter/wght.css';
import { useGraphiQL } from '@graphiql/react';
import type { GraphQLSchema } from 'graphql';
import { useMemo, useState } from 'react';
import { asShown, openGroupOf } from '../../../explorer/app/canvas/as-shown.ts';
import { lifted } from '../../../explorer/app/canvas/decorate.ts';
import { Hides } from '../../../explorer/app/canvas/hides.tsx';
import { LineageCanvas } from '../../../explorer/app/canvas/lineage-canvas.tsx';
import { entityHref } from '../../../explorer/app/links.ts';
import { canvasTexts } from '../../../explorer/app/texts/canvas.ts';
import type { Answered } from '../result/answer.ts';
import { TEXTS } from '../texts.ts';
import { drawingOf, type Drawing } from './drawing.ts';
import { isUrn } from './things.ts';

/** What of the answer can be drawn. */
export function GraphPanel({ answered }: { answered: Answered | null }) {
  const schema = useGraphiQL((state) => state.schema);
  const drawn = useMemo(() => draw(schema ?? null, answered), [schema, answered]);
  const problem = answered?.problem ?? null;
  if (drawn === 'nothing run') return <Empty title={TEXTS.result.nothingRun} help={TEXTS.result.nothingRunHelp} />;
  if (drawn === null && problem !== null) return <Empty title={TEXTS.result.refused} help={problem} />;
  if (drawn === null) return <Empty title={TEXTS.result.nothingToDraw} help={TEXTS.result.nothingToDrawHelp} />;
  if (typeof drawn === 'string') return <p role="alert">{TEXTS.result.problem(drawn)}</p>;
  return <Drawn drawing={drawn} hasErrors={problem !== null} />;
}

/** A text where it can not be drawn: why. */
function draw(schema: GraphQLSchema | null, answered: Answered | null): Drawing | string | null {
  if (schema === null || answered === null) return 'nothing run';
  try {
    return drawingOf(schema, answered.run, answered.data);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function Empty({ title, help }: { title: string; help: string }) {
  return (
    <div className="graph-empty">
      <h2>{title}</h2>
      <p>{help}</p>
    </div>
  );
}

function Drawn({ drawing, hasErrors }: { drawing: Drawing; hasErrors: boolean }) {
  const { graph, decorations, isSketch, isCut } = drawing;
  const [selected, setSelected] = useState<string | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const clustered = useMemo(() => asShown(graph, { open }), [graph, open]);
  const shownDecorations = useMemo(() => lifted(decorations, clustered.graph), [decorations, clustered.graph]);
  const foldable = useMemo(() => new Set(clustered.opened.flatMap(({ members = [] }) => members)), [clustered]);
  const node = clustered.graph.nodes.find(({ id }) => id === selected);

  function openGroup(id: string): void {
    setOpen(new Set([...open, id]));
    setSelected(clustered.graph.nodes.find((each) => each.id === id)?.members?.[0] ?? null);
  }

  function fold(id: string): void {
    const group = openGroupOf(clustered, id);
    setOpen(new Set([...open].filter((each) => each !== group)));
    setSelected(group);
  }

  return (
    <>
      <div className="graph-told">
        <p role="status">
          <span>{TEXTS.result.size(graph.nodes.length, graph.links.length)}</span>
          {isCut && <strong>{TEXTS.result.cut}</strong>}
          {hasErrors && <strong>{TEXTS.result.errors}</strong>}
          {isSketch && <span>{TEXTS.result.sketch}</span>}
          {clustered.hides.length > 0 && (
            <span>{canvasTexts.clustered(clustered.hidden.nodes, clustered.hidden.links)}</span>
          )}
        </p>
        {clustered.hides.length > 0 && <Hides hides={clustered.hides} onOpen={openGroup} />}
        {node !== undefined && isUrn(node.id) && (
          <a href={entityHref(node.id)} target="_blank" rel="noreferrer">
            {TEXTS.result.openPage(node.name)}
          </a>
        )}
      </div>
      <div className="graph-stage">
        <LineageCanvas
          graph={clustered.graph}
          decorations={shownDecorations}
          selected={node?.id ?? null}
          onSelect={setSelected}
          onOpen={(id) => void window.open(entityHref(id), '_blank', 'noreferrer')}
          hrefOf={(id) => (isUrn(id) ? entityHref(id) : null)}
          onOpenGroup={openGroup}
          onFold={fold}
          foldable={foldable}
        />
      </div>
    </>
  );
}
