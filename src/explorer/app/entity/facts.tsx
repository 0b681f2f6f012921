import { fieldLabel, TEXTS } from '../texts.ts';
import { FactValue } from './fact-value.tsx';
import type { ShownEntity } from './entity-page.tsx';

/** What stands elsewhere on the page. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['__typename', 'id', 'kind', 'name', 'namespace', 'displayName', 'description', 'described', 'tags'],
  ...['createdAt', 'updatedAt', 'retiredAt', 'owners', 'alerts', 'definition', 'current', 'target'],
]);

/** What the kind says of itself, as far as it is known. */
export function factsOf(entity: ShownEntity): [name: string, value: unknown][] {
  return Object.entries(entity).filter(([name, value]) => !ELSEWHERE.has(name) && value !== null && !isEmpty(value));
}

/** Short values first, documents below. */
export function Facts({ entity }: { entity: ShownEntity }) {
  const known = factsOf(entity);
  if (known.length === 0) return <p className="is-missing">{TEXTS.entity.noFacts}</p>;
  const isLong = ([name, value]: (typeof known)[number]) =>
    name === 'sql' || (typeof value === 'object' && !Array.isArray(value));
  return (
    <dl className="facts">
      {[...known.filter((each) => !isLong(each)), ...known.filter(isLong)].map((each) => (
        <div key={each[0]} className={isLong(each) ? 'is-long' : ''}>
          <dt>{fieldLabel(each[0])}</dt>
          <dd>
            <FactValue name={each[0]} value={each[1]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
