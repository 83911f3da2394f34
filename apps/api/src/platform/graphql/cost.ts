import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { type ComplexityEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import type { Actor } from '../actor.ts';
import type { GraphQLContext } from './context.ts';

/** A list costs as many times what is asked of one of its things as it may hold. */
const listEstimator: ComplexityEstimator = ({ field, args, childComplexity }) => {
  if (!field.args.some(({ name }) => name === 'first')) return undefined;
  return 1 + Math.max(1, Number(args['first'] ?? 20)) * childComplexity;
};
const estimators = [listEstimator, simpleEstimator({ defaultComplexity: 1 })];

/** What a document may cost: half as much on the embedded database, and less for visitors. */
export function costLimit(actor: Actor, embedded: boolean): number {
  return (actor.personId ? 10_000 : 4000) / (embedded ? 2 : 1);
}

export const badRequest = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });

/** Refuses what asks for too much at once, before anything of it runs. */
export function costPlugin(embedded: boolean): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (!operation) return; // no operation of that name: refused by Apollo
        const limit = costLimit(contextValue.actor, embedded);
        const cost = new QueryCost(schema, document, operation).of(request.variables ?? {});
        if (cost > limit)
          throw badRequest(`This asks for too much at once (${cost} of ${limit}). Ask for shorter lists.`);
      },
    }),
  };
}

/**
 * What a query costs: one for each field, lists multiplied by `first`. Only whole numbers and switches among the variables can change it,
 * so it is worked out once for each choice of those.
 */
export class QueryCost {
  readonly #costs = new Map<string, number>();
  readonly #deciding: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    this.#deciding = (operation.variableDefinitions ?? [])
      .filter(({ type }) => ['Int', 'Boolean'].includes(nameOf(type)))
      .map(({ variable }) => variable.name.value);
  }

  /** Throws BAD_USER_INPUT for variables that do not fit the document. */
  of(variables: Readonly<Record<string, unknown>>): number {
    const key = JSON.stringify(this.#deciding.map((name) => variables[name]));
    let cost = this.#costs.get(key);
    if (cost === undefined) {
      if (this.#costs.size > 100) this.#costs.clear();
      this.#costs.set(key, (cost = this.#workOut(variables)));
    }
    return cost;
  }

  /** Whether it may run with these variables; false also where they do not fit. */
  isWithin(limit: number, variables: Readonly<Record<string, unknown>>): boolean {
    try {
      return this.of(variables) <= limit;
    } catch {
      return false;
    }
  }

  #workOut(variables: Readonly<Record<string, unknown>>): number {
    try {
      return getComplexity({
        schema: this.schema,
        query: this.document,
        ...(this.operation.name ? { operationName: this.operation.name.value } : {}),
        variables: { ...variables },
        estimators,
      });
    } catch (error) {
      throw badRequest(error instanceof Error ? error.message : 'The variables do not fit.');
    }
  }
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
