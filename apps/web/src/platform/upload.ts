import type { Trouble, TroubleCode } from './graphql.ts';
import { locale } from './words.ts';

/** What a route refused, in the same form as GraphQL's troubles. */
export class RouteRefused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.message);
  }
}

const byStatus: Readonly<Record<number, TroubleCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** Sends a form, with a file if there is one, and returns the answer. */
export async function upload<T>(path: string, file: File | null, fields: Readonly<Record<string, string>>): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file) form.set('file', file);
  const response = await globalThis
    .fetch(path, {
      method: 'POST',
      body: form,
      credentials: 'same-origin',
      headers: { 'accept-language': locale.value },
    })
    .catch(() => null);
  if (response?.ok) return (await response.json()) as T;
  throw new RouteRefused(response ? await refusalOf(response) : offline);
}

const offline: Trouble = { code: 'OFFLINE', message: '', requestId: null, retryAfterSeconds: null, field: null };

async function refusalOf(response: Response): Promise<Trouble> {
  const said = (await response.json().catch(() => ({}))) as { message?: string; field?: string };
  return {
    code: byStatus[response.status] ?? (response.status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL'),
    message: said.message ?? '',
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number(response.headers.get('retry-after')) || null,
    field: said.field ?? null,
  };
}

/** Keeps a file in a group and returns its id. */
export async function uploadFile(file: File, groupId: string): Promise<string> {
  const { id } = await upload<{ id: string }>('/files', file, { groupId });
  return id;
}
