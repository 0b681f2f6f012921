import { inOneLine, keepable, MOST_OF_ALERT } from '../../domains/alerts/index.ts';
import type { Place } from '../payload.ts';

type Texts = Readonly<Record<string, string>>;

/** Reads what one alert says in words. What does not fit an alert is cut, and not refused: no alert is dropped for it. */
export class AlertTexts {
  #isCut = false;

  /** Whether there was more than is kept. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * Labels or annotations by name, of too many those first that something hangs on. Each is whole still: what an alert is about
   * is named by it.
   */
  read(place: Place, first: ReadonlySet<string>): Texts {
    const names = place.isAbsent ? [] : Object.keys(place.object());
    this.#isCut ||= names.length > MOST_OF_ALERT.labels;
    const [needed, others] = [true, false].map((is) => names.filter((name) => first.has(name) === is));
    const kept = [...needed!, ...others!].slice(0, MOST_OF_ALERT.labels);
    return Object.fromEntries(kept.map((name) => [keepable(name), keepable(place.at(name).text())]));
  }

  /** The first that says something, in one line. */
  title(...texts: readonly (string | undefined)[]): string {
    const lines = texts.map((text) => inOneLine(text ?? ''));
    return this.cut(lines.find((line) => line.trim() !== '') ?? 'An alert without a name', MOST_OF_ALERT.title);
  }

  description(text: string | undefined): string | null {
    return text === undefined || text.trim() === '' ? null : this.cut(text, MOST_OF_ALERT.description);
  }

  optional(place: Place): string | null {
    const text = place.optionalText();
    return text === null ? null : this.cut(keepable(text), MOST_OF_ALERT.description);
  }

  all(texts: Texts, most: number): Texts {
    const members = Object.entries(texts);
    return Object.fromEntries(
      members.map(([name, text]) => [this.cut(name, MOST_OF_ALERT.label), this.cut(text, most)]),
    );
  }

  cut(text: string, most: number): string {
    if (text.length <= most) return text;
    this.#isCut = true;
    return keepable(text.slice(0, most));
  }
}
