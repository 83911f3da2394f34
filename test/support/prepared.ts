import type { TestProject } from 'vitest/node';
import { preparedDatabase } from './prepared-database.ts';
import { preparedPostgres, type PreparedPostgres } from './prepared-postgres.ts';

interface Prepared {
  readonly database: string;
  readonly postgres: PreparedPostgres;
}
/** Every project of a run asks for them, in one process. */
const run = globalThis as { folkmootPrepared?: Promise<Prepared> };

/** Both databases that stories run on, made at the same time and once a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isFirst = !run.folkmootPrepared;
  run.folkmootPrepared ??= Promise.all([preparedPostgres(), preparedDatabase()]).then(([postgres, database]) => ({
    postgres,
    database,
  }));
  const { database, postgres } = await run.folkmootPrepared;
  project.provide('preparedDatabase', database);
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresTemplate', postgres.template);
  return async () => {
    if (isFirst) await postgres.stop();
  };
}
