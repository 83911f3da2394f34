import type { INestApplicationContext } from '@nestjs/common';
import sharp from 'sharp';
import { BallotsService, Closer, ProposalsService } from '../decisions/index.ts';
import { DiscussionsService } from '../discussions/index.ts';
import { EventsService, RsvpsService } from '../events/index.ts';
import { GroupsService, MembershipService } from '../groups/index.ts';
import { ClaimService, PeopleService } from '../identity/index.ts';
import { ContributionsService, ExpensesService, SubmitExpenseService } from '../money/index.ts';
import { visitor, type Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { Files } from '../platform/files/files.service.ts';
import { newId } from '../platform/ids.ts';
import { group, people, type Spending } from './year.ts';

type EventFields = Parameters<EventsService['create']>[1]['fields'];
type ProposalFields = Parameters<ProposalsService['create']>[1]['fields'];

/** The people of the demo, doing through the services what people do through the pages. */
export class House {
  readonly #people: Actor[] = [];
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

  plans(by: number, fields: EventFields): Promise<string> {
    return this.app.get(EventsService).create(this.who(by), { groupId: this.groupId, fields });
  }

  async moves(by: number, id: string, fields: EventFields): Promise<void> {
    const held = await row<{ version: number }>(this.database.reads, 'SELECT version FROM event WHERE id = $1', [id]);
    await this.app.get(EventsService).update(this.who(by), { id, expectedVersion: held!.version, fields });
  }

  cancels(by: number, id: string, reason: string): Promise<void> {
    return this.app.get(EventsService).cancel(this.who(by), id, reason);
  }

  async answers(at: number, eventId: string, companions = 0): Promise<void> {
    const input = { eventId, answer: 'going' as const, companions, idempotencyKey: newId() };
    await this.app.get(RsvpsService).respond(this.who(at), input);
  }

  async gives(minor: number, giver: string, receivedOn: string): Promise<void> {
    const amount = { minor: BigInt(minor), currency: group.currency };
    const input = { groupId: this.groupId, amount, receivedOn, giver, heldIn: 'BANK', idempotencyKey: newId() };
    await this.app.get(ContributionsService).record(this.who(1), input as never);
  }

  proposes(by: number, fields: ProposalFields): Promise<string> {
    return this.app.get(ProposalsService).create(this.who(by), { groupId: this.groupId, fields });
  }

  async votes(at: number, proposalId: string, option: string, reason: string | null = null): Promise<void> {
    await this.app.get(BallotsService).cast(this.who(at), { proposalId, option, reason });
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
      idempotencyKey: newId(),
    } as never);
    if (!('id' in made)) throw new Error(`${spending.title} was refused: ${made.message}`);
    await this.goesOn(made.id, spending);
  }

  private async goesOn(id: string, { title, minor, line, ends }: Spending): Promise<void> {
    const expenses = this.app.get(ExpensesService);
    const done = async (step: Promise<{ message: string } | null>): Promise<void> => {
      const fault = await step;
      if (fault) throw new Error(`${title} was refused: ${fault.message}`);
    };
    if (ends === 'submitted') return;
    if (ends === 'rejected') return done(expenses.reject(this.who(1), id, 'The last tram was still running.'));
    await done(expenses.approve(this.who(0), id, 1));
    // The rules ask for a second approval from 50.00 on, where no decision stands behind it.
    if (minor > 5000 && !line) await done(expenses.approve(this.who(1), id, 1));
    if (ends === 'paid') await done(expenses.pay(this.who(1), id));
  }
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
