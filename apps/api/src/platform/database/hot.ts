import type { QueryResultRow } from 'pg';
import { type DataSource, EntityManager } from 'typeorm';

interface Queryable {
  query<R extends QueryResultRow>(statement: {
    name?: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: R[] }>;
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
  return (await client.query<R>(prepared && name !== null ? { name, text, values } : { text, values })).rows;
}

async function clientOf(db: DataSource | EntityManager): Promise<Queryable> {
  if (db instanceof EntityManager && db.queryRunner) return (await db.queryRunner.connect()) as Queryable;
  const source = db instanceof EntityManager ? db.connection : db;
  const pool = (source.driver as unknown as { master?: Queryable }).master;
  if (!pool) throw new Error('the data source has no pool');
  return pool;
}
