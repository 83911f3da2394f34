import type { INestApplicationContext, Type } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import sharp from 'sharp';
import { BallotsService, Closer, ProposalsService } from '../decisions/index.ts';
import { DiscussionsService } from '../discussions/index.ts';
import { EventsService, GuestAnswers, Nights, RsvpsService, SeriesService } from '../events/index.ts';
import { GroupsService, MembershipService } from '../groups/index.ts';
import { ClaimService, PeopleService } from '../identity/index.ts';
import {
  ContributionsService,
  ExpensesService,
  FundsService,
  PaymentsService,
  SubmitExpenseService,
} from '../money/index.ts';
import { visitor, type Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { Files } from '../platform/files/files.service.ts';
import { newId } from '../platform/ids.ts';
import { group, type Guest, people, type Spending } from './year.ts';

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

  async gives(gift: { minor: number; giver: string; receivedOn: string; fund?: string }): Promise<void> {
    await this.app.get(ContributionsService).record(this.who(1), {
      groupId: this.groupId,
      amount: { minor: BigInt(gift.minor), currency: group.currency },
      receivedOn: gift.receivedOn,
      giver: gift.giver,
      heldIn: 'bank',
      fundId: gift.fund ? found(this.#funds, gift.fund) : null,
      idempotencyKey: newId(),
    });
  }

  /** Gives an event a purse of its own. */
  async opensFund(title: string): Promise<void> {
    const of = { groupId: this.groupId, eventId: this.event(title) };
    this.#funds.set(title, await this.app.get(FundsService).openForEvent(this.who(1), of));
  }

  proposes(by: number, fields: ProposalFields): Promise<string> {
    return this.app.get(ProposalsService).create(this.who(by), { groupId: this.groupId, fields });
  }

  async votes(at: number, proposalId: string, option: string, reason: string | null = null): Promise<void> {
    const refused = await this.app.get(BallotsService).cast(this.who(at), { proposalId, option, reason });
    if (refused) throw new Error(`the ballot "${option}" of the demo is refused: ${String(refused.message)}`);
  }

  closesWhatIsDue(): Promise<void> {
    return this.app.get(Closer).closeDue();
  }

  async says(at: number, on: { kind: 'proposal' | 'event'; id: string }, body: string): Promise<void> {
    await this.app.get(DiscussionsService).add(this.who(at), { ...on, body });
  }

  /** Hands in an expense with its receipt, and lets it end as the year says. */
  async spends(spending: Spending, spentOn: string): Promise<void> {
    const author = this.who(spending.by);
    const bytes = await receiptPicture(spending.title, spending.minor);
    const receipt = await this.app.get(Files).upload(author, this.groupId, { name: 'receipt.jpg', bytes });
    const line = spending.line
      ? await row<{ id: string }>(this.database.reads, 'SELECT id FROM budget_line WHERE name = $1', ['PA'])
      : null;
    const amount = { minor: BigInt(spending.minor), currency: group.currency };
    const made = await this.app.get(SubmitExpenseService).submit(author, {
      groupId: this.groupId,
      title: spending.title,
      category: spending.category,
      items: [{ what: spending.title, spentOn, amount }],
      receipts: [receipt.id],
      budgetLineId: line?.id ?? null,
      fundId: spending.fund ? found(this.#funds, spending.fund) : null,
      idempotencyKey: newId(),
    });
    if (!('id' in made)) throw new Error(`${spending.title} was refused: ${String(made.message)}`);
    await this.goesOn(made.id, spending);
  }

  private async goesOn(id: string, { by, title, minor, line, ends }: Spending): Promise<void> {
    const expenses = this.app.get(ExpensesService);
    const done = async (step: Promise<{ message: object } | null>): Promise<void> => {
      const fault = await step;
      if (fault) throw new Error(`${title} was refused: ${String(fault.message)}`);
    };
    if (ends === 'submitted') return;
    if (ends === 'withdrawn') return done(expenses.withdraw(this.who(by), id));
    if (ends === 'returned')
      return done(expenses.returnIt(this.who(1), id, 'The total is cut off. Photograph the whole slip.'));
    if (ends === 'rejected') return done(expenses.reject(this.who(1), id, 'The last tram was still running.'));
    await done(expenses.approve(this.who(0), id, 1));
    // The rules ask for a second approval from 50.00 on, where no decision stands behind it.
    if (minor > 5000 && !line) await done(expenses.approve(this.who(1), id, 1));
    if (ends === 'paid') await done(this.app.get(PaymentsService).pay(this.who(1), id));
  }
}

function found(map: ReadonlyMap<string, string>, name: string): string {
  const id = map.get(name);
  if (!id) throw new Error(`the demo has no ${name} yet`);
  return id;
}

/** A till slip as a phone photographs it. */
async function receiptPicture(title: string, minor: number): Promise<Uint8Array> {
  const words = title.replace(/[<&]/g, ' ');
  const lines = Array.from(
    { length: 5 },
    (_, at) => `<rect x="60" y="${250 + at * 50}" width="${280 - at * 28}" height="12" fill="#bbb"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640"><rect width="480" height="640" fill="#8d8478"/><rect x="30" y="30" width="420" height="580" fill="#fbfaf6"/>
    <text x="60" y="120" font-family="sans-serif" font-size="30" fill="#222">${words}</text><text x="60" y="180" font-family="sans-serif" font-size="44" fill="#222">${(minor / 100).toFixed(2)}</text>${lines.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}
