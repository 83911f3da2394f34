import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { Logger } from '@nestjs/common';
import type { DocumentNode, FieldNode, SelectionNode } from 'graphql';
import type { GraphQLContext } from './context.ts';
import { badRequest } from './cost.ts';

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
