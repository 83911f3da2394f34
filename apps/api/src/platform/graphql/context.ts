import type { Request, Response } from 'express';
import type { Actor } from '../actor.ts';
import type { RequestLoaders } from './loaders.ts';

/** What every resolver gets: who asks, the loaders of this request, and the request for cookies. */
export interface GraphQLContext {
  readonly req: Request;
  readonly res: Response;
  readonly actor: Actor;
  readonly loaders: RequestLoaders;
}
