import { type AuditRow, audit } from './figures.ts';
import {
  CardClock,
  AuthorityClock,
  BudgetClock,
  GiftClock,
  LapseClock,
  LineClock,
  RoundClock,
} from '../../apps/api/src/money/index.ts';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { type engines, startWorldOn } from '../support/engines.ts';
import { FakeProcessor, fakeKey, fakeSecret } from '../support/fake-processor.ts';
import { claim, found, idOf, joins, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';
import { daysAfter } from './days.ts';

export const names = ['ana', 'ben', 'cleo', 'dan'] as const;
export type Name = (typeof names)[number];

/** One product with its people, in which each history founds a group of its own. Its clock stands at noon and goes day by day. */
export class Town {
  readonly people = {} as Record<Name, Client>;
  readonly ids = {} as Record<Name, string>;
  /** A receipt of somebody, from which others are copied. */
  readonly receipts = {} as Record<Name, string>;
  today = daysAfter(new Date().toISOString().slice(0, 10), 1);

  private constructor(
    readonly world: World,
    readonly fake: FakeProcessor,
  ) {}

  static async open(engine: (typeof engines)[number]): Promise<Town> {
    const fake = await FakeProcessor.start();
    const world = await startWorldOn(engine, {
      FOLKMOOT_CARD_GROUP: 'riverside',
      FOLKMOOT_CARD_KEY: fakeKey,
      FOLKMOOT_CARD_WEBHOOK_SECRETS: fakeSecret,
      FOLKMOOT_CARD_URL: fake.url,
    });
    fake.webhook = `${world.url}/webhooks/cards`;
    const town = new Town(world, fake);
    await town.settles();
    return town;
  }

  sql<T>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.world.database.reads.query<T[]>(text, values);
  }

  /** Noon of a later day, and everybody stays signed in. */
  async to(day: string): Promise<void> {
    this.today = day;
    const ahead = Math.round((Date.parse(`${day}T10:00:00Z`) - Date.now()) / 1000);
    this.fake.ahead = ahead;
    await this.world.clockPasses(`${ahead} seconds`);
    await this.sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
  }

  /** Whatever is due by now is done: by the clock and by what was announced. */
  async due(): Promise<void> {
    const { app } = this.world;
    await app.get(Closer).closeDue();
    for (const clock of [AuthorityClock, GiftClock, LineClock, RoundClock, BudgetClock, LapseClock])
      await app.get<{ runDue(): Promise<void> }>(clock).runDue();
    await app.get(CardClock).run();
    await this.follows();
  }

  /** What follows from a step without the clock. */
  async follows(): Promise<void> {
    await this.world.settle();
    for (const clock of [LineClock, BudgetClock]) await this.world.app.get<{ runDue(): Promise<void> }>(clock).runDue();
  }

  /** What the audit of the whole database finds: nothing. */
  broken(): Promise<AuditRow[]> {
    return this.sql(audit);
  }

  async stop(): Promise<void> {
    await this.world.settle();
    await this.world.stop();
    await this.fake.stop();
  }

  private async settles(): Promise<void> {
    await this.to(this.today);
    this.people.ana = await claim(this.world);
    const groupId = await found(this.people.ana, { handle: 'lobby' });
    for (const [name, shown] of [
      ['ben', 'Ben'],
      ['cleo', 'Cleo'],
      ['dan', 'Dan'],
    ] as const)
      this.people[name] = await joins(this.world, this.people.ana, { groupId, name: shown });
    const bytes = await photo();
    for (const name of names) {
      const file = await this.people[name].upload('/files', { name: 'r.jpg', bytes }, { groupId });
      this.receipts[name] = ((await file.json()) as { id: string }).id;
      this.ids[name] = await idOf(this.people[name]);
    }
    // A file that hangs on nothing is thrown away after a day.
    await this.sql(`UPDATE file SET created_at = 'infinity' WHERE parent_id IS NULL`);
  }
}
