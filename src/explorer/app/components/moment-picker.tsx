import { Clock } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Input, Label, Popover, Text, TextField } from 'react-aria-components';
import { refine } from '../address.ts';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';

const NAMES = ['asOf', 'knownAt'] as const;

/** What was true when, as far as it was known when: both stand in the address. */
export function MomentPicker({ query }: { query: URLSearchParams }) {
  const [asOf, knownAt] = [query.get('asOf'), query.get('knownAt')];
  return (
    <DialogTrigger>
      <Button className={`button ${asOf !== null || knownAt !== null ? 'is-on' : ''}`}>
        <Clock aria-hidden="true" />
        {toldMoment(asOf, knownAt)}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="moment" aria-label={TEXTS.moment.button}>
          {({ close }) => <MomentForm asOf={asOf} knownAt={knownAt} close={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function MomentForm({ asOf, knownAt, close }: { asOf: string | null; knownAt: string | null; close(): void }) {
  const [written, setWritten] = useState({ asOf: fieldOf(asOf), knownAt: fieldOf(knownAt) });
  function show(at: typeof written): void {
    close();
    refine({ asOf: momentOf(at.asOf), knownAt: momentOf(at.knownAt) });
  }
  return (
    <form
      className="moment-form"
      onSubmit={(event) => {
        event.preventDefault();
        show(written);
      }}
    >
      {NAMES.map((name) => (
        <TextField
          key={name}
          className="field"
          value={written[name]}
          onChange={(value) => setWritten({ ...written, [name]: value })}
        >
          <Label>
            {TEXTS.moment[name]} <span className="field-unit">{TEXTS.moment.utc}</span>
          </Label>
          <Input type="datetime-local" step="60" className="input" />
          <Text slot="description" className="field-help">
            {TEXTS.moment[`${name}Help`]}
          </Text>
        </TextField>
      ))}
      <div className="moment-actions">
        <Button className="button" onPress={() => show({ asOf: '', knownAt: '' })}>
          {TEXTS.moment.reset}
        </Button>
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

function toldMoment(asOf: string | null, knownAt: string | null): string {
  if (asOf !== null) return TEXTS.moment.asOfThen(tellTime(asOf));
  return knownAt === null ? TEXTS.moment.now : TEXTS.moment.knownThen(tellTime(knownAt));
}
