import type { TestProject } from 'vitest/node';
import { startPostgres } from './private-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL a run, for the stories that run on both engines and for the races. Empty where the machine has none, which CI does not accept. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['FOLKMOOT_TEST_DATABASE_URL'];
  const server = given ? null : await startPostgres();
  const url = given ?? server?.url ?? '';
  if (!url) {
    if (process.env['CI'])
      throw new Error(
        'CI needs PostgreSQL: install it (apt-get install postgresql) or set FOLKMOOT_TEST_DATABASE_URL.',
      );
    console.warn('SKIPPED: there is no PostgreSQL on this machine; races and the second engine are not tested.');
  }
  project.provide('postgresUrl', url);
  return async () => server?.stop();
}
