/** Steps between which an instance may die, in order. */
export type FaultPoint = 'evaluated' | 'committed' | 'delivered' | 'recorded';

let listener: (point: FaultPoint) => void = () => {};

/** Says that a step was made. Nobody listens but in tests, which let the process die there. */
export function faultPoint(point: FaultPoint): void {
  listener(point);
}

/** No setting leads here: a test's own program calls it before it starts the server. */
export function onFaultPoint(listen: (point: FaultPoint) => void): void {
  listener = listen;
}
