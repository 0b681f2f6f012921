import { Clock } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';
import { TimeForm, type TimeName } from './time-form.tsx';

interface MomentPickerProps {
  readonly query: URLSearchParams;
  readonly names?: readonly TimeName[];
  /** What the button says; what is chosen if absent. */
  readonly label?: string;
}

/** What was true when, as far as it was known when: each stands in the address. */
export function MomentPicker({ query, names = ['asOf', 'knownAt'], label }: MomentPickerProps) {
  const [asOf, knownAt] = [query.get('asOf'), query.get('knownAt')];
  const isOn = label === undefined && (asOf !== null || knownAt !== null);
  return (
    <DialogTrigger>
      <Button className={`button ${isOn ? 'is-on' : ''}`}>
        <Clock aria-hidden="true" />
        {label ?? toldMoment(asOf, knownAt)}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="moment" aria-label={TEXTS.moment.button}>
          {({ close }) => <TimeForm names={names} query={query} close={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function toldMoment(asOf: string | null, knownAt: string | null): string {
  if (asOf !== null) return TEXTS.moment.asOfThen(tellTime(asOf));
  return knownAt === null ? TEXTS.moment.now : TEXTS.moment.knownThen(tellTime(knownAt));
}
