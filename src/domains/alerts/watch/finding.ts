import type { StreamState } from '../../../kernel/decision.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { formatTime, parseTime, type Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import type { Judged } from '../../kind/decide.ts';
import { isOpen, type AlertRecord, type Raising } from '../alert.ts';
import { endOnce, raise } from '../rules.ts';

/** What a rule of ours finds in what is told: something is wrong, or right again. */
export interface Finding {
  /** What was looked at: the same key is the same alert. */
  readonly key: string;
  readonly about: Urn;
  /** Event time. */
  readonly at: Micros;
  /** What is wrong; null: nothing is. */
  readonly wrong: Wrong | null;
}

export interface Wrong {
  /** In one line. */
  readonly title: string;
  readonly description: string | null;
  /** Why it is no matter that has to be seen to at once, whatever stands downstream; null: that decides. */
  readonly harmless: string | null;
  readonly labels: JsonObject;
  readonly details: JsonObject;
}

/** Raises alerts on what the log tells, and ends them. Each rule is one file. */
export interface WatchRule {
  /** The source of its alerts. */
  readonly name: string;
  /** The metric whose observations it looks at. */
  readonly metric: string;
  /** Pure. Observations may be of any form: whoever made one by a fact may have put anything there. */
  findings(observed: Observed): readonly Finding[];
}

/** What was observed of a rule's metric. */
export interface Observed {
  readonly of: Urn;
  readonly key: string;
  readonly value: Json;
  readonly at: Micros;
}

/**
 * How a finding is judged on what was found under its key before. What came late counts for its own time: nothing that is
 * older than what was judged already changes anything.
 */
export function judged(finding: Finding, said: Raising): (state: StreamState) => Judged {
  return (state) => {
    const before = state.record as AlertRecord | null;
    if (before !== null && finding.at <= foundAt(before)) return [];
    if (finding.wrong !== null) return raise(said)(state);
    return before === null || !isOpen(before) ? [] : endOnce(said, finding.at)(state);
  };
}

/** Details of an alert with the event time of the finding that they are of. */
export function detailsAt(at: Micros, details: JsonObject): JsonObject {
  return { ...details, foundAt: formatTime(at) };
}

function foundAt({ props }: AlertRecord): Micros {
  return parseTime(props.details['foundAt'] as string) as Micros;
}
