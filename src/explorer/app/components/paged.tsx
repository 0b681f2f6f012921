import type { ReactNode } from 'react';
import type { Asked } from '../ask.ts';
import type { Pages } from '../pages.ts';
import { More } from './more.tsx';
import { Answered, Empty } from './states.tsx';

interface PagedProps<Node> {
  readonly pages: Asked<Pages<Node>>;
  /** What is said where there is nothing. */
  readonly none: { readonly title: string; readonly help: string };
  children(nodes: readonly Node[]): ReactNode;
}

/** A list a page at a time: what is shown of it, and the way to the rest. */
export function Paged<Node>({ pages, none, children }: PagedProps<Node>) {
  return (
    <Answered asked={pages}>
      {(answer) =>
        answer.nodes.length === 0 ? (
          <Empty title={none.title}>{none.help}</Empty>
        ) : (
          <>
            {children(answer.nodes)}
            <More pages={answer} />
          </>
        )
      }
    </Answered>
  );
}
