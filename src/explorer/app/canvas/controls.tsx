import type { LaidOut } from './layout/layout.ts';
import { canvasTexts } from '../texts/canvas.ts';
import type { View } from './view.ts';
import { fitted, zoomedAt } from './viewport.ts';

const STEP = 1.4;

interface Props {
  readonly view: View;
  readonly laidOut: LaidOut;
  readonly isListed: boolean;
  readonly onList: () => void;
}

export function Controls({ view, laidOut, isListed, onList }: Props) {
  const zoomBy = (factor: number) => {
    const [{ width, height }, before] = [view.size(), view.viewport()];
    view.show(zoomedAt(before, before.zoom * factor, { x: width / 2, y: height / 2 }));
  };
  return (
    <div className="canvas-controls" role="group" aria-label={canvasTexts.controls}>
      <Control label={canvasTexts.zoomIn} path="M12 5v14M5 12h14" onPress={() => zoomBy(STEP)} />
      <Control label={canvasTexts.zoomOut} path="M5 12h14" onPress={() => zoomBy(1 / STEP)} />
      <Control
        label={canvasTexts.fit}
        path="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"
        onPress={() => view.show(fitted(laidOut, view.size()))}
      />
      <Control
        label={canvasTexts.showOutline}
        path="M9 6h11M9 12h11M9 18h11M4 6h.010M4 12h.010M4 18h.010"
        pressed={isListed}
        onPress={onList}
      />
    </div>
  );
}

function Control(props: { label: string; path: string; pressed?: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      onClick={props.onPress}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={props.path} />
      </svg>
    </button>
  );
}
