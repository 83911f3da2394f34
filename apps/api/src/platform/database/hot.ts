import type { QueryResultRow } from 'pg';
import { type DataSource, EntityManager } from 'typeorm';

interface Queryable {
  query<R extends QueryResultRow>(statement: {
    name?: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: R[] }>;
}

/** A pool of connections, known by its count of them. */
interface Pool extends Queryable {
  readonly totalCount: number;
  connect(): Promise<Queryable & { release(): void }>;
}

const texts = new Map<string, string>();
let prepared = true;

/** `DB_PREPARED=off` for poolers that lose named statements. */
export function useNamedStatements(on: boolean): void {
  prepared = on;
}

/**
 * Runs a read model as a named statement on TypeORM's own pool, or on the client of a transaction. The text of a name is a constant;
 * values only as `$n`. A name has 63 characters at most. Without a name the statement is planned anew for its values: where a rare word
 * and a frequent one want different ways.
 */
export async function hot<R extends QueryResultRow>(
  db: DataSource | EntityManager,
  name: string | null,
  text: string,
  values: unknown[],
): Promise<R[]> {
  if (name !== null && (texts.get(name) ?? text) !== text) throw new Error(`hot("${name}") has two texts`);
  if (name !== null) texts.set(name, text);
  const client = await clientOf(db);
  if (prepared && name === null) return anew<R>(client, { text, values });
  return (await client.query<R>(prepared && name !== null ? { name, text, values } : { text, values })).rows;
}

/** Connections keep one plan for all values, of statements without a name too (`planning` in database.ts): for this one that is turned off. */
async function anew<R extends QueryResultRow>(
  held: Queryable | Pool,
  statement: { text: string; values: unknown[] },
): Promise<R[]> {
  const own = 'totalCount' in held ? await held.connect() : null;
  const client: Queryable = own ?? held;
  try {
    await client.query({ text: 'SET plan_cache_mode = force_custom_plan', values: [] });
    return (await client.query<R>(statement)).rows;
  } finally {
    // Where the transaction has failed its end resets it, and where the connection has there is nothing to reset.
    await client.query({ text: 'RESET plan_cache_mode', values: [] }).catch(() => undefined);
    own?.release();
  }
}

async function clientOf(db: DataSource | EntityManager): Promise<Queryable | Pool> {
  if (db instanceof EntityManager && db.queryRunner) return (await db.queryRunner.connect()) as Queryable;
  const source = db instanceof EntityManager ? db.connection : db;
  const pool = (source.driver as unknown as { master?: Queryable | Pool }).master;
  if (!pool) throw new Error('the data source has no pool');
  return pool;
}
