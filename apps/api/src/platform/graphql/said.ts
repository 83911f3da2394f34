import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Extensions } from '@nestjs/graphql';
import { type GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';
import { inLanguage, type Gap, type Kept, term } from '../words/words.ts';
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

const noAmount = term(
  'An amount is sent as a whole number of the smallest unit of its currency, such as "38550" for 385.50.',
);
const tooMuch = term('That is more than a book can hold. Type a smaller amount.');

/** An amount that is none is refused while the variables are read: it names its field as other refusals do, `items.0.amount`. */
function sayAmount(error: GraphQLError, locale: string): void {
  const found = /^Variable "\$\w+" got invalid value (.*) at "([\w.[\]]+)\.minor"; An amount is /s.exec(error.message);
  if (!found) return;
  const [, value, path] = found;
  error.message = (/^"-?\d{19,}"$/.test(value!) ? tooMuch : noAmount).in(locale);
  error.extensions['field'] = path!.replace(/^input\./, '').replace(/\[(\d+)\]/g, '.$1');
}

/** Refusals leave in the language of who asks. */
export const saidRefusals: ApolloServerPlugin<GraphQLContext> = {
  requestDidStart: async () => ({
    async didEncounterErrors({ errors, contextValue }) {
      for (const error of errors) {
        const { locale } = contextValue.actor;
        const refusal = unwrapResolverError(error);
        if (refusal instanceof Refusal) error.message = refusal.words.in(locale);
        else sayAmount(error, locale);
      }
    },
  }),
};
