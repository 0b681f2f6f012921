/**
 * Which of these types the header `Accept` likes best: of equally liked ones the first, which is also given where the
 * header is absent. Null: none of them is taken.
 */
export function preferred<Type extends string>(accept: string | undefined, types: readonly Type[]): Type | null {
  if (accept === undefined || accept.trim() === '') return types[0] ?? null;
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
    return { name, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  /** The most exact range that takes the type counts. */
  const likedAs = (type: Type): number => {
    const names = [type, `${type.split('/')[0]}/*`, '*/*'];
    const range = names.flatMap((name) => ranges.filter((each) => each.name === name))[0];
    return range?.quality ?? 0;
  };
  const best = types.reduce((a, b) => (likedAs(b) > likedAs(a) ? b : a));
  return likedAs(best) > 0 ? best : null;
}
