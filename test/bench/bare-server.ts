// The limit that the product is measured against: node:http and one prepared statement a page, and nothing else.
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { pages } from './pages.ts';

interface Question {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, string>>;
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const byName = new Map(pages.map((page) => [page.name as string, page]));
const version = {
  name: 'version',
  text: 'SELECT v.n FROM folk_group g JOIN calendar_version v ON v.group_id = g.id WHERE g.handle = $1',
  values: ['group-0'],
};
let kept: Buffer = Buffer.alloc(0);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function answer(text: string): Promise<string> {
  const { operationName, variables } = JSON.parse(text) as Question;
  const page = byName.get(operationName)!;
  const { rows } = await pool.query<{ data: unknown }>({
    name: page.name,
    text: page.sql,
    values: page.values(variables),
  });
  return JSON.stringify({ data: rows[0]?.data ?? null });
}

/** An answer to an event and nothing else: the lock, the row, the count of seats. */
async function sayAnswer(text: string): Promise<string> {
  const { event_id: event, person_id: person, status } = JSON.parse(text) as Readonly<Record<string, string>>;
  const client = await pool.connect();
  const run = (name: string, sql: string, values: unknown[]): Promise<pg.QueryResult> =>
    client.query({ name, text: sql, values });
  try {
    await client.query('BEGIN');
    await run('lock', 'SELECT capacity, seats_held FROM event WHERE id = $1 FOR NO KEY UPDATE', [event]);
    await run(
      'say',
      'UPDATE rsvp SET status = $3, answered_at = clock_timestamp() WHERE event_id = $1 AND person_id = $2',
      [event, person, status],
    );
    await run(
      'count',
      `UPDATE event SET seats_held = (SELECT coalesce(sum(seats), 0) FROM rsvp WHERE event_id = $1 AND status = 'going') WHERE id = $1`,
      [event],
    );
    await client.query('COMMIT');
    return JSON.stringify({ status });
  } finally {
    client.release();
  }
}

const server = createServer((request, response) => {
  void (async () => {
    if (request.method === 'PUT') {
      kept = await bodyOf(request);
      response.end();
    } else if (request.method === 'GET') {
      // The feed: has it changed since? Then what was put here, as it is.
      await pool.query(version);
      if (request.headers['if-none-match']) response.statusCode = 304;
      response.setHeader('content-type', 'text/calendar; charset=utf-8');
      response.end(response.statusCode === 304 ? undefined : kept);
    } else {
      const asked = (await bodyOf(request)).toString();
      const answered = await (request.url === '/rsvp' ? sayAnswer(asked) : answer(asked));
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(answered);
    }
  })().catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('ready'));
