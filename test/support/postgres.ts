import pg from 'pg';
import { inject } from 'vitest';

let made = 0;

async function create(as: (name: string) => string): Promise<string> {
  const root = inject('postgresUrl');
  if (!root) throw new Error('there is no PostgreSQL on this machine');
  const name = `moot_${process.pid}_${Date.now().toString(36)}_${(made += 1)}`;
  const client = new pg.Client({ connectionString: root });
  await client.connect();
  await client.query(as(name));
  await client.end();
  return root.replace(/\/[^/]*$/, `/${name}`);
}

/** The address of a new database on the suite's server with the tables of the product and nothing in them: a copy of the prepared one. */
export const freshDatabase = (): Promise<string> =>
  create((name) => `CREATE DATABASE ${name} TEMPLATE ${inject('postgresTemplate')}`);

/** The address of a new database with nothing at all in it: the product migrates it when it starts. */
export const emptyDatabase = (): Promise<string> => create((name) => `CREATE DATABASE ${name}`);
