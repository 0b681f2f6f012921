import { useSyncExternalStore } from 'react';
import { urnsWritten } from './urn.ts';

/** Where the app stands in the server. */
export const BASE = '/explore';

const CHANGED = 'throughline:address';

/** Parameters that are lists of URNs. */
const URNS = ['of', 'parts', 'chosen', 'node', 'up', 'down', 'kpis'] as const;

/** The path below BASE as it was written, escapes and all, and the query. What a view shows is read from these alone. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function useAddress(): Address {
  const written = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [pathname, search] = cut(written, '?');
  return { path: pathname.slice(BASE.length).replace(/^\/|\/$/g, ''), query: queryIn(search) };
}

/** Goes to another view, or another site’s page where it is none of ours. */
export function go(href: string): void {
  if (!href.startsWith(BASE)) {
    location.assign(href);
    return;
  }
  history.pushState(null, '', href);
  window.dispatchEvent(new Event(CHANGED));
}

export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * The same view, asked otherwise. A parameter that is null or empty leaves the address.
 * @param options.isStep it is one of many small steps of the same thing: the way back leads to before all of them
 */
export function refine(changes: Changes, { isStep = false }: { readonly isStep?: boolean } = {}): void {
  const query = queryIn(location.search.slice(1));
  for (const [name, value] of Object.entries(changes)) {
    const text = typeof value === 'string' ? value : (value ?? []).join(',');
    if (text === '') query.delete(name);
    else query.set(name, text);
  }
  const address = addressOf(location.pathname, query);
  const step = isStep ? Object.keys(changes).join() : null;
  if (isStep && (history.state as { readonly step?: string } | null)?.step === step) {
    history.replaceState({ step }, '', address);
  } else history.pushState({ step }, '', address);
  window.dispatchEvent(new Event(CHANGED));
}

/** The members of a list in the query. Commas in a member are escaped in it, as they are in a URN. */
export function listIn(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? '').split(',').filter((member) => member !== '');
}

/** Of the listed words those that are known: an address may have been written by hand. */
export function knownIn<Word extends string>(query: URLSearchParams, name: string, words: readonly Word[]): Word[] {
  const listed = listIn(query, name);
  return words.filter((word) => listed.includes(word));
}

/** Without its escapes; as it is where they are none. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `path?query`, with what a URN and a list are made of left readable. */
export function addressOf(path: string, query: URLSearchParams): string {
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text === '' ? path : `${path}?${text}`;
}

/** Its parameters, URNs as the API spells them, whoever wrote them. */
function queryIn(search: string): URLSearchParams {
  const query = new URLSearchParams(search);
  for (const name of URNS) {
    const written = search.split('&').find((pair) => pair.startsWith(`${name}=`));
    if (written !== undefined) query.set(name, urnsWritten(written.slice(name.length + 1), decoded).join(','));
  }
  return query;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('popstate', changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener(CHANGED, changed);
  };
}

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
