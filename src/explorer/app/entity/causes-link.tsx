import { SearchCheck } from 'lucide-react';
import { Link } from 'react-aria-components';
import { lineageHref } from '../links.ts';
import { daysBefore, WINDOW_DAYS } from '../moment.ts';
import { TEXTS } from '../texts.ts';

/** Leads to what may be the cause, in the window that the address names; else lately, at the moment that it looks at. */
export function CausesLink({ id, query }: { id: string; query: URLSearchParams }) {
  const [begin, end] = daysBefore(query, WINDOW_DAYS);
  const since = query.get('since') ?? begin;
  const until = query.get('until') ?? end;
  return (
    <Link className="button" href={lineageHref(id, { mode: 'causes', since, ...(until === null ? {} : { until }) })}>
      <SearchCheck aria-hidden="true" />
      {TEXTS.modes.causes}
    </Link>
  );
}
