const WIDTH = 118;
/** Longer lists are shown up to the item before this one, and then how many more there are. */
const MOST_ITEMS = 4;

/**
 * An answer as a page shows it: in lines that are filled, with what differs from one time to the next masked, and with
 * long lists cut short.
 * @param volatile the members that are masked
 */
export function shortJson(value: unknown, volatile: ReadonlySet<string>): string {
  return lines(shortened(value, volatile), 0);
}

function shortened(value: unknown, volatile: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shortened(item, volatile));
    if (items.length <= MOST_ITEMS) return items;
    return [...items.slice(0, MOST_ITEMS - 1), `… and ${items.length - MOST_ITEMS + 1} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      volatile.has(name) && each !== null ? '…' : shortened(each, volatile),
    ]),
  );
}

function lines(value: unknown, indent: number, before = 0): string {
  const flat = onOneLine(value);
  if (indent + before + flat.length <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const inner = ' '.repeat(indent + 2);
  const members = Array.isArray(value)
    ? value.map((item: unknown) => lines(item, indent + 2))
    : Object.entries(value).map(([name, each]) => {
        const key = `${JSON.stringify(name)}: `;
        return key + lines(each, indent + 2, key.length);
      });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${onOneLine(each)}`);
  return `{${members.join(', ')}}`;
}
