/**
 * Long work in stretches. All such work of the process shares one stretch in each turn of the event loop, so that ten
 * large requests hold up others no longer than one does; whoever waits goes on in the order in which they came.
 */
const STRETCH_MS = 5;

const waiting: (() => void)[] = [];
/** When the stretch of the present turn ends; null: nobody has begun one. */
let end: number | null = null;

/** `map` of an array, with turns of the event loop in between where it takes long. One item is never divided. */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T, index: number) => R): Promise<R[]> {
  const mapped: R[] = [];
  for (let index = 0; index < items.length; index++) {
    if (isStretchOver()) await nextTurn();
    mapped.push(map(items[index]!, index));
  }
  return mapped;
}

/** Whether long work should wait for its turn now. */
export function isStretchOver(): boolean {
  if (end === null) begin();
  return end !== null && performance.now() >= end;
}

/** Waits behind all who wait already, at least until the next turn. */
export function nextTurn(): Promise<void> {
  if (end === null) begin();
  return new Promise((resolve) => waiting.push(resolve));
}

function begin(): void {
  end = performance.now() + STRETCH_MS;
  setImmediate(() => {
    end = null;
    if (waiting.length === 0) return;
    begin();
    resume();
  });
}

/** Lets the first who waits go on, and the next ones as long as the stretch lasts. */
function resume(): void {
  waiting.shift()?.();
  if (waiting.length === 0) return;
  // Behind what the one just resumed does until it waits again.
  queueMicrotask(() => {
    if (!isStretchOver()) resume();
  });
}
