import type { Request } from 'express';

/** Who asks. Made once for a request from its session cookie or its single-purpose link, and handed on as an argument. */
export interface Actor {
  readonly personId: string | null;
  readonly name: string | null;
  readonly operator: boolean;
  /** The session behind the request; null for visitors, links and the system. */
  readonly sessionId: string | null;
  /** When the person last proved who they are in this session. */
  readonly authAt: Date | null;
  /** The operation a single-purpose link allows, and on what. */
  readonly link: { readonly purpose: string; readonly objectId: string | null } | null;
  readonly locale: string;
}

export const visitor: Actor = {
  personId: null,
  name: null,
  operator: false,
  sessionId: null,
  authAt: null,
  link: null,
  locale: 'en',
};

/** Registry: who a request comes from. Filled by identity. */
export abstract class ActorSource {
  abstract of(request: Request): Promise<Actor>;
}

declare module 'express-serve-static-core' {
  interface Request {
    actor: Actor;
    requestId: string;
  }
}
