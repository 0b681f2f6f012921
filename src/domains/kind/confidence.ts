/** What may stand in the properties of any relationship that carries lineage. */
export const CONFIDENCE = {
  type: 'float',
  range: [0, 1],
  description: 'How sure the source is that it holds, from 0 to 1; absent: the default of its provenance.',
} as const;
