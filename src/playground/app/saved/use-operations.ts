import { useEffect, useState } from 'react';
import type { Loaded } from '../../operations.ts';
import { TEXTS } from '../texts.ts';

export type Load =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | ({ readonly state: 'loaded' } & Loaded);

/** What the server has saved. */
export function useOperations(): Load {
  const [load, setLoad] = useState<Load>({ state: 'loading' });
  useEffect(() => {
    fetch('/playground/operations.json')
      .then((response) => {
        if (!response.ok) throw new Error(TEXTS.saved.answered(response.status));
        return response.json() as Promise<Loaded>;
      })
      .then((loaded) => setLoad({ state: 'loaded', ...loaded }))
      .catch((error: unknown) => setLoad({ state: 'failed', why: error instanceof Error ? error.message : '' }));
  }, []);
  return load;
}
