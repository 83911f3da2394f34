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

/** The language that the headers of a request ask for, of those we have; null where they ask for none. */
export function askedLocale(request: Request): string | null {
  return (request.headers['accept-language'] && request.acceptsLanguages('en', 'de')) || null;
}

/** The language of whoever reads the answer, also where the request was refused before anybody looked who asks. */
export function readerLocale(request: Request): string {
  const actor: Actor | undefined = request.actor;
  return actor?.locale ?? askedLocale(request) ?? visitor.locale;
}

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
