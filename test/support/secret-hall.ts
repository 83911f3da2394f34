import { Closer } from '../../apps/api/src/decisions/index.ts';
import { row } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from './client.ts';
import { claim, found, joins } from './people.ts';
import type { World } from './world.ts';

/** Seven people of one group who can vote in secret: Ana, who founded it, to Gil. */
export interface SecretHall {
  readonly groupId: string;
  readonly people: Client[];
  /** What a secret vote is made of; fields given here win. */
  input(more: object, group?: string): object;
  /** Time goes by, and what is due is closed. */
  passes(hours: number): Promise<void>;
  /** How many rows the things have that remember what was done. */
  traces(): Promise<object | null>;
}

/** Fills a hall in a world that nobody has claimed yet. */
export async function secretHall(world: World, secrecy: 'SECRET' | 'BLIND'): Promise<SecretHall> {
  const ana = await claim(world);
  const groupId = await found(ana);
  const people = [ana];
  for (const name of ['Ben', 'Cleo', 'Dan', 'Eva', 'Fay', 'Gil'])
    people.push(await joins(world, ana, { groupId, name }));
  return {
    groupId,
    people,
    input(more, group = groupId) {
      const closesAt = new Date(Date.now() + 10 * 3_600_000);
      const asked = { title: 'Shall Dan keep the keys?', method: 'MAJORITY', closesAt, secrecy, ...more };
      return { input: { groupId: group, fields: asked } };
    },
    async passes(hours) {
      await world.clockPasses(`${hours} hours`);
      await world.app.get(Closer).closeDue();
    },
    traces: () =>
      row(
        world.database.reads,
        `SELECT (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM log_entry) AS log, (SELECT count(*) FROM mail) AS mail, (SELECT count(*) FROM idempotency) AS keys,
           (SELECT count(*) FROM rate_count WHERE limit_key LIKE 'paper%') AS counted, (SELECT coalesce(sum(version), 0) FROM proposal) AS versions, (SELECT max(updated_at) FROM proposal) AS touched`,
      ),
  };
}
