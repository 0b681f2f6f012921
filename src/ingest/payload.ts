import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { expected } from '../kernel/parse-props.ts';
import { EXPECTED_TIME, parseTime, type Micros } from '../kernel/time.ts';
import { nameProblem } from '../kernel/urn.ts';
import type { PayloadError } from './connector.ts';

/**
 * A place in a payload. Reading goes on past what is wrong, so that one answer names everything: each method notes
 * the problem under its path and gives something harmless in its stead.
 */
export class Place {
  constructor(
    readonly value: Json | undefined,
    readonly path: string,
    readonly note: (error: Pick<PayloadError, 'path' | 'message'>) => void,
  ) {}

  at(key: string): Place {
    const path = this.path === '' ? key : `${this.path}.${key}`;
    const has = isJsonObject(this.value) && Object.hasOwn(this.value, key);
    return new Place(has ? (this.value as JsonObject)[key] : undefined, path, this.note);
  }

  /** Absent or null: nothing was said. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isObject(): boolean {
    return isJsonObject(this.value);
  }

  object(): JsonObject {
    if (isJsonObject(this.value)) return this.value;
    this.wrong('an object');
    return {};
  }

  /** The members of a list; none where it is absent. */
  list(): Place[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) {
      this.wrong('a list');
      return [];
    }
    return this.value.map((each: Json, index) => new Place(each, `${this.path}[${index}]`, this.note));
  }

  /** The members of an object, by key; none where it is absent. */
  entries(): [string, Place][] {
    if (this.isAbsent) return [];
    return Object.keys(this.object()).map((key) => {
      const problem = nameProblem(key);
      if (problem !== null) this.note({ path: this.path, message: `a key of it ${problem}` });
      return [key, this.at(key)];
    });
  }

  text(): string {
    if (typeof this.value === 'string') return this.value;
    this.wrong('a text');
    return '';
  }

  optionalText(): string | null {
    return this.isAbsent ? null : this.text();
  }

  optionalNumber(): number | null {
    if (this.isAbsent) return null;
    if (typeof this.value === 'number') return this.value;
    this.wrong('a number');
    return null;
  }

  /** A text that can be a namespace or a name. */
  name(): string {
    const text = this.text();
    const problem = typeof this.value === 'string' ? nameProblem(text) : null;
    if (problem !== null) this.note({ path: this.path, message: `it ${problem}` });
    return problem === null && text !== '' ? text : '?';
  }

  time(): Micros {
    const time = typeof this.value === 'string' ? parseTime(this.value) : null;
    if (time === null) this.wrong(EXPECTED_TIME);
    return time ?? (0 as Micros);
  }

  /** Notes that something else was expected here. */
  wrong(what: string): void {
    this.note({ path: this.path, message: expected(what, this.value) });
  }
}
