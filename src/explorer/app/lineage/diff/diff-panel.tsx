import type { LineageDiffQuery, LineageLinkPartsFragment } from '../../generated/operations.ts';
import { nameIn } from '../../links.ts';
import { TEXTS } from '../../texts.ts';
import { Choosable } from '../beside/choosable.tsx';
import { PanelPart } from '../beside/panel-part.tsx';

type Diff = LineageDiffQuery['lineageDiff'];

/** What differs, in words. */
export function DiffPanel({ diff, chosen }: { diff: Diff; chosen: string | null }) {
  return (
    <>
      {(['added', 'changed', 'removed'] as const).map((what) => (
        <PanelPart
          key={what}
          title={TEXTS.modes.nodes[what]}
          shown={diff[`${what}Nodes`].length}
          none={TEXTS.modes.noNodes[what]}
        >
          <ul className={`choosables is-${what}`}>
            {diff[`${what}Nodes`].map(({ id, entity }) =>
              entity === null ? (
                <li key={id}>{nameIn(id)}</li>
              ) : (
                <Choosable key={id} entity={entity} chosen={chosen} note={TEXTS.kind[entity.kind]} />
              ),
            )}
          </ul>
        </PanelPart>
      ))}
      {(['added', 'removed'] as const).map((what) => (
        <PanelPart
          key={what}
          title={TEXTS.modes.relations[what]}
          shown={diff[`${what}Links`].length}
          none={TEXTS.modes.noRelations[what]}
        >
          <ul className={`told-links is-${what}`}>
            {diff[`${what}Links`].map((link) => (
              <li key={`${link.from} ${link.to} ${link.type}`}>{toldLink(link)}</li>
            ))}
          </ul>
        </PanelPart>
      ))}
    </>
  );
}

function toldLink({ from, to, type, hops }: LineageLinkPartsFragment): string {
  const relation = type === null ? TEXTS.lineage.viaMany(hops) : TEXTS.lineage.via[type];
  return TEXTS.modes.leads(nameIn(from), relation, nameIn(to));
}
