import type { INestApplicationContext } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { SignInService } from '../identity/index.ts';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { book } from './book.ts';
import { calendar } from './calendar.ts';
import { decisions } from './decisions.ts';
import { evenings } from './evenings.ts';
import { gatherings } from './gatherings.ts';
import { House } from './house.ts';
import { noticesOf } from './notices.ts';
import { roll } from './roll.ts';
import { TimeTravel } from './time.ts';
import { group } from './year/people.ts';

const filled = 'Folkmoot demo';
const filling = 'Folkmoot demo, being filled';

/**
 * Fills an empty instance with the year of a small group and says how to look at it. Returns the exit code: a second run changes nothing
 * but the password, and an instance that belongs to somebody is refused.
 */
export async function runDemo(app: INestApplicationContext, say: (line: string) => void): Promise<number> {
  const database = app.get(Database);
  const instance = await row<{ name: string; claimed: boolean }>(
    database.reads,
    'SELECT name, claimed_at IS NOT NULL AS claimed FROM instance',
  );
  if (instance?.claimed && instance.name === filling) {
    await new TimeTravel(database.reads, group.zone).home();
    say('The demo was interrupted while it was filled. Delete its data folder or database and run it again.');
    return 1;
  }
  if (instance?.claimed && instance.name !== filled) {
    say('This instance belongs to somebody. The demo fills empty instances only: give it a data folder of its own.');
    return 1;
  }
  if (instance?.claimed) say('The demo is filled already.');
  else await fill(app, database);
  await tellTheWayIn(app, database, say);
  return 0;
}

async function fill(app: INestApplicationContext, database: Database): Promise<void> {
  const time = new TimeTravel(database.reads, group.zone);
  const house = new House(app, database);
  // What is interrupted is thrown away: until it is whole, nothing waits for the disk.
  await database.reads.query('SET synchronous_commit = off');
  try {
    for (const act of [
      ...roll(house, filling),
      ...calendar(house, time),
      ...gatherings(house, time),
      ...evenings(app, house, time),
      ...book(house, time),
      ...decisions(house, time),
      ...noticesOf(app, house, time),
    ].sort((a, b) => a.days - b.days)) {
      await time.to(act.days);
      await act.run();
    }
  } finally {
    // Nobody of the demo is waiting for a mail: before the clock is home, nothing in the outbox is due.
    await database.reads.query('DELETE FROM outbox');
    await time.home();
    await database.reads.query('SET synchronous_commit = on');
  }
  await database.reads.query('UPDATE instance SET name = $1', [filled]);
}

/** A password for this run, so that nobody else's demo opens with the one that stands in a manual. */
async function tellTheWayIn(
  app: INestApplicationContext,
  database: Database,
  say: (line: string) => void,
): Promise<void> {
  const ana = await row<{ id: string }>(
    database.reads,
    `SELECT person_id AS id FROM address WHERE email = 'ana@example.org'`,
  );
  const password = `riverside-${randomInt(100_000, 1_000_000)}-${randomInt(100_000, 1_000_000)}`;
  await app.get(SignInService).setPassword({ ...visitor, personId: ana!.id, authAt: new Date() }, password);
  say(`Sign in as ana@example.org with the password ${password}`);
}
