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

async function bodyOf(request: IncomingMessage): Promise<Question> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += part as string;
  return JSON.parse(text) as Question;
}

const server = createServer((request, response) => {
  void (async () => {
    const { operationName, variables } = await bodyOf(request);
    const page = byName.get(operationName)!;
    const { rows } = await pool.query<{ data: unknown }>({
      name: page.name,
      text: page.sql,
      values: page.values(variables),
    });
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify({ data: rows[0]?.data ?? null }));
  })().catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('ready'));
