import type { ApolloServerPlugin } from '@apollo/server';
import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { Database } from '../database/database.ts';
import { costLimit, QueryCost } from './cost.ts';
import type { GraphQLContext } from './context.ts';
import { RequestLoaders } from './loaders.ts';

/** In characters; those of our pages have up to 4,000. */
const LONGEST = 10_000;

type Variables = Record<string, unknown>;

interface Known {
  uses: number;
  run?: CompiledQuery['query'];
  cost?: QueryCost;
}

interface Question {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/**
 * The queries that pages send again and again. A query is learned from its third way through Apollo on, so after every check of its shape;
 * from then on it runs compiled, in front of Apollo. What has any error there is asked again behind, so that refusals read the same from
 * both: queries have no side effect. Compiling is dear and so an attack surface: hence three uses, and 200 queries at most.
 */
@Injectable()
export class KnownQueries {
  readonly #known = new Map<string, Known>();

  constructor(private readonly database: Database) {}

  /** What every resolver gets. */
  readonly context = (req: Request, res: Response): GraphQLContext => ({
    req,
    res,
    actor: req.actor,
    loaders: new RequestLoaders(req.actor, this.database.reads),
  });

  /** Learns from what passes Apollo. */
  readonly plugin: ApolloServerPlugin<GraphQLContext> = {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, document, operation, schema, errors }) => {
        if (errors || operation?.operation !== 'query' || !document) return;
        if (!request.query || request.query.length > LONGEST) return;
        const key = keyOf(request.query, request.operationName);
        const known = this.#known.get(key) ?? { uses: 0 };
        this.#touch(key, known);
        known.uses += 1;
        if (known.uses < 3 || known.run) return;
        const compiled = compileQuery(schema, document, request.operationName ?? undefined);
        if (isCompiledQuery(compiled)) {
          known.cost = new QueryCost(schema, document, operation);
          known.run = compiled.query;
        } else known.uses = Number.NEGATIVE_INFINITY;
      },
    }),
  };

  /** Answers what is known; hands everything else on to Apollo. */
  readonly middleware: RequestHandler = (request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    const question = isOurs(request) ? (request.body as Question) : null;
    const known = question ? this.#find(question) : undefined;
    if (!known?.run) return next();
    this.#answer(known, { request, response, variables: (question!.variables ?? {}) as Variables }).then((answered) => {
      if (!answered) next();
    }, next);
  };

  async #answer(
    { run, cost }: Known,
    of: { request: Request; response: Response; variables: Variables },
  ): Promise<boolean> {
    const most = costLimit(of.request.actor, this.database.embedded);
    if (!cost!.isWithin(most, of.variables)) return false;
    const { data, errors } = await run!({}, this.context(of.request, of.response), of.variables);
    if (errors) return false;
    of.response.setHeader('content-type', 'application/json; charset=utf-8');
    of.response.end(JSON.stringify({ data }));
    return true;
  }

  #find({ query, operationName, variables, extensions }: Question): Known | undefined {
    if (typeof query !== 'string' || extensions !== undefined) return undefined;
    if (operationName != null && typeof operationName !== 'string') return undefined;
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return undefined;
    const key = keyOf(query, operationName);
    const known = this.#known.get(key);
    if (known) this.#touch(key, known);
    return known;
  }

  /** The least recently used stands first and goes first. */
  #touch(key: string, known: Known): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > 200) this.#known.delete(this.#known.keys().next().value!);
  }
}

const keyOf = (query: string, operationName: string | null | undefined): string => `${operationName ?? ''}\n${query}`;

/** As our pages and most programs ask: JSON in, JSON out. Content types that need no preflight never come here. */
function isOurs(request: Request): boolean {
  const { accept, 'content-type': type } = request.headers;
  return (
    request.method === 'POST' &&
    type?.startsWith('application/json') === true &&
    (!accept || accept.includes('*/*') || accept.includes('application/json'))
  );
}
