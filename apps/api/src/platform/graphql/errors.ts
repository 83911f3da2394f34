import { GraphQLError } from 'graphql';
import { say, term, type Words } from '../words/words.ts';

/** The codes that a client may see; every other error leaves as INTERNAL with a request id. */
export const publicCodes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'PAYLOAD_TOO_LARGE',
  'UNAVAILABLE',
] as const;
export type PublicCode = (typeof publicCodes)[number];

const statusOf: Record<PublicCode, number> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  PAYLOAD_TOO_LARGE: 413,
  UNAVAILABLE: 503,
};

/** An answer in words with a code, for GraphQL and for routes alike. */
export class Refusal extends GraphQLError {
  readonly code: PublicCode;
  readonly status: number;
  /** What it says, for readers of every language; `message` is English. */
  readonly words: Words;

  constructor(code: PublicCode, words: string | Words, details: Readonly<Record<string, unknown>> = {}) {
    super(String(words), { extensions: { code, ...details } });
    this.code = code;
    this.words = term(words);
    this.status = statusOf[code];
  }
}

export class NotFound extends Refusal {
  constructor(words: string | Words = term('There is nothing here, or it is not for you to see.')) {
    super('NOT_FOUND', words);
  }
}

export class Forbidden extends Refusal {
  constructor(words: string | Words = term('You may not do this here.')) {
    super('FORBIDDEN', words);
  }
}

export class SignInFirst extends Refusal {
  constructor() {
    super('UNAUTHENTICATED', 'Sign in first.');
  }
}

export class SignInAgain extends Refusal {
  constructor() {
    super('UNAUTHENTICATED', 'Sign in again to do this: it needs a sign-in of the last ten minutes.', { again: true });
  }
}

/** Input that cannot be taken, naming the field and how to mend it. */
export class BadInput extends Refusal {
  /** `reason` names the rule in capitals, where clients ask for it. */
  constructor(field: string, words: string | Words, reason?: string) {
    super('BAD_USER_INPUT', words, { field, ...(reason && { reason }) });
  }
}

export class Conflict extends Refusal {
  constructor(words: string | Words) {
    super('CONFLICT', words);
  }
}

/** More was sent than is taken at once. */
export class TooLarge extends Refusal {
  constructor(isFile: boolean) {
    if (isFile) super('PAYLOAD_TOO_LARGE', 'This file is larger than 10 MB. Send a smaller one.', { field: 'file' });
    else super('PAYLOAD_TOO_LARGE', 'This is more than can be sent at once. Make it shorter.');
  }
}

/** What was sent is no request that a page of ours makes. */
export class NotUnderstood extends Refusal {
  constructor() {
    super('BAD_USER_INPUT', 'This request cannot be understood.');
  }
}

/** The database is out of reach, or too many wait for it. What was asked may be asked again as it is: keys keep it from being done twice. */
export class Unavailable extends Refusal {
  constructor() {
    super('UNAVAILABLE', 'The server is very busy just now. Nothing you typed is lost: try again in a moment.');
  }
}

export class TooMany extends Refusal {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', say`That was too often. Try again in ${Math.ceil(retryAfterSeconds / 60)} min.`, {
      retryAfterSeconds,
    });
  }
}
