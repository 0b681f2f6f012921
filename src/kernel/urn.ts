import { badInput, shown } from './errors.ts';

/** `urn:throughline:<kind>:<namespace>:<name>`: the identity of an entity, in its one canonical spelling. */
export type Urn = string & { readonly __brand: 'Urn' };

export interface UrnParts {
  /** As the ontology spells it: `MODEL_VERSION`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const PREFIX = 'urn:throughline:';
const SLUG = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Longer names are refused: they are payloads gone astray, and they would be keys in every index. */
export const LONGEST_NAME = 2_000;
/** In characters, escaped; no index of every store takes a longer key. */
export const LONGEST_URN = 8_000;

export function formatUrn(kind: string, namespace: string, name: string): Urn {
  return `${PREFIX}${kindSlug(kind)}:${encodeURIComponent(namespace)}:${encodeURIComponent(name)}` as Urn;
}

/** Reads a URN that is known to be right: one of ours. */
export function urnParts(urn: Urn): UrnParts {
  const [, , , namespace = '', name = ''] = urn.split(':');
  return {
    kind: urnKind(urn),
    namespace: decodeURIComponent(namespace),
    name: decodeURIComponent(name),
  };
}

/** The kind alone, without a look at what is behind it. */
export function urnKind(urn: Urn): string {
  return urn.slice(PREFIX.length, urn.indexOf(':', PREFIX.length)).replaceAll('-', '_').toUpperCase();
}

/**
 * Reads a URN from outside and gives its canonical spelling (another encoder may escape more than we do).
 * Kinds are checked by whoever knows the ontology.
 * @throws BAD_USER_INPUT naming `argument`
 */
export function parseUrn(text: unknown, argument: string): Urn {
  const problem = (why: string) =>
    badInput(argument, `${argument}: expected urn:throughline:<kind>:<namespace>:<name>, ${why}: ${shown(text)}`);
  if (typeof text !== 'string' || !text.startsWith(PREFIX)) throw problem('came');
  const parts = text.slice(PREFIX.length).split(':');
  const [slug = '', namespace = '', name = ''] = parts;
  if (parts.length !== 3) throw problem('namespace and name percent-encoded, came');
  if (!SLUG.test(slug)) throw problem('the kind in kebab-case, came');
  const decoded = [namespace, name].map(decode);
  const wrong = decoded.map((part) => (part === null ? 'has a broken escape' : nameProblem(part))).find(Boolean);
  if (wrong) throw problem(`a part of it ${wrong}`);
  const urn = formatUrn(slug.replaceAll('-', '_').toUpperCase(), decoded[0] as string, decoded[1] as string);
  const tooLong = urnProblem(urn);
  if (tooLong !== null) throw problem(`it ${tooLong}`);
  return urn;
}

/** Why a namespace or a name can not be one; null where it can. */
export function nameProblem(text: string): string | null {
  return text === '' ? 'is empty' : keyProblem(text);
}

/** Why a text can not be a key of what is stored; null where it can. */
export function keyProblem(text: string, longest = LONGEST_NAME): string | null {
  if (text.length > longest) return `has ${text.length} characters, where ${longest} are the most`;
  if (text.includes('\u0000')) return 'has a NUL in it';
  if (!text.isWellFormed()) return 'has a lone surrogate in it';
  return null;
}

/** Why a URN of names that can be can still not be one; null where it can. */
export function urnProblem(urn: Urn): string | null {
  if (urn.length > LONGEST_URN) return `has ${urn.length} characters, where ${LONGEST_URN} are the most`;
  // No shorter one can hold a name that is too long: a connector makes a field's of its dataset's and its path.
  if (urn.length <= LONGEST_NAME) return null;
  const { namespace, name } = urnParts(urn);
  const longest = Math.max(namespace.length, name.length);
  return longest > LONGEST_NAME ? `has a name of ${longest} characters, where ${LONGEST_NAME} are the most` : null;
}

export function kindSlug(kind: string): string {
  return kind.toLowerCase().replaceAll('_', '-');
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
