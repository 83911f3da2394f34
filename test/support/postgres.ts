import pg from 'pg';
import { inject } from 'vitest';

let made = 0;

/** The address of a new empty database on the suite's server; the product migrates it when it starts. */
export async function freshDatabase(): Promise<string> {
  const root = inject('postgresUrl');
  if (!root) throw new Error('there is no PostgreSQL on this machine');
  const name = `moot_${process.pid}_${Date.now().toString(36)}_${(made += 1)}`;
  const client = new pg.Client({ connectionString: root });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return root.replace(/\/[^/]*$/, `/${name}`);
}
