import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { refine } from '../address.ts';
import { Folded } from '../components/folded.tsx';
import { Folding } from '../components/folding.tsx';
import { tellCount } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { EntityNamesDocument, type EntityKind, type SearchQuery } from '../generated/operations.ts';
import { useIsWide } from '../is-wide.ts';
import { nameIn, writtenInAddress, type FacetName } from '../links.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { FIRST_PAGE } from '../pages.ts';
import { FACETS, type AskedSearch } from './asked-search.ts';
import { ClearFilters } from './clear-filters.tsx';

const SHOWN = 6;

interface Value {
  readonly value: string;
  readonly count: { readonly value: number; readonly exact: boolean } | null;
}

interface FacetsProps {
  readonly facets: SearchQuery['search']['facets'];
  readonly search: AskedSearch;
}

/** What the results can be narrowed by: beside them where there is room, folded above them where there is not. */
export function Facets({ facets, search }: FacetsProps) {
  const isWide = useIsWide();
  const chosen = Object.values(search.chosen).reduce((sum, { length }) => sum + length, 0);
  const groups = (Object.keys(FACETS) as FacetName[]).map((name) => (
    <Facet key={name} name={name} values={valuesOf(name, facets, search)} chosen={search.chosen[name]} />
  ));
  if (isWide) {
    return (
      <aside className="facets" aria-label={TEXTS.search.filters}>
        {groups}
        {chosen > 0 && <ClearFilters />}
      </aside>
    );
  }
  return (
    <Folding label={TEXTS.search.filters} count={chosen}>
      {groups}
      {chosen > 0 && <ClearFilters />}
    </Folding>
  );
}

function Facet(props: { name: FacetName; values: readonly Value[]; chosen: readonly string[] }) {
  const { name, values, chosen } = props;
  const nameOf = useNames(name, values);
  if (values.length === 0) return null;
  return (
    <CheckboxGroup
      className="facet"
      value={[...chosen]}
      onChange={(next) => refine({ [name]: writtenInAddress(name, next), ...FIRST_PAGE })}
    >
      <Label className="facet-heading">{TEXTS.search.facet[name]}</Label>
      <Folded most={Math.max(SHOWN, chosen.length)}>
        {values.map(({ value, count }) => (
          <Checkbox key={value} value={value} className="check">
            <span className="check-box" aria-hidden="true" />
            <span className="check-label">{nameOf(value)}</span>
            {count !== null && <span className="check-count">{tellCount(count)}</span>}
          </Checkbox>
        ))}
      </Folded>
    </CheckboxGroup>
  );
}

/** What is chosen comes first, also where the results have no more of it. */
function valuesOf(name: FacetName, facets: FacetsProps['facets'], { chosen }: AskedSearch): Value[] {
  const counted = facets.find((facet) => facet.name === FACETS[name])?.values ?? [];
  const first = chosen[name].map((value) => ({
    value,
    count: counted.find((each) => each.value === value)?.count ?? null,
  }));
  return [...first, ...counted.filter(({ value }) => !chosen[name].includes(value))];
}

function useNames(facet: FacetName, values: readonly Value[]): (value: string) => string {
  const ids = values.map(({ value }) => value);
  const asked = useAsked(
    EntityNamesDocument,
    { ids },
    { pause: facet !== 'owners' || ids.length === 0, keepsLast: true },
  );
  if (facet === 'kinds') return (value) => TEXTS.kinds[value as EntityKind] ?? value;
  if (facet !== 'owners') return (value) => value;
  if (asked.state !== 'answered') return nameIn;
  const owners = asked.data.entities.flatMap((entity) =>
    entity === null ? [] : [[entity.id, shownName(entity)] as const],
  );
  const names = new Map<string, string>(owners);
  return (value) => names.get(value) ?? nameIn(value);
}
