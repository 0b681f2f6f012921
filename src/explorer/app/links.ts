import { addressOf, BASE, decoded } from './address.ts';

/** A URN escapes its own parts, so it stands in a path as it is. */
export function entityHref(id: string, asked: Readonly<Record<string, string>> = {}): string {
  return addressOf(`${BASE}/entity/${id}`, new URLSearchParams(asked));
}

/** The URN in the path; one that was escaped once more, as a program would, is taken too. */
export function urnIn(path: string): string {
  return path.startsWith('urn:') ? path : decoded(path);
}

/** As in EntityKind, for what is not there to tell its own. */
export function kindIn(urn: string): string {
  return (urn.split(':')[2] ?? '').replaceAll('-', '_').toUpperCase();
}

/** The name in a URN, for what is not there to tell its own. */
export function nameIn(urn: string): string {
  return decoded(urn.split(':').at(-1) ?? urn);
}

export function lineageHref(of: string, asked: Readonly<Record<string, string>> = {}): string {
  return addressOf(`${BASE}/lineage`, new URLSearchParams({ of, ...asked }));
}

/** Alerts that are open, on anything. */
export const OPEN_ALERTS = `${BASE}/alerts?open=1`;

export function searchHref(asked: Readonly<Record<string, string>>): string {
  const kept = Object.entries(asked).filter(([, value]) => value !== '');
  return addressOf(BASE, new URLSearchParams(kept));
}

/** What a search is narrowed by, as the address names it. */
export type FacetName = 'kinds' | 'namespaces' | 'owners' | 'tags';

/** A namespace or a tag may have a comma of its own; a kind has none, and a URN has it escaped. */
export function writtenInAddress(facet: FacetName, values: readonly string[]): string[] {
  return values.map((value) =>
    facet === 'namespaces' || facet === 'tags' ? value.replaceAll('%', '%25').replaceAll(',', '%2C') : value,
  );
}
