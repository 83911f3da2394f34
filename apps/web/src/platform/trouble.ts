import { CombinedError } from '@urql/core';
import { troubleOf, type Trouble, type TroubleCode } from './graphql.ts';
import { RouteRefused } from './upload.ts';
import { say } from './words.ts';

/** Any thrown thing as trouble: what the API refused, or a fault of our own. */
export function asTrouble(error: unknown): Trouble {
  if (error instanceof CombinedError) return troubleOf(error);
  if (error instanceof RouteRefused) return error.trouble;
  return { code: 'INTERNAL', message: String(error), requestId: null, retryAfterSeconds: null, field: null };
}

/** Where the server has refused what was asked its own words are the best: they name what to mend. */
const inServerWords: ReadonlySet<TroubleCode> = new Set(['BAD_USER_INPUT', 'CONFLICT', 'FORBIDDEN', 'NOT_FOUND']);

/** What a form's own sending threw, as a fault of one of its fields where the server named it. */
export function faultsOf(error: unknown): { field?: string; message: string }[] {
  const { field } = asTrouble(error);
  return [{ ...(field ? { field } : {}), message: troubleText(error) }];
}

/** One sentence for a person: what happened, and how to go on. */
export function troubleText(error: unknown): string {
  const { code, message, requestId, retryAfterSeconds } = asTrouble(error);
  if (inServerWords.has(code)) return message;
  if (code === 'INTERNAL' && requestId) return say('ui.trouble.quote', { requestId });
  return say(`ui.trouble.${code}`, { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) });
}
