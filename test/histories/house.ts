import type { Client } from '../support/client.ts';
import type { Message } from '../support/fake-processor.ts';
import { found, givesDuty, key } from '../support/people.ts';
import { daysAfter } from './days.ts';
import { RULE } from './dues-model.ts';
import { differences, figuresOf, shownFigures } from './figures.ts';
import type { Model } from './model.ts';
import type { Name, Town } from './town.ts';

/** What a step of an expense answers. */
const answered = '__typename ... on Expense { id } ... on Fault { message } ... on ExpenseRefused { reason { code } }';

interface Said {
  readonly __typename?: string;
  readonly id?: string;
  readonly reason?: { readonly code: string };
}

/** A group of the town and its neighbours, asked as the screens ask, and answered in one word. */
export class House {
  /** What the product calls what the model calls something else. */
  readonly ids = new Map<string, string>();

  /** What the processor can still say of a dispute or a payout. */
  readonly won = new Map<string, () => Message>();

  private constructor(
    readonly town: Town,
    readonly groupId: string,
    readonly otherId: string,
  ) {}

  /** Founds the group of a history. The one before gives its address away. */
  static async found(town: Town): Promise<House> {
    const { ana, ben, cleo, dan } = town.people;
    await town.sql(
      `UPDATE folk_group SET handle = left('was-' || replace(id::text, '-', ''), 24) WHERE handle IN ('riverside', 'neighbours')`,
    );
    const house = new House(town, await found(ana), await found(ana, { handle: 'neighbours' }));
    for (const one of [ben, cleo, dan])
      await one.get('mutation ($id: ID!) { joinGroup(groupId: $id) }', { id: house.groupId });
    await givesDuty(ana, { groupId: house.groupId, to: ben, duty: 'TREASURER' });
    return house;
  }

  by(who: Name): Client {
    return this.town.people[who];
  }

  sql<T>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.town.sql(text, values);
  }

  /** The id of what the model names so. */
  id(name: string): string {
    const id = this.ids.get(name);
    if (!id) throw new Error(`nothing is called ${name}`);
    return id;
  }

  /** Asks for a step and returns the word of the answer, and what came of it. */
  async asks<T>(who: Name, query: string, variables: object): Promise<{ word: string; came: T | null }> {
    const { data, errors } = await this.by(who).ask(query, variables);
    const first = errors?.[0];
    if (first) {
      const { code = 'UNKNOWN', field } = first.extensions ?? {};
      return {
        word: field ? `${code} ${field}` : code === 'INTERNAL' ? `INTERNAL ${first.message}` : code,
        came: null,
      };
    }
    return { word: 'ok', came: Object.values(data ?? {})[0] as T };
  }

  /** A step that takes an input. `result` is what is asked of the answer. */
  step<T>(
    who: Name,
    name: string,
    type: string,
    input: object,
    result = '',
  ): Promise<{ word: string; came: T | null }> {
    return this.asks<T>(who, `mutation ($input: ${type}!) { ${name}(input: $input) ${result} }`, { input });
  }

  /** The word alone. */
  async does(who: Name, name: string, type: string, input: object, result = ''): Promise<string> {
    return (await this.step(who, name, type, input, result)).word;
  }

  /** An entry by hand: `asked` where it waits for somebody else. */
  async keeps(name: string, type: string, input: object): Promise<string> {
    const { word, came } = await this.step<{ requestId: string | null }>(
      'ben',
      name,
      type,
      { idempotencyKey: key(), ...input },
      '{ entryId requestId }',
    );
    return came?.requestId ? this.named(came.requestId, 'asked') : word;
  }

  /** A step of an expense, whose refusals are data. */
  async expense(
    who: Name,
    call: string,
    args: string,
    variables: object,
  ): Promise<{ word: string; id: string | null }> {
    const { word, came } = await this.asks<Said>(who, `mutation (${args}) { ${call} { ${answered} } }`, variables);
    if (!came) return { word, id: null };
    if (came.reason) return { word: came.reason.code, id: null };
    return came.__typename === 'Expense' ? { word, id: came.id! } : { word: came.__typename!, id: null };
  }

  /** A receipt that nobody has used. */
  async receipt(who: Name): Promise<string> {
    const [made] = await this.sql<{ id: string }>(
      `INSERT INTO file SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'group_id', $2::uuid))).* FROM file f WHERE f.id = $1 RETURNING id`,
      [this.town.receipts[who], this.groupId],
    );
    return made!.id;
  }

  /** The entry of the book with a number. */
  async entry(seq: number): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT e.id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 AND e.seq = $2',
      [this.groupId, seq],
    );
    return found!.id;
  }

  /** The account at a path. */
  async account(path: string): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT a.id FROM ledger_account a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.path = $2',
      [this.groupId, path],
    );
    return found!.id;
  }

  /** An account in francs, opened when it is first needed. */
  async francs(): Promise<string> {
    const input = { groupId: this.groupId, kind: 'BANK', name: 'Francs', currency: 'CHF' };
    if (!this.ids.has('francs'))
      this.ids.set('francs', (await this.step<string>('ben', 'openAccount', 'OpenAccountInput', input)).came!);
    return this.id('francs');
  }

  /** The contribution with a number. */
  async gift(number: number): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT c.id FROM contribution c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.number = $2',
      [this.groupId, number],
    );
    return found!.id;
  }

  /** A refund of a contribution, by its place. */
  async refund(number: number, at: number): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT id FROM contribution_refund WHERE contribution_id = $1 ORDER BY asked_at, id LIMIT 1 OFFSET $2',
      [await this.gift(number), at],
    );
    return found!.id;
  }

  /** The line with a name. */
  async line(name: string): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT l.id FROM budget_line l JOIN book b ON b.id = l.book_id WHERE b.group_id = $1 AND l.name = $2',
      [this.groupId, name],
    );
    return found!.id;
  }

  /** A payment of an expense, by its place. */
  async payment(expense: string, at: number): Promise<string> {
    const [found] = await this.sql<{ id: string }>('SELECT id FROM expense_payment WHERE expense_id = $1 AND n = $2', [
      this.id(expense),
      at + 1,
    ]);
    return found!.id;
  }

  /** The line of the statement with a text. */
  async statementLine(text: string): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT l.id FROM statement_line l JOIN bank_statement s ON s.id = l.statement_id JOIN book b ON b.id = s.book_id WHERE b.group_id = $1 AND l.text = $2',
      [this.groupId, text],
    );
    return found!.id;
  }

  /** The spending authority with a name. */
  async authority(name: string): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      'SELECT a.id FROM spending_authority a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.what = $2',
      [this.groupId, name],
    );
    return found!.id;
  }

  /** Ana puts it to the group and says yes; the next day it is carried out, or is not. */
  async decides(title: string, effect: object, groupId = this.groupId): Promise<string> {
    const closesAt = `${this.town.today}T12:00:00Z`;
    const fields = { title, method: 'MAJORITY', quorum: '0/1', closesAt, effects: [effect] };
    const { word, came } = await this.step<{ id: string }>(
      'ana',
      'createProposal',
      'CreateProposalInput',
      { groupId, fields },
      '{ id }',
    );
    if (!came) return word;
    this.ids.set(title, came.id);
    await this.does('ana', 'castBallot', 'CastBallotInput', { proposalId: came.id, option: 'agree' }, '{ __typename }');
    await this.passes(daysAfter(this.town.today, 1));
    return this.carriedOut(title);
  }

  /** How far a decision is carried out. */
  async carriedOut(title: string): Promise<string> {
    const [found] = await this.sql<{ state: string; code: string | null }>(
      'SELECT upper(state) AS state, failure_code AS code FROM execution WHERE proposal_id = $1',
      [this.id(title)],
    );
    return found?.code ?? found?.state ?? 'not carried out';
  }

  /** What Ana, Ben and Cleo share, begun with its first bill. */
  async split(): Promise<void> {
    if (this.ids.has('split')) return;
    const { ben, cleo } = this.town.ids;
    const people = [ben, cleo].map((personId) => ({ personId }));
    const split = await this.by('ana').get<{ id: string; people: { id: string; name: string }[] }>(
      'mutation ($input: OpenSplitInput!) { openSplit(input: $input) { id people { id name } } }',
      { input: { groupId: this.groupId, title: 'Dinner', people, idempotencyKey: key() } },
    );
    this.ids.set('split', split.id);
    for (const { id, name } of split.people) this.ids.set(`seat ${name.toLowerCase()}`, id);
  }

  /** From now on the group asks for dues, each month, and lets lapse who does not pay; Ana and Ben are free of them. */
  async asksForDues(): Promise<void> {
    const { least, usual, most, months, graceDays } = RULE;
    const dues = {
      every: 'month',
      min: `${least}`,
      suggested: `${usual}`,
      max: `${most}`,
      graceDays,
      lapseAfterMonths: months,
    };
    await this.sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'from_at', clock_now(), 'rules', v.rules || jsonb_build_object('dues', $2::jsonb)))).* FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [this.groupId, JSON.stringify(dues)],
    );
    await this.town.due();
    await this.setsTreasurersFree();
  }

  /** Ana and Ben, who keep the book of these histories, are free of what they owe. */
  async setsTreasurersFree(): Promise<void> {
    await this.sql(
      `UPDATE contribution c SET closed = 'CANCELLED', closed_at = clock_now() FROM book b, person p
       WHERE b.id = c.book_id AND p.id = c.person_id AND b.group_id = $1 AND c.kind = 'dues' AND c.closed IS NULL AND p.name IN ('Ana', 'Ben')`,
      [this.groupId],
    );
  }

  /** The dues of somebody for a month. */
  async due(who: Name, period: string): Promise<string> {
    const [found] = await this.sql<{ id: string }>(
      `SELECT c.id FROM contribution c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.kind = 'dues' AND c.person_id = $2 AND c.period = $3::date`,
      [this.groupId, this.town.ids[who], period],
    );
    return found!.id;
  }

  /** Days pass, and what they bring is done. */
  async passes(day: string): Promise<void> {
    await this.town.to(day);
    await this.town.due();
  }

  /** The purse of an event, opened when it is first needed. */
  async picnic(): Promise<string> {
    const known = this.ids.get('picnic');
    if (known) return known;
    const fields = {
      title: 'Picnic',
      startLocal: `${daysAfter(this.town.today, 300)}T19:00:00`,
      endLocal: `${daysAfter(this.town.today, 300)}T22:00:00`,
      zone: 'Europe/Brussels',
      visibility: 'PUBLIC',
    };
    const { came } = await this.step<{ id: string }>(
      'ana',
      'createEvent',
      'CreateEventInput',
      { groupId: this.groupId, fields },
      '{ id }',
    );
    const opens = 'mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }';
    const id = await this.by('ben').get<string>(opens, { groupId: this.groupId, eventId: came!.id });
    this.ids.set('picnic', id);
    return id;
  }

  /** Where the figures of the product are not those of the model, and what its audit finds. */
  async differences(model: Model): Promise<string[]> {
    await this.town.follows();
    const wrong = differences(await shownFigures(this), figuresOf(model));
    const broken = await this.town.broken();
    return broken.length > 0 ? [...wrong, `the audit finds ${JSON.stringify(broken)}`] : wrong;
  }

  private named(id: string, word: string): string {
    this.ids.set(`request ${[...this.ids.keys()].filter((name) => name.startsWith('request ')).length + 1}`, id);
    return word;
  }
}
