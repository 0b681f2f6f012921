import { Button } from 'react-aria-components';
import { refine } from '../address.ts';
import { tellShare } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Answered, Empty } from '../components/states.tsx';
import { TableFrame } from '../components/table-frame.tsx';
import {
  EntityReleasesDocument,
  type EntityReleasesQuery,
  type Moment,
  type ReleasePartsFragment,
} from '../generated/operations.ts';
import { FIRST_PAGE } from '../pages.ts';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';
import { Stage } from './stage.tsx';

/** Where a version serves at the moment, or what a deployment serves; what did before stands in its history. */
export function Releases({ id, at }: { id: string; at: Moment | null }) {
  const asked = useAsked(EntityReleasesDocument, { id, at });
  return (
    <Answered asked={asked}>
      {({ entity }) => {
        const isOfDeployment = entity !== null && 'serving' in entity;
        const releases = releasesIn(entity);
        if (releases.length > 0) {
          return (
            <>
              <ReleaseTable releases={releases} isOfDeployment={isOfDeployment} />
              <p className="meta">
                {at === null ? TEXTS.entity.inForceNow : TEXTS.entity.inForceThen}
                <ToHistory />
              </p>
            </>
          );
        }
        const texts = isOfDeployment ? TEXTS.entity.servesNothing : TEXTS.entity.servesNowhere;
        return (
          <Empty title={at === null ? texts.now : texts.past}>
            {TEXTS.entity.emptyHelp.releases} <ToHistory />
          </Empty>
        );
      }}
    </Answered>
  );
}

function ToHistory() {
  return (
    <Button className="button is-small" onPress={() => refine({ tab: 'history', ...FIRST_PAGE })}>
      {TEXTS.entity.tabs.history}
    </Button>
  );
}

interface ReleaseTableProps {
  readonly releases: readonly ReleasePartsFragment[];
  readonly isOfDeployment: boolean;
}

function ReleaseTable({ releases, isOfDeployment }: ReleaseTableProps) {
  // Of one in force an end is known where somebody looks back, or where it was announced.
  const hasEnd = releases.some(({ validTo }) => validTo !== null);
  return (
    <TableFrame label={TEXTS.entity.tabs.releases}>
      <thead>
        <tr>
          <th scope="col">{isOfDeployment ? TEXTS.table.release : TEXTS.table.deployment}</th>
          <th scope="col">{TEXTS.table.stage}</th>
          <th scope="col">{TEXTS.table.share}</th>
          <th scope="col">{TEXTS.table.from}</th>
          {hasEnd && <th scope="col">{TEXTS.table.until}</th>}
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <tr key={release.deployment.id + release.released.id + release.validFrom}>
            <th scope="row">
              <EntityLink entity={isOfDeployment ? release.released : release.deployment} />
            </th>
            <td>
              <Stage name={release.stage} />
            </td>
            <td>{release.trafficShare === null ? '–' : tellShare(release.trafficShare)}</td>
            <td>{tellTime(release.validFrom)}</td>
            {hasEnd && <td>{release.validTo === null ? '–' : tellTime(release.validTo)}</td>}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function releasesIn(entity: EntityReleasesQuery['entity']): readonly ReleasePartsFragment[] {
  if (entity === null) return [];
  if ('releases' in entity) return entity.releases ?? [];
  return 'serving' in entity ? (entity.serving ?? []) : [];
}
