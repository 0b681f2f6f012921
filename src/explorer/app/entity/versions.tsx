import { tellShare } from '../amount.ts';
import { useAsked, usePages } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Paged } from '../components/paged.tsx';
import { Answered, Empty } from '../components/states.tsx';
import {
  EntityVersionsDocument,
  type EntityVersionsQuery,
  type ReleasePartsFragment,
} from '../generated/operations.ts';
import { TableFrame } from '../components/table-frame.tsx';
import { TEXTS, wordsOf } from '../texts.ts';
import { tellTime } from '../time.ts';

/** The versions of a model with where each went; of a version or a deployment the releases. */
export function Versions({ id }: { id: string }) {
  const asked = useAsked(EntityVersionsDocument, { id });
  return (
    <Answered asked={asked}>
      {({ entity }) => {
        if (entity !== null && 'versions' in entity) return <VersionList id={id} />;
        const releases = releasesIn(entity);
        if (releases.length === 0) return <Empty title={TEXTS.entity.empty}>{TEXTS.entity.emptyHelp.releases}</Empty>;
        return <ReleaseTable releases={releases} isOfDeployment={entity !== null && 'serving' in entity} />;
      }}
    </Answered>
  );
}

function VersionList({ id }: { id: string }) {
  const pages = usePages(EntityVersionsDocument, { id }, ({ entity }: EntityVersionsQuery) =>
    entity !== null && 'versions' in entity ? entity.versions : null,
  );
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.versions }}>
      {(nodes) => (
        <TableFrame label={TEXTS.entity.tabs.versions}>
          <thead>
            <tr>
              <th scope="col">{TEXTS.table.version}</th>
              <th scope="col">{TEXTS.table.registration}</th>
              <th scope="col">{TEXTS.table.released}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((version) => (
              <tr key={version.id}>
                <th scope="row">
                  <EntityLink entity={version} />
                </th>
                <td>{version.registration === null ? '–' : wordsOf(version.registration)}</td>
                <td>
                  <div className="stack">
                    {(version.releases ?? []).map((release) => (
                      <span key={release.deployment.id + release.validFrom} className="ranked">
                        <EntityLink entity={release.deployment} />
                        <Stage release={release} />
                      </span>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
    </Paged>
  );
}

function ReleaseTable({
  releases,
  isOfDeployment,
}: {
  releases: readonly ReleasePartsFragment[];
  isOfDeployment: boolean;
}) {
  return (
    <TableFrame label={TEXTS.entity.tabs.releases}>
      <thead>
        <tr>
          <th scope="col">{isOfDeployment ? TEXTS.table.release : TEXTS.table.deployment}</th>
          <th scope="col">{TEXTS.table.stage}</th>
          <th scope="col">{TEXTS.table.share}</th>
          <th scope="col">{TEXTS.table.from}</th>
          <th scope="col">{TEXTS.table.until}</th>
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <tr key={release.deployment.id + release.released.id + release.validFrom}>
            <th scope="row">
              <EntityLink entity={isOfDeployment ? release.released : release.deployment} />
            </th>
            <td>
              <Stage release={release} />
            </td>
            <td>{release.trafficShare === null ? '–' : tellShare(release.trafficShare)}</td>
            <td>{tellTime(release.validFrom)}</td>
            <td>{release.validTo === null ? TEXTS.table.inForce : tellTime(release.validTo)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Stage({ release }: { release: ReleasePartsFragment }) {
  if (release.stage === null) return '–';
  return <span className={`badge ${release.validTo === null ? 'is-good' : ''}`}>{wordsOf(release.stage)}</span>;
}

function releasesIn(entity: EntityVersionsQuery['entity']): readonly ReleasePartsFragment[] {
  if (entity === null) return [];
  if ('releases' in entity) return entity.releases ?? [];
  return 'serving' in entity ? (entity.serving ?? []) : [];
}
