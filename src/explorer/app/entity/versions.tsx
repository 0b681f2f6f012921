import { usePages } from '../pages.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Paged } from '../components/paged.tsx';
import { TableFrame } from '../components/table-frame.tsx';
import { EntityVersionsDocument, type EntityVersionsQuery, type Moment } from '../generated/operations.ts';
import { TEXTS, wordsOf } from '../texts.ts';
import { Stage } from './stage.tsx';

/** The versions of a model, with where each serves at the moment. */
export function Versions({ id, at }: { id: string; at: Moment | null }) {
  const pages = usePages(EntityVersionsDocument, { id, at }, versionsIn);
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.versions }}>
      {(nodes) => (
        <TableFrame label={TEXTS.entity.tabs.versions}>
          <thead>
            <tr>
              <th scope="col">{TEXTS.table.version}</th>
              <th scope="col">{TEXTS.table.registration}</th>
              <th scope="col">{at === null ? TEXTS.table.serves : TEXTS.table.served}</th>
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
                    {version.releases?.length === 0 && '–'}
                    {(version.releases ?? []).map((release) => (
                      <span key={release.deployment.id + release.validFrom} className="ranked">
                        <EntityLink entity={release.deployment} />
                        <Stage name={release.stage} />
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

function versionsIn({ entity }: EntityVersionsQuery) {
  return entity !== null && 'versions' in entity ? entity.versions : null;
}
