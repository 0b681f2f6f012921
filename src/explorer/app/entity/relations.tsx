import { useAsked } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Answered, Empty } from '../components/states.tsx';
import {
  EntityRelationsDocument,
  type EntityNameFragment,
  type EntityRelationsQuery,
  type Moment,
} from '../generated/operations.ts';
import { fieldLabel, TEXTS } from '../texts.ts';

/** What stands beside it, in groups by what it is to it. */
export function Relations({ id, at }: { id: string; at: Moment | null }) {
  const asked = useAsked(EntityRelationsDocument, { id, at });
  return (
    <Answered asked={asked}>
      {({ entity }) => {
        const groups = groupsIn(entity);
        if (groups.length === 0) return <Empty title={TEXTS.entity.empty}>{TEXTS.entity.emptyHelp.relations}</Empty>;
        return (
          <div className="relations">
            {groups.map(([name, entities]) => (
              <section key={name} aria-labelledby={`relation-${name}`} className="card">
                <h2 id={`relation-${name}`}>
                  {fieldLabel(name)} <span className="count">{entities.length}</span>
                </h2>
                <ul className="plain-list">
                  {entities.map((each) => (
                    <li key={each.id}>
                      <EntityLink entity={each} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        );
      }}
    </Answered>
  );
}

/** A relation of the answer is one entity, a list of them, or a connection. */
type Related =
  EntityNameFragment | readonly EntityNameFragment[] | { readonly nodes: readonly EntityNameFragment[] } | null;

function groupsIn(entity: EntityRelationsQuery['entity']): [name: string, entities: readonly EntityNameFragment[]][] {
  const { id: _, ...related } = entity ?? { id: '' };
  return Object.entries(related as Readonly<Record<string, Related | string>>)
    .map(([name, value]): [string, readonly EntityNameFragment[]] => [name, entitiesIn(value)])
    .filter(([, entities]) => entities.length > 0);
}

function entitiesIn(value: Related | string): readonly EntityNameFragment[] {
  if (value === null || typeof value === 'string') return [];
  if ('nodes' in value) return value.nodes;
  return 'id' in value ? [value] : value;
}
