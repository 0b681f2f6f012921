import { tellNumber } from '../../amount.ts';
import { ChangeList } from '../../components/change-list.tsx';
import { Bar } from '../../components/risk.tsx';
import type { RootCausesQuery } from '../../generated/operations.ts';
import { TEXTS } from '../../texts.ts';
import { tellTime } from '../../time.ts';
import { Choosable } from '../beside/choosable.tsx';
import { PanelPart } from '../beside/panel-part.tsx';
import { PathList } from '../beside/path-list.tsx';

const PARTS = Object.keys(TEXTS.modes.scoreParts) as readonly (keyof typeof TEXTS.modes.scoreParts)[];

/** What can have been the cause, the likeliest first, and why it is thought so. */
export function CausesPanel({ found, chosen }: { found: RootCausesQuery['rootCauses']; chosen: string | null }) {
  return (
    <PanelPart
      title={TEXTS.modes.causesHeading}
      shown={found.causes.length}
      total={found.total}
      none={TEXTS.modes.noCauses}
    >
      <ol className="choosables">
        {found.causes.map((cause) => (
          <Choosable
            key={cause.entity.id}
            entity={cause.entity}
            chosen={chosen}
            mark={<Bar label={TEXTS.modes.score(tellScore(cause.score))} share={cause.score} />}
            note={
              <>
                <strong>{TEXTS.modes.cause[cause.kind]}</strong> {tellTime(cause.at)}
              </>
            }
          >
            <dl className="score-parts">
              {PARTS.map((part) => (
                <div key={part}>
                  <dt>{TEXTS.modes.scoreParts[part]}</dt>
                  <dd>
                    <Bar label={tellScore(cause.parts[part])} share={cause.parts[part]} />
                  </dd>
                </div>
              ))}
            </dl>
            <h3>{TEXTS.modes.changes}</h3>
            <ChangeList id={cause.entity.id} changes={cause.changes} at={null} />
            <h3>{TEXTS.modes.path}</h3>
            <PathList path={cause.path} />
          </Choosable>
        ))}
      </ol>
    </PanelPart>
  );
}

function tellScore(score: number): string {
  return tellNumber(Math.round(score * 1000) / 1000);
}
