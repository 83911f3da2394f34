import type { INestApplicationContext } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { SignInService } from '../identity/index.ts';
import { visitor, type Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { letsIn, needs } from './evening.ts';
import { gatherings } from './gatherings.ts';
import { House } from './house.ts';
import { noticesOf } from './notices.ts';
import { TimeTravel } from './time.ts';
import {
  cafés,
  comingCafés,
  contributions,
  group,
  type Guest,
  happenings,
  leaver,
  people,
  purse,
  questions,
  rehearsalDoor,
  solderingNeeds,
  spendings,
  talk,
} from './year.ts';

const filled = 'Folkmoot demo';
const filling = 'Folkmoot demo, being filled';

/** One thing that happens on a day, counted from today. */
interface Act {
  readonly days: number;
  readonly run: () => Promise<unknown>;
}

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
  try {
    for (const act of [
      ...roll(house),
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
  }
  await database.reads.query('UPDATE instance SET name = $1', [filled]);
}

function roll(house: House): Act[] {
  return [
    { days: -365, run: () => house.found(filling) },
    ...people.slice(1).map((_, at) => ({ days: -364.9 + at * 2, run: () => house.joins(at + 1) })),
    { days: -364, run: () => house.givesDuty(1, 'treasurer') },
    { days: -360, run: () => house.givesDuty(2, 'organiser') },
    { days: -leaver.daysAgo, run: () => house.leaves(leaver.at) },
  ];
}

/** Who comes is drawn by a small generator with a fixed seed (mulberry32), so that every demo is the same. */
function draw(seed: number, count: number, among: number): number[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const numbers = Array.from({ length: among }, (_, at) => ({ at, key: next() }));
  return numbers
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ at }) => at);
}

/** How many people were members on a day: two join every four days in the first weeks, one leaves near the end. */
const membersOn = (days: number): number =>
  Math.min(days > -leaver.daysAgo ? leaver.at : people.length, 1 + Math.max(0, Math.floor((days + 364.9) / 2)));

function calendar(house: House, time: TimeTravel): Act[] {
  const toSaturday = (new Date(`${time.day(0)}T12:00:00Z`).getUTCDay() + 1) % 7;
  const acts: Act[] = [];
  const meets = (of: {
    days: number;
    planned: number;
    going: number;
    maybe?: number;
    no?: number;
    guests?: readonly Guest[];
    seed: number;
    plan: () => Promise<string>;
  }): void => {
    let id = '';
    acts.push({ days: of.planned, run: async () => void (id = await of.plan()) });
    const answered = Math.min(of.days - 2, -0.4);
    const answering = draw(of.seed, of.going + (of.maybe ?? 0) + (of.no ?? 0), membersOn(answered));
    for (const [at, who] of answering.entries()) {
      const answer = at < of.going ? 'going' : at < of.going + (of.maybe ?? 0) ? 'maybe' : 'no';
      const companions = answer === 'going' && at % 9 === 4 ? 1 : 0;
      acts.push({ days: answered + at / 1000, run: () => house.answers(who, id, { answer, companions }) });
    }
    for (const [at, guest] of (of.guests ?? []).entries())
      acts.push({ days: answered + 0.05 + at / 1000, run: () => house.comesBy(guest, id) });
  };
  for (let days: number = cafés.first; days <= cafés.last; days += cafés.every) {
    const on = days - toSaturday;
    const { first: _, last: __, every: ___, start, end, cancelled, ...rest } = cafés;
    const {
      moved: { days: movesOn, by: movesBy, ...place },
      ...others
    } = comingCafés;
    const fieldsOn = (day: number) => ({
      ...rest,
      startLocal: `${time.day(day)}T${start}`,
      endLocal: `${time.day(day)}T${end}`,
      zone: group.zone,
      visibility: 'public',
      color: group.color,
    });
    if (days === cafés.first)
      acts.push({ days: on - 13, run: () => house.plansSeries(2, fieldsOn(on), cafés.every / 7) });
    let id = '';
    meets({
      ...(on >= 0 ? others : {}),
      days: on,
      planned: Math.min(on - 12, -0.6),
      going: 6 + ((((days * 7) % 8) + 8) % 8),
      seed: days + 1000,
      plan: async () => (id = await house.night(cafés.title, time.day(on))),
    });
    if (days === cancelled.days) acts.push({ days: on - 1, run: () => house.cancels(2, id, cancelled.reason) });
    if (days === movesOn)
      acts.push({ days: -0.3, run: () => house.moves(2, id, { ...fieldsOn(on + movesBy), ...place }) });
  }
  for (const [n, one] of happenings.entries()) {
    const { days, going, maybe, no, guests, cancelled, movesBy, start, end, visibility = 'public', ...rest } = one;
    const fields = (on: number) => ({
      ...rest,
      startLocal: `${time.day(on)}T${start}`,
      endLocal: `${time.day(on)}T${end}`,
      zone: group.zone,
      visibility,
    });
    let id = '';
    meets({
      days,
      planned: Math.min(days - 20, -5 + n / 10),
      going,
      ...(maybe ? { maybe } : {}),
      ...(no ? { no } : {}),
      ...(guests ? { guests } : {}),
      seed: 77 + n,
      plan: async () => (id = await house.plans(2, fields(days))),
    });
    if (movesBy) acts.push({ days: -0.2, run: () => house.moves(2, id, fields(days + movesBy)) });
    if (cancelled) acts.push({ days: -0.1, run: () => house.cancels(2, id, cancelled) });
    if (n === 2) acts.push(...says(house, 'soldering', () => ({ kind: 'event', id })));
  }
  return acts;
}

/** What people do at an evening, and who stood at its door. */
function evenings(app: INestApplicationContext, house: House, time: TimeTravel): Act[] {
  const [, rehearsal, soldering] = happenings;
  const host = (): Actor => house.who(2);
  return [
    {
      days: time.daysTo(rehearsal!.days, rehearsal!.start) + 1 / 24,
      run: () => letsIn(app, host(), { eventId: house.event(rehearsal!.title), ...rehearsalDoor }),
    },
    {
      days: -0.25,
      run: () =>
        needs(app, host(), {
          eventId: house.event(soldering!.title),
          day: time.day(soldering!.days),
          needs: solderingNeeds,
        }),
    },
  ];
}

function book(house: House, time: TimeTravel): Act[] {
  const gifts = contributions.flatMap(({ monthsAgo, members, jar }): Act[] => {
    const days = -1 - monthsAgo * 30;
    return [
      { days, run: () => house.gives({ minor: members, giver: 'Monthly supporters', receivedOn: time.day(days) }) },
      { days: days + 0.1, run: () => house.gives({ minor: jar, giver: 'Donation jar', receivedOn: time.day(days) }) },
    ];
  });
  const { event, minor, giver } = purse;
  return [
    ...gifts,
    { days: purse.days, run: () => house.opensFund(event) },
    {
      days: purse.days + 0.1,
      run: () => house.gives({ minor, giver, receivedOn: time.day(purse.days), fund: event }),
    },
    ...spendings.map((spending) => ({
      days: spending.days,
      run: () => house.spends(spending, time.day(spending.days - 1)),
    })),
  ];
}

function decisions(house: House, time: TimeTravel): Act[] {
  const { pa, shirts, lease } = questions;
  const ids = { pa: '', shirts: '', lease: '' };
  const others = (by: number): number[] => people.map((_, at) => at).filter((at) => at !== by && at !== leaver.at);
  const votes = (name: keyof typeof ids, option: string, who: readonly number[], days: number): Act[] =>
    who.map((at, n) => ({ days: days + 0.5 + n / 100, run: () => house.votes(at, ids[name], option) }));
  const money = { minor: BigInt(pa.line.minor), currency: group.currency };
  return [
    {
      days: pa.days,
      run: async () =>
        void (ids.pa = await house.proposes(pa.by, {
          title: pa.title,
          body: pa.body,
          method: 'consent',
          closesAt: time.instant(pa.closes),
          eventId: house.event(pa.event),
          opensBudgetLine: { label: pa.line.label, planned: money },
        })),
    },
    ...votes('pa', 'consent', others(pa.by).slice(0, pa.yes), pa.days),
    ...votes('pa', 'stand_aside', others(pa.by).slice(pa.yes, pa.yes + pa.aside), pa.days + 1),
    { days: pa.closes + 0.01, run: () => house.closesWhatIsDue() },
    {
      days: shirts.days,
      run: async () =>
        void (ids.shirts = await house.proposes(shirts.by, {
          title: shirts.title,
          body: shirts.body,
          method: 'majority',
          closesAt: time.instant(shirts.closes),
        })),
    },
    ...votes('shirts', 'agree', others(shirts.by).slice(0, shirts.yes), shirts.days),
    ...votes('shirts', 'disagree', others(shirts.by).slice(shirts.yes, shirts.yes + shirts.no), shirts.days + 1),
    { days: shirts.closes + 0.01, run: () => house.closesWhatIsDue() },
    {
      days: lease.days,
      run: async () =>
        void (ids.lease = await house.proposes(lease.by, {
          title: lease.title,
          body: lease.body,
          method: 'consent',
          closesAt: time.instant(lease.closes),
          eventId: house.event(lease.event),
        })),
    },
    ...votes('lease', 'consent', others(lease.by).slice(2, 2 + lease.yes), lease.days),
    ...says(house, 'lease', () => ({ kind: 'proposal', id: ids.lease })),
  ];
}

function says(house: House, on: string, what: () => { kind: 'proposal' | 'event'; id: string }): Act[] {
  return talk
    .filter((one) => one.on === on)
    .map(({ by, text }, at) => ({ days: -1.5 + at / 4, run: () => house.says(by, what(), text) }));
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
