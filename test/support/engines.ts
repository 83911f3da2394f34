import { inject } from 'vitest';
import { freshDatabase } from './postgres.ts';
import { startWorld, type World } from './world.ts';

/** The databases that a story runs on. Where the machine has no PostgreSQL, which CI does not accept, the embedded one alone. */
export const engines = inject('postgresUrl') ? (['PGlite', 'PostgreSQL'] as const) : (['PGlite'] as const);

/** A world on one of them. */
export async function startWorldOn(
  engine: (typeof engines)[number],
  env: Readonly<Record<string, string>> = {},
): Promise<World> {
  return startWorld({ env, ...(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {}) });
}
