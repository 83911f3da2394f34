import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from '@urql/core';
import { shallowRef } from 'vue';
import { noteServerDate } from './clock.ts';
import { locale } from './words.ts';

// urql's document cache, not graphcache: a mutation re-reads every query that holds a type it answered with, so there is no update to write,
// or to forget, for each mutation. A list that was empty holds no type: its query names what it lists with `context: listing('Event')`.
// Graphcache is 9.6 kB more, and its schema on top; come back to it when one page shows the same thing through many queries.

const codes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'PAYLOAD_TOO_LARGE',
  'UNAVAILABLE',
  'BAD_USER_INPUT',
] as const;
export type TroubleCode = (typeof codes)[number] | 'OFFLINE' | 'INTERNAL';

/** What went wrong, once, in one form: pages choose words by `code` and quote `requestId` where nothing better can be said. */
export interface Trouble {
  readonly code: TroubleCode;
  readonly message: string;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  readonly field: string | null;
}

export function troubleOf(error: CombinedError): Trouble {
  const first = error.graphQLErrors[0];
  const response = error.response as Response | undefined;
  const details = first?.extensions ?? {};
  return {
    code: codeOf(error),
    message: first?.message ?? error.message,
    requestId: response?.headers?.get('x-request-id') ?? null,
    retryAfterSeconds: typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : null,
    field: typeof details['field'] === 'string' ? details['field'] : null,
  };
}

function codeOf(error: CombinedError): TroubleCode {
  const said = error.graphQLErrors[0]?.extensions['code'];
  const known = codes.find((code) => code === said);
  if (known) return known;
  if (error.networkError)
    return (error.response as Response | undefined)?.status === 503 ? 'UNAVAILABLE' : networkCode(error);
  return 'INTERNAL';
}

const byStatus: Readonly<Record<number, TroubleCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
};

function networkCode(error: CombinedError): TroubleCode {
  const status = (error.response as Response | undefined)?.status;
  return status ? (byStatus[status] ?? 'INTERNAL') : 'OFFLINE';
}

/** The last trouble that concerns the whole app: the session ended, the server is away. The shell shows it. */
export const appTrouble = shallowRef<Trouble | null>(null);

const wholeApp: ReadonlySet<TroubleCode> = new Set(['UNAUTHENTICATED', 'UNAVAILABLE', 'OFFLINE']);

function makeClient(): Client {
  return new Client({
    url: '/graphql',
    // urql sends short queries by GET otherwise, and CSRF prevention answers 400.
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: async (input, init) => {
      const response = await globalThis.fetch(input, init);
      noteServerDate(response.headers.get('date'));
      return response;
    },
    // The words of a refusal come in the language that is on screen.
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: { 'x-folkmoot': '1', 'accept-language': locale.value },
    }),
    exchanges: [
      cacheExchange,
      mapExchange({
        onResult: ({ error }) => {
          const trouble = error ? troubleOf(error) : null;
          if (trouble && wholeApp.has(trouble.code)) appTrouble.value = trouble;
          else if (!trouble && appTrouble.value && appTrouble.value.code !== 'UNAUTHENTICATED') appTrouble.value = null;
        },
      }),
      fetchExchange,
    ],
  });
}

/** The one client. A shallow ref, so that a new person gets a new one and every open query moves to it. */
export const client = shallowRef(makeClient());

export function renewClient(): void {
  client.value = makeClient();
  appTrouble.value = null;
}

/** The context of a query for a list that may be empty: which types, once changed, make it be read again. */
export function listing(...types: readonly string[]): { readonly additionalTypenames: string[] } {
  return { additionalTypenames: [...types] };
}
