import type { CodegenConfig } from '@graphql-codegen/cli';

export default {
  schema: 'schema.graphql',
  documents: 'apps/web/src/**/*.operations.graphql',
  ignoreNoDocuments: true,
  generates: {
    'apps/web/src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        documentMode: 'documentNodeImportFragments',
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', MoneyMinor: 'string' },
      },
    },
  },
} satisfies CodegenConfig;
