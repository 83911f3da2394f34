import { lintCalendar } from '#libs/calendar';

interface GraphQLAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: readonly (string | number)[]; extensions?: { code?: string; field?: string } }[];
}

/** A person at a browser: keeps cookies, speaks GraphQL and plain HTTP with the running product. */
export class Client {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    cookies: Readonly<Record<string, string>> = {},
  ) {
    for (const [name, value] of Object.entries(cookies)) this.#cookies.set(name, value);
  }

  /** The cookies as a browser takes them: the same person goes on there. */
  get cookies(): { name: string; value: string; url: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value, url: this.url }));
  }

  /** Sends a request to a path, with this person's cookies, as a page of our own would. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0)
      headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (init.method && init.method !== 'GET') headers.set('sec-fetch-site', 'same-origin');
    const response = await fetch(path.startsWith('http') ? path : `${this.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers,
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    await mustBeConformant(response);
    return response;
  }

  /** Asks GraphQL and returns everything that came back. */
  async ask(query: string, variables: object = {}): Promise<GraphQLAnswer> {
    const response = await this.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-folkmoot': '1' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphQLAnswer;
  }

  /** Asks for one root field; throws what the server refused. */
  async get<T>(query: string, variables: object = {}): Promise<T> {
    const { data, errors } = await this.ask(query, variables);
    if (errors?.length) throw new Error(`${errors[0]!.extensions?.code}: ${errors[0]!.message}`);
    return Object.values(data ?? {})[0] as T;
  }

  /** The refusal of a request: its code and field, or null where it was done. */
  async refusalOf(
    query: string,
    variables: object = {},
  ): Promise<{ code: string; field: string | undefined; message: string } | null> {
    const { errors } = await this.ask(query, variables);
    const first = errors?.[0];
    return first
      ? { code: first.extensions?.code ?? '', field: first.extensions?.field, message: first.message }
      : null;
  }

  /** Uploads a file into a group, as the form does. */
  async upload(
    path: string,
    file: { name: string; bytes: Uint8Array; type?: string },
    fields: Record<string, string>,
  ): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set(
      'file',
      new File([new Uint8Array(file.bytes)], file.name, { type: file.type ?? 'application/octet-stream' }),
    );
    return this.fetch(path, { method: 'POST', body: form });
  }
}

/** Every calendar that any test is sent is read by the strict linter. */
async function mustBeConformant(response: Response): Promise<void> {
  if (response.status !== 200 || !response.headers.get('content-type')?.startsWith('text/calendar')) return;
  const text = await response.clone().text();
  const found = text === '' ? [] : lintCalendar(text); // HEAD sends nothing
  if (found.length > 0) throw new Error(`${response.url} is no conformant calendar:\n${found.join('\n')}`);
}
