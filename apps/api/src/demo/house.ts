import type { INestApplicationContext, Type } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BallotsService, Closer, ProposalsService } from '../decisions/index.ts';
import { DiscussionsService } from '../discussions/index.ts';
import { EventsService, GuestAnswers, Nights, RsvpsService, SeriesService } from '../events/index.ts';
import { GroupsService, MembershipService } from '../groups/index.ts';
import { ClaimService, PeopleService } from '../identity/index.ts';
import { FundsService } from '../money/index.ts';
import { visitor, type Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import type { Guest } from './year/calendar.ts';
import { group, people } from './year/people.ts';

type Answer = Parameters<RsvpsService['respond']>[1]['answer'];
type EventFields = Parameters<EventsService['create']>[1]['fields'];
type ProposalFields = Parameters<ProposalsService['create']>[1]['fields'];

/** The people of the demo, doing through the services what people do through the pages. */
export class House {
  readonly #people: Actor[] = [];
  readonly #events = new Map<string, string>();
  readonly #funds = new Map<string, string>();
  groupId = '';

  constructor(
    private readonly app: INestApplicationContext,
    private readonly database: Database,
  ) {}

  who(at: number): Actor {
    const actor = this.#people[at];
    if (!actor) throw new Error(`nobody number ${at} in the demo`);
    return actor;
  }

  async found(instanceName: string): Promise<void> {
    const ana = await this.app.get(ClaimService).claimHere({ name: people[0], email: 'ana@example.org', instanceName });
    this.#people.push({
      ...visitor,
      personId: ana.id,
      name: ana.name,
      operator: true,
      authAt: new Date(),
      sessionId: newId(),
    });
    const made = await this.app.get(GroupsService).create(this.who(0), { ...group });
    if (!('id' in made)) throw new Error(`the handle ${group.handle} is taken`);
    this.groupId = made.id;
    await this.app
      .get(GroupsService)
      .update(this.who(0), { id: made.id, expectedVersion: made.version, about: group.about });
  }

  async joins(at: number): Promise<void> {
    const name = people[at]!;
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.org`;
    const person = await this.database.transaction((tx) =>
      this.app.get(PeopleService).make(tx, { name, email, locale: 'en' }),
    );
    this.#people[at] = { ...visitor, personId: person.id, name, authAt: new Date(), sessionId: newId() };
    await this.app.get(MembershipService).join(this.who(at), this.groupId, null);
  }

  async givesDuty(to: number, duty: 'treasurer' | 'organiser'): Promise<void> {
    const { groupId } = this;
    await this.app.get(MembershipService).giveDuty(this.who(0), { groupId, personId: this.who(to).personId!, duty });
  }

  leaves(at: number): Promise<void> {
    return this.app.get(MembershipService).leave(this.who(at), this.groupId);
  }

  /** A part of the product, for what only one part of the year does. */
  part<T>(type: Type<T>): T {
    return this.app.get(type);
  }

  get reads(): EntityManager {
    return this.database.reads;
  }

  /** Names an event that came about otherwise than by being planned. */
  remember(title: string, eventId: string): void {
    this.#events.set(title, eventId);
  }

  /** The newest event of a title. */
  event(title: string): string {
    return found(this.#events, title);
  }

  async plans(by: number, fields: EventFields): Promise<string> {
    const id = await this.app.get(EventsService).create(this.who(by), { groupId: this.groupId, fields });
    this.#events.set(fields.title, id);
    return id;
  }

  /** Begins a series that repeats every so many weeks; its nights are made as time goes on. */
  async plansSeries(by: number, fields: EventFields, weeks: number): Promise<void> {
    const input = { groupId: this.groupId, fields };
    await this.app.get(SeriesService).create(this.who(by), input, { every: 'week', interval: weeks });
  }

  /** The night of a series on a day, made by the job that makes them. */
  async night(title: string, day: string): Promise<string> {
    await this.app.get(Nights).makeAllDue();
    const night = await row<{ id: string }>(
      this.database.reads,
      'SELECT id FROM event WHERE series_id IS NOT NULL AND title = $1 AND left(original_local, 10) = $2',
      [title, day],
    );
    if (!night) throw new Error(`there is no ${title} on ${day}`);
    return night.id;
  }

  async moves(by: number, id: string, fields: EventFields): Promise<void> {
    const held = await row<{ version: number }>(this.database.reads, 'SELECT version FROM event WHERE id = $1', [id]);
    await this.app.get(EventsService).update(this.who(by), { id, expectedVersion: held!.version, fields });
  }

  cancels(by: number, id: string, reason: string): Promise<void> {
    return this.app.get(EventsService).cancel(this.who(by), id, reason);
  }

  async answers(at: number, eventId: string, of: { answer: Answer; companions?: number }): Promise<void> {
    await this.app.get(RsvpsService).respond(this.who(at), { eventId, ...of, idempotencyKey: newId() });
  }

  /** Somebody without an account answers and confirms from the mail: its link stands in what was announced. */
  async comesBy({ name, email, companions }: Guest, eventId: string): Promise<void> {
    const guests = this.app.get(GuestAnswers);
    await guests.respondAsGuest(visitor, { eventId, answer: 'going', companions, name, email }, 'demo');
    const said = await row<{ token: string }>(
      this.database.reads,
      `SELECT payload ->> 'token' AS token FROM outbox WHERE kind = 'RsvpToConfirm' AND payload ->> 'email' = $1 ORDER BY id DESC LIMIT 1`,
      [email],
    );
    if (!said || !(await guests.confirm(said.token))) throw new Error(`${name} could not confirm`);
  }

  /** Gives an event a purse of its own. */
  async opensFund(title: string): Promise<void> {
    const of = { groupId: this.groupId, eventId: this.event(title) };
    this.#funds.set(title, await this.app.get(FundsService).openForEvent(this.who(1), of));
  }

  proposes(by: number, fields: ProposalFields): Promise<string> {
    return this.app.get(ProposalsService).create(this.who(by), { groupId: this.groupId, fields });
  }

  async votes(at: number, proposalId: string, choice: { option: string } | { options: string[] }): Promise<void> {
    const refused = await this.app.get(BallotsService).cast(this.who(at), { proposalId, ...choice });
    if (refused) throw new Error(`a ballot of the demo is refused: ${String(refused.message)}`);
  }

  closesWhatIsDue(): Promise<void> {
    return this.app.get(Closer).closeDue();
  }

  async says(at: number, on: { kind: 'proposal' | 'event'; id: string }, body: string): Promise<void> {
    await this.app.get(DiscussionsService).add(this.who(at), { ...on, body });
  }

  /** The fund of the event of a title. */
  fund(title: string): string {
    return found(this.#funds, title);
  }

  /** The open budget line of a name. */
  async line(name: string): Promise<string> {
    return this.#one('SELECT id FROM budget_line WHERE name = $1 AND closed_at IS NULL', name);
  }

  /** The account of a path where money of the group lies. */
  async holding(path: string): Promise<string> {
    return this.#one('SELECT id FROM ledger_account WHERE path = $1', path);
  }

  async #one(text: string, name: string): Promise<string> {
    const one = await row<{ id: string }>(this.database.reads, text, [name]);
    if (!one) throw new Error(`the demo has no ${name} yet`);
    return one.id;
  }
}

function found(map: ReadonlyMap<string, string>, name: string): string {
  const id = map.get(name);
  if (!id) throw new Error(`the demo has no ${name} yet`);
  return id;
}
