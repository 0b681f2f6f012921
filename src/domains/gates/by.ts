/** Who decides what mutations of this domain decide. */
export const BY = { scope: 'graphql.gates', source: 'api' } as const;
