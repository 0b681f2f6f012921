import { SearchCheck } from 'lucide-react';
import { Link } from 'react-aria-components';
import { lineageHref } from '../links.ts';
import { lately, WINDOW_DAYS } from '../moment.ts';
import { TEXTS } from '../texts.ts';

/** Leads to what may be the cause, in the window that the address names; else lately. */
export function CausesLink({ id, query }: { id: string; query?: URLSearchParams }) {
  const since = query?.get('since') ?? lately(WINDOW_DAYS);
  const until = query?.get('until') ?? null;
  return (
    <Link className="button" href={lineageHref(id, { mode: 'causes', since, ...(until === null ? {} : { until }) })}>
      <SearchCheck aria-hidden="true" />
      {TEXTS.modes.causes}
    </Link>
  );
}
