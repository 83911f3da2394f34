import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { unwrapResolverError } from '@apollo/server/errors';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import type { Request, Response } from 'express';
import { GraphQLError, type GraphQLFormattedError, type ValidationContext, type ValidationRule } from 'graphql';
import { Database } from '../database/database.ts';
import { isUnreachable } from '../database/unreachable.ts';
import type { GraphQLContext } from './context.ts';
import { publicCodes, Unavailable } from './errors.ts';
import { costPlugin } from './cost.ts';
import { KnownQueries } from './known-queries.ts';
import { withoutPlainResolvers } from './plain-fields.ts';
import { faultLog, oncePerDocument, oneOperation } from './plugins.ts';
import { saidRefusals, withSaidFields } from './said.ts';
import { DateTime, MoneyMinor } from './scalars.ts';

const inputCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What leaves of an error: its words where its code is public, else nothing but the code. Details stay in the log. */
export function formatError(formatted: GraphQLFormattedError, error?: unknown): GraphQLFormattedError {
  const raw = String(formatted.extensions?.['code'] ?? '');
  const code = inputCodes.has(raw) ? 'BAD_USER_INPUT' : raw;
  const path = formatted.path ? { path: formatted.path } : {};
  if (!(publicCodes as readonly string[]).includes(code) && isUnreachable(unwrapResolverError(error))) {
    const { message, extensions } = new Unavailable();
    return { message, ...path, extensions };
  }
  if (!(publicCodes as readonly string[]).includes(code))
    return { message: 'Something went wrong on our side.', ...path, extensions: { code: 'INTERNAL' } };
  const { stacktrace: _, http: __, ...details } = formatted.extensions ?? {};
  return { message: formatted.message, ...path, extensions: { ...details, code } };
}

const refusal = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, { message }: GraphQLError): void =>
      context?.reportError(new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })),
  ],
};

/** What a document may hold before anything of it runs. */
const shapeRules: ValidationRule[] = [
  maxDepthRule({ n: 9, flattenFragments: true, ...refusal }),
  maxAliasesRule({ n: 15, ...refusal }),
  maxDirectivesRule({ n: 20, ...refusal }),
];

/** The GraphQL door: code first, introspection off, masked errors, limits of depth, aliases, tokens and cost. */
export const GraphQLDoor = GraphQLModule.forRootAsync<ApolloDriverConfig>({
  driver: ApolloDriver,
  inject: [Database, KnownQueries],
  useFactory: (database: Database, known: KnownQueries): Omit<ApolloDriverConfig, 'driver'> => ({
    autoSchemaFile: true,
    sortSchema: true,
    introspection: false,
    graphiql: false,
    playground: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    // After the port is closed: earlier it would wait ten seconds for the streams of open pages, which end only then.
    stopOnApplicationShutdown: true,
    formatError,
    transformSchema: (schema) => withSaidFields(withoutPlainResolvers(schema)),
    buildSchemaOptions: { scalarsMap: [{ type: Date, scalar: DateTime }] },
    resolvers: { DateTime, MoneyMinor },
    context: ({ req, res }: { req: Request; res: Response }): GraphQLContext => known.context(req, res),
    parseOptions: { maxTokens: 2000 },
    validationRules: shapeRules,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      costPlugin(database.embedded),
      faultLog((code) => inputCodes.has(code) || (publicCodes as readonly string[]).includes(code)),
      oneOperation,
      oncePerDocument,
      saidRefusals,
      known.plugin,
    ] as ApolloServerPlugin[],
  }),
});
