import { useEffect, useRef, useState } from 'react';
import { refine } from '../address.ts';

/** So long after the last step it stands in the address: a browser takes no more than some twenty changes a second. */
const REST_MS = 200;

interface Selected {
  readonly selected: string | null;
  select(id: string | null): void;
  /** Writes into the address at once what is selected. */
  settle(): void;
}

/** What is selected on the canvas, which the keys change many times a second, and which the address has once they rest. */
export function useSelected(written: string | null): Selected {
  const [moved, setMoved] = useState({ from: written, to: written });
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another address, as by the way back, says what is selected anew; what was about to be written is out of date.
  useEffect(() => () => clearTimeout(rest.current), [written]);
  const selected = moved.from === written ? moved.to : written;

  function write(node: string | null): void {
    clearTimeout(rest.current);
    refine({ node }, { isStep: true });
  }

  return {
    selected,
    select(id) {
      setMoved({ from: written, to: id });
      clearTimeout(rest.current);
      rest.current = setTimeout(() => write(id), REST_MS);
    },
    settle: () => write(selected),
  };
}
