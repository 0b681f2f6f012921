import { useRef } from 'react';

/** The same object for as long as it says the same: an address is read anew whenever any of it changes. */
export function useSame<Value>(value: Value): Value {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
