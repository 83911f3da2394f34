import type { Config } from '../../apps/api/src/platform/config.ts';
import { Database, type OpenDatabase } from '../../apps/api/src/platform/database/database.ts';
import { Jobs } from '../../apps/api/src/platform/jobs/jobs.ts';

/** What the product makes for its jobs when it starts for the first time, so that the worlds of a run need not each make it. */
export async function makeTablesOfJobs(open: OpenDatabase, config: Config): Promise<void> {
  const jobs = new Jobs(new Database(open), config);
  await jobs.onApplicationBootstrap();
  await jobs.beforeApplicationShutdown();
}
