/** As one is written where every part is escaped. */
const PART = String.raw`(?:[\w\-.!~*'()]|%[0-9A-Fa-f]{2})+`;
const URN = new RegExp(`^urn:throughline:[a-z0-9-]+:${PART}:${PART}$`);

function isUrn(text: string): boolean {
  return URN.test(text);
}

/**
 * A list of URNs in an address. A URN escapes its own parts, so that a program escapes it once more, and a person writes
 * it as it is: whichever reading gives URNs is meant, the program's if both do, or none.
 * @param written as it stands in the address
 */
export function urnsWritten(written: string, decode: (text: string) => string): string[] {
  const readings = [decode(written), written].map((text) => text.split(',').filter((member) => member !== ''));
  return readings.find((members) => members.every(isUrn)) ?? readings[0]!;
}
