import { useSyncExternalStore } from 'react';

/** The same width as in the style sheets: what stands side by side above it stands below each other under it. */
const wide = window.matchMedia('(min-width: 860px)');

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      wide.addEventListener('change', changed);
      return () => wide.removeEventListener('change', changed);
    },
    () => wide.matches,
  );
}
