import { tellCount, tellNumber } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Folded } from '../components/folded.tsx';
import { Answered, Empty } from '../components/states.tsx';
import {
  EntityRelationsDocument,
  type EntityNameFragment,
  type EntityRelationsQuery,
  type Moment,
} from '../generated/operations.ts';
import { fieldLabel, TEXTS } from '../texts.ts';

/** So many of one group are named at first. */
const SHOWN = 12;

/** So many of one list the API gives at most, without a word on how many there are. */
const MOST = 1_000;

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
            {groups.map(({ name, entities, total }) => (
              <section key={name} aria-labelledby={`relation-${name}`} className="card">
                <h2 id={`relation-${name}`}>
                  {fieldLabel(name)} <span className="count">{tellCount(total)}</span>
                </h2>
                <Folded most={SHOWN} frame={(shown) => <ul className="plain-list">{shown}</ul>}>
                  {entities.map((each) => (
                    <li key={each.id}>
                      <EntityLink entity={each} />
                    </li>
                  ))}
                </Folded>
                {(total.value > entities.length || !total.exact) && (
                  <p className="meta">{TEXTS.entity.cutRelations(tellNumber(entities.length))}</p>
                )}
              </section>
            ))}
          </div>
        );
      }}
    </Answered>
  );
}

interface Total {
  readonly value: number;
  readonly exact: boolean;
}

/** A relation of the answer is one entity, a list of them, or a connection. */
type Related =
  | EntityNameFragment
  | readonly EntityNameFragment[]
  | { readonly nodes: readonly EntityNameFragment[]; readonly total: Total }
  | null;

interface Group {
  readonly name: string;
  readonly entities: readonly EntityNameFragment[];
  readonly total: Total;
}

function groupsIn(entity: EntityRelationsQuery['entity']): Group[] {
  const { id: _, ...related } = entity ?? { id: '' };
  return Object.entries(related as Readonly<Record<string, Related | string>>)
    .map(([name, value]) => groupOf(name, value))
    .filter(({ entities }) => entities.length > 0);
}

function groupOf(name: string, value: Related | string): Group {
  if (value === null || typeof value === 'string') return { name, entities: [], total: { value: 0, exact: true } };
  if ('nodes' in value) return { name, entities: value.nodes, total: value.total };
  const entities = 'id' in value ? [value] : value;
  return { name, entities, total: { value: entities.length, exact: entities.length < MOST } };
}
