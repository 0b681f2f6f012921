import { alerts, live } from './texts/alerts.ts';
import { entity, history, kpi, table } from './texts/entity.ts';
import { field, relation } from './texts/fields.ts';
import { kind, kinds } from './texts/kinds.ts';
import { lineage, modes, moment } from './texts/lineage.ts';
import { search } from './texts/search.ts';

export { wordsOf } from './texts/words.ts';

/** Every text of the explorer. */
export const TEXTS = {
  product: 'Throughline',
  explorer: 'Explorer',
  playground: 'Playground',
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  titled: (page: string) => `${page} · Throughline`,
  more: (count: number) => `${count} more`,
  fewer: 'Fewer',
  kind,
  kinds,
  search,
  live,
  alerts,
  entity,
  field,
  relation,
  table,
  kpi,
  history,
  lineage,
  moment,
  modes,
  states: {
    loading: 'Loading …',
    retry: 'Try again',
    offlineTitle: 'The server does not answer',
    offline:
      'The connection dropped, or the server is restarting. What you asked for is in the address: nothing is lost.',
    refusedTitle: 'The server would not answer this',
    brokenTitle: 'Something went wrong on the server',
    beforeHistory: 'The log does not reach back that far. Choose a later “known at”.',
    pageNotFound: 'There is no such page',
    pageNotFoundHelp: 'The address leads nowhere. Search for what you wanted to see:',
  },
};

/** What the API's field is called; words of the name where nobody named it. */
export function fieldLabel(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return TEXTS.field[name] ?? TEXTS.relation[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
