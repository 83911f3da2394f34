import type { ApolloServerPlugin, BaseContext, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { Logger } from '@nestjs/common';
import { type DocumentNode, type FieldNode, GraphQLError, type SelectionNode } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import type { GraphQLContext } from './context.ts';

const badRequest = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });

/** What a document may cost: lists multiply by `first`. The embedded database gets a quarter. */
export function costPlugin(embedded: boolean): ApolloServerPlugin<GraphQLContext> {
  const divisor = embedded ? 2 : 1;
  return {
    requestDidStart: async () => ({
      async didResolveOperation(request) {
        const limit = (request.contextValue.actor.personId ? 10_000 : 4000) / divisor;
        const cost = costOf(request);
        if (cost > limit)
          throw badRequest(`This asks for too much at once (${cost} of ${limit}). Ask for shorter lists.`);
      },
    }),
  };
}

function costOf(request: GraphQLRequestContextDidResolveOperation<GraphQLContext>): number {
  try {
    return getComplexity({
      schema: request.schema,
      query: request.document,
      operationName: request.request.operationName ?? undefined,
      variables: request.request.variables ?? {},
      estimators: [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
    } as Parameters<typeof getComplexity>[0]);
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'The variables do not fit.');
  }
}

/** What leaves as INTERNAL stands in the log, with the id that the person was told. */
export function faultLog(isExpected: (code: string) => boolean): ApolloServerPlugin<GraphQLContext> {
  const logger = new Logger('GraphQL');
  return {
    requestDidStart: async () => ({
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors)
          if (!isExpected(String(error.extensions['code'] ?? '')))
            logger.error(error.originalError ?? error, contextValue.req?.requestId);
      },
    }),
  };
}

/** One operation in a document. */
export const oneOperation: ApolloServerPlugin<BaseContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ document }) {
      if (document.definitions.filter((d) => d.kind === 'OperationDefinition').length > 1)
        throw badRequest('One operation in a document.');
    },
  }),
};

/** Mutations that an alias must not repeat: each is a try at something limited or dear. */
const once = new Set([
  'requestSignIn',
  'signInWithCode',
  'signInWithPassword',
  'claimInstance',
  'castBallot',
  'approveExpense',
  'payExpense',
  'inviteByEmail',
  'createInviteLink',
  'respondAsGuest',
]);

export const oncePerDocument: ApolloServerPlugin<BaseContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ document, operation }) {
      if (operation?.operation !== 'mutation') return;
      const seen = new Set<string>();
      for (const field of rootFields(operation.selectionSet.selections, document)) {
        const name = field.name.value;
        if (once.has(name) && seen.has(name)) throw badRequest(`${name} only once in a request.`);
        seen.add(name);
      }
    },
  }),
};

function rootFields(selections: readonly SelectionNode[], document: DocumentNode): FieldNode[] {
  return selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === 'Field') return [selection];
    if (selection.kind === 'InlineFragment') return rootFields(selection.selectionSet.selections, document);
    const fragment = document.definitions.find(
      (d) => d.kind === 'FragmentDefinition' && d.name.value === selection.name.value,
    );
    return fragment?.kind === 'FragmentDefinition' ? rootFields(fragment.selectionSet.selections, document) : [];
  });
}

interface Seen {
  uses: number;
  run?: CompiledQuery['query'];
}

/** Runs a query compiled from its third use on (compiling is dear, so an attack surface); any error is answered by graphql-js itself. */
export function jitPlugin(uses = 3, max = 200): ApolloServerPlugin<GraphQLContext> {
  const seen = new Map<string, Seen>();
  return {
    requestDidStart: async () => ({
      async responseForOperation(request) {
        if (request.operation.operation !== 'query') return null;
        const key = `${request.queryHash}:${request.operationName ?? ''}`;
        const entry = seen.get(key) ?? { uses: 0 };
        seen.delete(key);
        seen.set(key, entry);
        if (seen.size > max) seen.delete(seen.keys().next().value!);
        entry.uses += 1;
        if (entry.uses < uses) return null;
        if (!entry.run) {
          const compiled = compileQuery(request.schema, request.document, request.operationName ?? undefined);
          if (!isCompiledQuery(compiled)) {
            entry.uses = Number.NEGATIVE_INFINITY;
            return null;
          }
          entry.run = compiled.query;
        }
        const result = await entry.run({}, request.contextValue, request.request.variables ?? {});
        if (result.errors) return null;
        return {
          http: { headers: new HeaderMap() },
          body: { kind: 'single', singleResult: { data: result.data ?? null } },
        };
      },
    }),
  };
}
