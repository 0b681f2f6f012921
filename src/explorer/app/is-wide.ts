import { useMedia } from './use-media.ts';

/** The same width as in the style sheets: what stands side by side above it stands below each other under it. */
export function useIsWide(): boolean {
  return useMedia('(min-width: 860px)');
}
