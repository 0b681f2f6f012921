import { usePages } from '../pages.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Paged } from '../components/paged.tsx';
import { Tags } from '../components/tags.tsx';
import { EntityPartsDocument, type EntityPartsQuery, type Moment } from '../generated/operations.ts';
import { TableFrame } from '../components/table-frame.tsx';
import { TEXTS } from '../texts.ts';

/** What it is made of: a dataset's columns, a view's features, a source's datasets. */
export function Parts({ id, at }: { id: string; at: Moment | null }) {
  const pages = usePages(EntityPartsDocument, { id, at }, partsIn);
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.parts }}>
      {(nodes) => (
        <TableFrame label={TEXTS.entity.tabs.parts}>
          <thead>
            <tr>
              <th scope="col">{TEXTS.table.name}</th>
              <th scope="col">{TEXTS.table.type}</th>
              <th scope="col">{TEXTS.table.description}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((part) => (
              <tr key={part.id}>
                <th scope="row">
                  <EntityLink entity={{ ...part, name: shortName(part.name) }} />
                </th>
                <td>
                  <code>{part.type ?? '–'}</code>
                </td>
                <td>
                  {part.description} <Tags tags={part.tags ?? []} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
    </Paged>
  );
}

function partsIn({ entity }: EntityPartsQuery) {
  if (entity === null) return null;
  if ('fields' in entity) return entity.fields;
  if ('features' in entity) return entity.features;
  return 'datasets' in entity ? entity.datasets : null;
}

/** A field's name begins with that of its dataset, which stands above. */
function shortName(name: string): string {
  return name.slice(name.indexOf('#') + 1);
}
