import type { Adjacency } from '../adjacency.ts';

/** So many nodes and links are visited at most while layers are ordered, which bounds its time, and not its result's sameness. */
const VISITS = 1_500_000;
const MOST_SWEEPS = 16;

/**
 * Orders each layer by the mean of where its nodes' neighbours stand, to and fro over the layers, so that links cross
 * less. Of all sweeps that it makes it keeps the order in which links are shortest.
 * @param layers places, layer by layer; their order now decides where means are equal
 */
export function ordered(layers: readonly (readonly number[])[], adjacency: Adjacency): number[][] {
  const now = layers.map((layer) => [...layer]);
  const { upstream, downstream } = adjacency;
  const links = downstream.reduce((sum, next) => sum + next.length, 0);
  const sweeps = Math.max(2, Math.min(MOST_SWEEPS, Math.floor(VISITS / (2 * (downstream.length + links) + 1))));
  /** Where each stands in its layer, from 0 to 1. */
  const at = new Float64Array(downstream.length);
  const means = new Float64Array(downstream.length);
  for (const layer of now) settle(layer, at);
  let best = { length: lengthOf(downstream, at), layers: now.map((layer) => [...layer]) };

  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForward = sweep % 2 === 0;
    const neighbours = isForward ? upstream : downstream;
    for (const layer of isForward ? now : now.toReversed()) {
      for (const place of layer) means[place] = meanOf(neighbours[place]!, at) ?? at[place]!;
      layer.sort((a, b) => means[a]! - means[b]!);
      settle(layer, at);
    }
    const length = lengthOf(downstream, at);
    if (length < best.length) best = { length, layers: now.map((layer) => [...layer]) };
  }
  return best.layers;
}

function settle(layer: readonly number[], at: Float64Array): void {
  layer.forEach((place, index) => (at[place] = (index + 0.5) / layer.length));
}

function meanOf(places: readonly number[], at: Float64Array): number | null {
  if (places.length === 0) return null;
  let sum = 0;
  for (const place of places) sum += at[place]!;
  return sum / places.length;
}

/** How far links lead up or down, all together: what crosses less is shorter, and this takes one look at each link. */
function lengthOf(downstream: Adjacency['downstream'], at: Float64Array): number {
  let length = 0;
  downstream.forEach((next, place) => {
    for (const each of next) length += Math.abs(at[each]! - at[place]!);
  });
  return length;
}
