import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { nameOf } from '../canvas/view.ts';
import type { CanvasNode } from '../canvas/graph.ts';
import { Folded } from '../components/folded.tsx';
import { Notice } from '../components/states.tsx';
import { nameIn } from '../links.ts';
import { TEXTS } from '../texts.ts';
import { canvasTexts } from '../texts/canvas.ts';
import { keyOf, MOST_GROWN, type Growth } from './growth.ts';
import type { UsedGrowth } from './use-growth.ts';

const { grown: texts } = canvasTexts;

/** So many are named at once. */
const NAMED = 6;
const PROBLEMS = 3;

interface GrownBarProps {
  readonly used: UsedGrowth;
  readonly opened?: readonly CanvasNode[];
  readonly onTakeBack: (growth: Growth) => void;
  readonly onClose?: (group: string) => void;
}

/** What was added to the graph by hand, what came of each, and the way back. */
export function GrownBar({ used, opened = [], onTakeBack, onClose }: GrownBarProps) {
  const { growths } = used;
  if (growths.length === 0 && opened.length === 0) return null;
  const { nodes, links } = used.graph;
  const told = growths.map((growth) => ({ growth, ...tell(growth, used) }));
  const problems = told.flatMap(({ what, problems }) => problems.map((text) => texts.told(what, text)));
  const hasFailed = [...used.answers.values()].some(({ problem }) => problem !== null);
  return (
    <div className="grown" role="group" aria-label={texts.label}>
      <p className="meta" role="status">
        {growths.length > 0 && texts.size(nodes.length, links.length)}
        <span className="visually-hidden">
          {told
            .slice(0, NAMED)
            .map(({ what, came }) => texts.told(what, came))
            .join('. ')}
        </span>
      </p>
      <Folded most={NAMED}>
        {[
          ...told.map(({ growth, what, came }) => (
            <Chip
              key={keyOf(growth)}
              text={`${what} · ${came}`}
              label={texts.takeBack(what)}
              onPress={() => onTakeBack(growth)}
            />
          )),
          ...opened.map((group) => (
            <Chip
              key={group.id}
              text={texts.opened(nameOf(group))}
              label={texts.close(nameOf(group))}
              onPress={() => onClose?.(group.id)}
            />
          )),
        ]}
      </Folded>
      {growths.length >= MOST_GROWN && <Notice tone="info">{texts.full(MOST_GROWN)}</Notice>}
      <Folded most={PROBLEMS}>
        {problems.map((text) => (
          <Notice key={text} tone="warning">
            {text}
          </Notice>
        ))}
      </Folded>
      {hasFailed && (
        <Button className="button is-small" onPress={used.retry}>
          {TEXTS.states.retry}
        </Button>
      )}
    </div>
  );
}

function Chip({ text, label, onPress }: { text: string; label: string; onPress: () => void }) {
  return (
    <span className="badge grown-one">
      {text}
      <Button className="grown-back" aria-label={label} onPress={onPress}>
        <X aria-hidden="true" />
      </Button>
    </span>
  );
}

function tell(growth: Growth, { graph, answers, added }: UsedGrowth) {
  const node = graph.nodes.find(({ id }) => id === growth.of);
  const what = texts.of[growth.way](node === undefined ? nameIn(growth.of) : nameOf(node));
  const answer = answers.get(keyOf(growth));
  const part = added.get(keyOf(growth));
  return { what, came: came(), problems: problems() };

  function came(): string {
    if (answer === undefined || answer.isOld) return texts.loading;
    if (answer.problem !== null) return texts.failed;
    return part === undefined ? texts.nowhere : texts.added(part.nodes, part.links);
  }

  /** What a reader has to know of it, as of the answer to the walk itself. */
  function problems(): string[] {
    if (!answer) return [];
    const { lineage, problem } = answer;
    if (lineage === null) return problem === null ? [] : [problem];
    const { hidden, limitHit } = lineage.answer;
    const { lineage: told } = TEXTS;
    return [
      ...(lineage.pageInfo.hasNextPage ? [told.cutAround] : []),
      // That there is more beyond one level is what one level means.
      ...(limitHit === null || limitHit === 'DEPTH' ? [] : [told.limit[limitHit]]),
      ...(hidden.present === true ? [hidden.count === null ? told.hiddenSome : told.hiddenCount(hidden.count)] : []),
    ];
  }
}
