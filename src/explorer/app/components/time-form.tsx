import { useState } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { refine } from '../address.ts';
import type { TIMES } from '../moment.ts';
import { TEXTS } from '../texts.ts';

export type TimeName = (typeof TIMES)[number];

interface TimeFormProps {
  /** In the address. */
  readonly names: readonly TimeName[];
  readonly query: URLSearchParams;
  /** Whether it stands in a row, among what it changes. */
  readonly isRow?: boolean;
  /** Called once something is chosen. */
  close?(): void;
}

/** Times, in UTC: what is written stands in the address once it is to be shown, and what is not written stays as exact as it was. */
export function TimeForm({ names, query, isRow = false, close }: TimeFormProps) {
  const [written, setWritten] = useState<Partial<Record<TimeName, string>>>({});
  function show(at: typeof written): void {
    close?.();
    setWritten({});
    refine(Object.fromEntries(Object.entries(at).map(([name, value]) => [name, momentOf(value)])));
  }
  return (
    <form
      className={`moment-form ${isRow ? 'is-row' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        show(written);
      }}
    >
      {names.map((name) => (
        <TextField
          key={name}
          className="field"
          value={written[name] ?? fieldOf(query.get(name))}
          onChange={(value) => setWritten({ ...written, [name]: value })}
        >
          <Label>
            {TEXTS.moment[name]} <span className="field-unit">{TEXTS.moment.utc}</span>
          </Label>
          <Input type="datetime-local" step="60" className="input" />
          {!isRow && (
            <Text slot="description" className="field-help">
              {TEXTS.moment.help[name]}
            </Text>
          )}
        </TextField>
      ))}
      <div className="moment-actions">
        {!isRow && (
          <Button className="button" onPress={() => show(Object.fromEntries(names.map((name) => [name, ''])))}>
            {TEXTS.moment.reset}
          </Button>
        )}
        <Button type="submit" className="button is-primary">
          {TEXTS.moment.apply}
        </Button>
      </div>
    </form>
  );
}

/** What an `<input type="datetime-local">` shows of a moment, in UTC; nothing of what is none. */
function fieldOf(at: string | null): string {
  const time = at === null ? NaN : Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 16);
}

function momentOf(written: string): string | null {
  return written === '' ? null : `${written.slice(0, 16)}:00Z`;
}
