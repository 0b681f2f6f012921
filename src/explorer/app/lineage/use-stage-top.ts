import { useLayoutEffect, type RefObject } from 'react';

/** Tells the style sheet where the stage begins, so that it is as high as what is left of the window below. */
export function useStageTop(stage: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const measure = () => {
      const top = (stage.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      document.documentElement.style.setProperty('--stage-top', `${Math.round(top)}px`);
    };
    measure();
    // Whatever stands above it may come, go, or need another line.
    const sized = new ResizeObserver(measure);
    sized.observe(document.body);
    return () => sized.disconnect();
  }, [stage]);
}
