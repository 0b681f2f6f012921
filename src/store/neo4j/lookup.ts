import { mapInTurns } from '../../kernel/turns.ts';
import { setSubject } from '../claims/subjects.ts';
import type { RelationEnd, RelationLookup, SegmentRow } from '../ports.ts';
import { int, type Database, type Parameters } from './database.ts';
import type { ReadFrom } from './reader.ts';
import { hashed, STORED_ROW, segmentOf, type StoredRow } from './rows.ts';
import { readSegments, type ReadPart } from './stream.ts';

/** So that no statement takes long, and its rows come in parts of bearable size. */
const ENDS_A_STATEMENT = 2_000;

const RECORDED = 's.addedAt <= $position';
const HOLDING = `${RECORDED} AND (s.removedAt IS NULL OR s.removedAt > $position)
  AND s.validFrom <= $time AND (s.validTo IS NULL OR s.validTo > $time)`;

/** What is asked for one side of relations: each end is one look into an index. */
export function lookupStatement(side: 'out' | 'in', condition: string = HOLDING): string {
  return `UNWIND $ends AS end
    MATCH (s:TlSegment {${side}: end}) USING INDEX s:TlSegment(${side}) WHERE ${condition}
    RETURN ${STORED_ROW} LIMIT $limit`;
}

export function createLookup(from: ReadFrom & { readonly part: ReadPart }): RelationLookup {
  return {
    holding: (ends, at, most) =>
      lookUp(from.database, ends, HOLDING, { position: int(at.position), time: int(at.asOf ?? at.now) }, most),
    recorded: (ends, upTo, most) => lookUp(from.database, ends, RECORDED, { position: int(upTo) }, most),
    segments: (types, after, upTo) => readSegments(from.part, after, upTo, types),
  };
}

async function lookUp(
  database: Database,
  ends: readonly RelationEnd[],
  condition: string,
  parameters: Parameters,
  most: number,
): Promise<readonly SegmentRow[] | null> {
  const found: SegmentRow[] = [];

  async function side(name: 'out' | 'in', end: RelationEnd['end']): Promise<boolean> {
    const asked = ends.filter((each) => each.end === end);
    for (let first = 0; first < asked.length; first += ENDS_A_STATEMENT) {
      const part = asked.slice(first, first + ENDS_A_STATEMENT);
      const hashes = await mapInTurns(part, ({ of, type }) => hashed(setSubject(of, type, end)));
      // The other side may have found too many meanwhile.
      if (found.length > most) return false;
      const rows = await database.read<StoredRow>(lookupStatement(name, condition), {
        ...parameters,
        ends: hashes,
        limit: int(most - found.length + 1),
      });
      await mapInTurns(rows, (row) => found.push(segmentOf(row)));
      if (found.length > most) return false;
    }
    return true;
  }

  const sides = await Promise.all([side('out', 'from'), side('in', 'to')]);
  return sides.every((isWhole) => isWhole) && found.length <= most ? found : null;
}
