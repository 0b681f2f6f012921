/** How the one type of a column stands to the other. `WIDER`: whoever reads the one reads all values of the other. */
export type Retyping = 'SAME' | 'WIDER' | 'OTHER';

/** Types of one family, each wider than those before it; names that mean the same stand together. */
const FAMILIES: readonly (readonly (readonly string[])[])[] = [
  [
    ['tinyint', 'byte'],
    ['smallint', 'int2', 'short', 'int16'],
    ['int', 'integer', 'int4', 'int32'],
    ['bigint', 'int8', 'long', 'int64'],
  ],
  [['real', 'float4', 'float32'], ['float'], ['double', 'double precision', 'float8', 'float64']],
];

/** Takes a text of any length. */
const TEXT = new Set(['text', 'string', 'clob']);

/** Compares types as sources spell them; what it does not know is OTHER. docs/what-if.md has the table. */
export function retyping(from: string, to: string): Retyping {
  const [a, b] = [read(from), read(to)];
  if (a.text === b.text) return 'SAME';
  if (TEXT.has(a.text) && TEXT.has(b.text)) return 'SAME';
  if (isVarchar(a) && (TEXT.has(b.text) || isVarchar(b)))
    return wider(a.sizes[0], TEXT.has(b.text) ? null : b.sizes[0]);
  if (isDecimal(a) && isDecimal(b)) return widerDecimal(a.sizes, b.sizes);
  for (const family of FAMILIES) {
    const [before, after] = [a, b].map(({ text }) => family.findIndex((names) => names.includes(text)));
    if (before === -1 || after === -1) continue;
    // Where bits are counted rather than bytes, int8 is the narrowest: who mixes the two is asked to look for himself.
    if ([a, b].some(({ text }) => text === 'int8') && [a, b].some(({ text }) => BITS.has(text))) return 'OTHER';
    if (before === after) return 'SAME';
    return before! < after! ? 'WIDER' : 'OTHER';
  }
  return 'OTHER';
}

const BITS = new Set(['int16', 'int32', 'int64']);

interface Type {
  readonly text: string;
  readonly name: string;
  readonly sizes: readonly number[];
}

function read(type: string): Type {
  const text = type
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1');
  const [, name = text, sizes = ''] = /^([^(]+)\((\d{1,9}(?:,\d{1,9})*)\)$/.exec(text) ?? [];
  return { text, name, sizes: sizes === '' ? [] : sizes.split(',').map(Number) };
}

function isVarchar({ name, sizes }: Type): boolean {
  return (name === 'varchar' || name === 'character varying') && sizes.length <= 1;
}

function isDecimal({ name, sizes }: Type): boolean {
  return (name === 'decimal' || name === 'numeric') && (sizes.length === 1 || sizes.length === 2);
}

/** By how much fits; none: there is no limit. */
function wider(from: number | null | undefined, to: number | null | undefined): Retyping {
  const [before, after] = [from ?? Infinity, to ?? Infinity];
  if (before === after) return 'SAME';
  return before < after ? 'WIDER' : 'OTHER';
}

/** As many digits behind the point, or what stands before it would be read otherwise; and no fewer in all. */
function widerDecimal(
  [digits = 0, scale = 0]: readonly number[],
  [more = 0, scaleThen = 0]: readonly number[],
): Retyping {
  return scale === scaleThen ? wider(digits, more) : 'OTHER';
}
