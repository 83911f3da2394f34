import type { TestProject } from 'vitest/node';
import prepareDatabase from './prepared-database.ts';
import preparePostgres from './prepared-postgres.ts';

/** Both databases that stories run on, made at the same time. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [stop] = await Promise.all([preparePostgres(project), prepareDatabase(project)]);
  return stop;
}
