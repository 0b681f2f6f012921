import { Clock } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { momentIn } from '../moment.ts';
import { TEXTS } from '../texts.ts';
import { tellMoment } from '../time.ts';
import { TimeForm, type TimeName } from './time-form.tsx';

interface MomentPickerProps {
  readonly query: URLSearchParams;
  readonly names?: readonly TimeName[];
  /** What the button says; what is chosen if absent. */
  readonly label?: string;
}

/** What was true when, as far as it was known when: each stands in the address. */
export function MomentPicker({ query, names = ['asOf', 'knownAt'], label }: MomentPickerProps) {
  const at = momentIn(query);
  const isOn = label === undefined && at !== null;
  return (
    <DialogTrigger>
      <Button className={`button ${isOn ? 'is-on' : ''}`}>
        <Clock aria-hidden="true" />
        {label ?? tellMoment(at)}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="moment" aria-label={TEXTS.moment.button}>
          {({ close }) => <TimeForm names={names} query={query} close={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
