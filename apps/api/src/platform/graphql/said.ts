import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Extensions } from '@nestjs/graphql';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { inLanguage, type Gap, type Kept } from '../words/words.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal } from './errors.ts';

/** Marks a field that holds `Words`: it leaves in the language of who asks. */
export const Said = (): PropertyDecorator => Extensions({ said: true });

/** Gives the marked fields their resolver. */
export function withSaidFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const [name, field] of Object.entries(type.getFields()))
      if (field.extensions['said'])
        field.resolve = (source: Readonly<Record<string, Gap | Kept | null>>, _, { actor }: GraphQLContext) => {
          const said = source[name] ?? null;
          return said === null ? null : inLanguage(said, actor.locale);
        };
  }
  return schema;
}

/** Refusals leave in the language of who asks. */
export const saidRefusals: ApolloServerPlugin<GraphQLContext> = {
  requestDidStart: async () => ({
    async didEncounterErrors({ errors, contextValue }) {
      for (const error of errors) {
        const refusal = unwrapResolverError(error);
        if (refusal instanceof Refusal) error.message = refusal.words.in(contextValue.actor.locale);
      }
    },
  }),
};
