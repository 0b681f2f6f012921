import { memo } from 'react';
import type { DifferingLinkFragment, LineageDiffQuery, LineageLinkPartsFragment } from '../../generated/operations.ts';
import { Folded } from '../../components/folded.tsx';
import { nameIn } from '../../links.ts';
import { TEXTS } from '../../texts.ts';
import { Choosable } from '../beside/choosable.tsx';
import { tellTime } from '../../time.ts';
import { PanelPart } from '../beside/panel-part.tsx';
import { WhatChanged } from './what-changed.tsx';
import { differingLinks, type DifferingLinks } from './differing-links.ts';

type Diff = LineageDiffQuery['lineageDiff'];

/** So many of each list are shown at first. */
const MOST = 50;

/** What differs, in words. Of thousands it takes a while to write, so that it is written anew only where it is another. */
export const DiffPanel = memo(function DiffPanel({ diff, chosen }: { diff: Diff; chosen: string | null }) {
  const told = toldLinks(differingLinks(diff));
  return (
    <>
      {(['added', 'changed', 'removed'] as const).map((what) => (
        <PanelPart
          key={what}
          title={TEXTS.modes.nodes[what]}
          shown={diff[`${what}Nodes`].length}
          none={TEXTS.modes.noNodes[what]}
        >
          <Folded
            most={Math.max(MOST, 1 + diff[`${what}Nodes`].findIndex(({ id }) => id === chosen))}
            frame={(shown) => <ul className={`choosables is-${what}`}>{shown}</ul>}
          >
            {diff[`${what}Nodes`].map(({ id, entity }) =>
              entity === null ? (
                <li key={id}>{nameIn(id)}</li>
              ) : (
                <Choosable key={id} entity={entity} chosen={chosen} note={TEXTS.kind[entity.kind]}>
                  {what === 'changed' && (
                    <WhatChanged id={id} since={diff.base.moment.asOf} until={diff.head.moment.asOf} />
                  )}
                </Choosable>
              ),
            )}
          </Folded>
        </PanelPart>
      ))}
      {(['added', 'changed', 'removed'] as const).map((what) => (
        <PanelPart
          key={what}
          title={TEXTS.modes.relations[what]}
          shown={told[what].length}
          none={TEXTS.modes.noRelations[what]}
        >
          <Folded most={MOST} frame={(shown) => <ul className={`told-links is-${what}`}>{shown}</ul>}>
            {told[what].map(({ key, leads, more }) => (
              <li key={key}>
                {leads}
                <span className="meta">{more}</span>
              </li>
            ))}
          </Folded>
        </PanelPart>
      ))}
    </>
  );
});

interface ToldLink {
  readonly key: string;
  readonly leads: string;
  /** Since when, until when, or in place of what. */
  readonly more: string;
}

function toldLinks({ added, changed, removed }: DifferingLinks): Readonly<Record<keyof DifferingLinks, ToldLink[]>> {
  const { since, until, inPlaceOf } = TEXTS.modes;
  const told = (link: DifferingLinkFragment, more: string, place: number) => ({
    ...{ key: `${link.from} ${link.to} ${link.type} ${place}`, leads: toldLink(link), more },
  });
  const begin = ({ validFrom }: DifferingLinkFragment) => (validFrom === null ? '' : since(tellTime(validFrom)));
  return {
    added: added.map((link, place) => told(link, begin(link), place)),
    changed: changed.map(({ before, after }, place) =>
      told(after, [begin(after), inPlaceOf(begin(before))].filter(Boolean).join(', '), place),
    ),
    removed: removed.map((link, place) =>
      told(link, link.validTo === null ? begin(link) : until(tellTime(link.validTo)), place),
    ),
  };
}

function toldLink({ from, to, type, hops }: LineageLinkPartsFragment): string {
  const relation = type === null ? TEXTS.lineage.viaMany(hops) : TEXTS.lineage.via[type];
  return TEXTS.modes.leads(nameIn(from), relation, nameIn(to));
}
