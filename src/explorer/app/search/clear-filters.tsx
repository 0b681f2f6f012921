import { Button } from 'react-aria-components';
import { refine } from '../address.ts';
import { FIRST_PAGE } from '../pages.ts';
import { TEXTS } from '../texts.ts';
import { FACETS } from './asked-search.ts';

export function ClearFilters() {
  const none = Object.fromEntries(Object.keys(FACETS).map((name) => [name, null]));
  return (
    <Button className="button is-quiet" onPress={() => refine({ ...none, ...FIRST_PAGE })}>
      {TEXTS.search.clear}
    </Button>
  );
}
