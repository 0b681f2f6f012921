import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types and documents of the explorer's operations, held to the printed schema. */
const config: CodegenConfig = {
  schema: 'schema/graph.graphql',
  documents: 'src/explorer/app/operations/*.graphql',
  generates: {
    'src/explorer/app/generated/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        mergeFragmentTypes: true,
        enumsAsTypes: true,
        immutableTypes: true,
        useTypeImports: true,
        dedupeFragments: true,
        avoidOptionals: { field: true },
        scalars: {
          DateTime: 'string',
          ID: 'string',
          JSON: 'unknown',
          LogPosition: 'string',
          PageCursor: 'string',
          SafeInt: 'number',
        },
      },
    },
  },
};
export default config;
