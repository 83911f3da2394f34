import pg from 'pg';
import { migrations } from '../../apps/api/src/migrations/index.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { openDatabase } from '../../apps/api/src/platform/database/database.ts';
import { startPostgres } from './private-postgres.ts';
import { makeTablesOfJobs } from './tables-of-jobs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** The name of a migrated database there, of which a story has a copy. */
    postgresTemplate: string;
  }
}

export interface PreparedPostgres {
  readonly url: string;
  readonly template: string;
  stop(): Promise<void>;
}

/** What is written need not outlive the machine: no story switches that off. */
const hasty = ['fsync=off', 'full_page_writes=off'];

/** One real PostgreSQL a run, for the stories that run on both engines and for the races. Empty where the machine has none, which CI does not accept. */
export async function preparedPostgres(): Promise<PreparedPostgres> {
  const given = process.env['FOLKMOOT_TEST_DATABASE_URL'];
  const server = given ? null : await startPostgres(hasty);
  const url = given ?? server?.url ?? '';
  const template = `moot_prepared_${process.pid}_${Date.now().toString(36)}`;
  if (url) await makeTemplate(url, template);
  else {
    if (process.env['CI'])
      throw new Error(
        'CI needs PostgreSQL: install it (apt-get install postgresql) or set FOLKMOOT_TEST_DATABASE_URL.',
      );
    console.warn('SKIPPED: there is no PostgreSQL on this machine; races and the second engine are not tested.');
  }
  return {
    url,
    template,
    async stop() {
      if (given) await command(given, `DROP DATABASE ${template}`);
      await server?.stop();
    },
  };
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Migrated once a run: a copy costs a tenth of what the migrations cost. */
async function makeTemplate(url: string, name: string): Promise<void> {
  await command(url, `CREATE DATABASE ${name}`);
  const config = readConfig({ DATABASE_URL: url.replace(/\/[^/]*$/, `/${name}`) });
  const open = await openDatabase(config, { entities: [], migrations, progress: () => undefined });
  await makeTablesOfJobs(open, config);
  await open.close();
}
