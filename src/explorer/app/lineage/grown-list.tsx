import { useMemo } from 'react';
import { refine } from '../address.ts';
import type { LineageQuery } from '../generated/operations.ts';
import type { AskedLineage } from './asked-lineage.ts';
import { metIn, written } from './growth.ts';
import { GrownBar } from './grown-bar.tsx';
import { NodeList } from './node-list.tsx';
import { graphOf } from './shown-graph.ts';
import { useGrowth } from './use-growth.ts';

/** What the canvas shows, in words: what the walk met, and what was added around it. */
export function GrownList({ lineage, asked }: { lineage: LineageQuery['lineage']; asked: AskedLineage }) {
  const graph = useMemo(() => graphOf(lineage), [lineage]);
  const used = useGrowth(graph, asked, lineage.answer.moment);
  const { nodes, links } = useMemo(() => metIn(used, lineage, used.answers), [used, lineage]);
  return (
    <>
      <GrownBar used={used} onTakeBack={(growth) => refine(written(used.growths.filter((each) => each !== growth)))} />
      <NodeList nodes={nodes} links={links} />
    </>
  );
}
