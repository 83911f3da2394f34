import type { Client } from '../support/client.ts';
import type { Message } from '../support/fake-processor.ts';
import { found, givesDuty } from '../support/people.ts';
import { type Answer, calls } from './calls.ts';
import { daysAfter } from './days.ts';
import { RULE } from './dues-model.ts';
import { differences, figuresOf, shownFigures } from './figures.ts';
import type { Model } from './model.ts';
import { places } from './places.ts';
import type { Name, Town } from './town.ts';

/** A group of the town and its neighbours, asked as the screens ask, and answered in one word. */
export class House {
  /** What the product calls what the model calls something else. */
  readonly ids = new Map<string, string>();

  /** What the processor can still say of a dispute or a payout. */
  readonly won = new Map<string, () => Message>();
  #asksForDues = false;

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

  /** The id of what the product keeps under a name, a number or a place. */
  async the(what: keyof typeof places, ...by: (string | number)[]): Promise<string> {
    const [found] = await this.sql<{ id: string }>(places[what], [this.groupId, ...by]);
    if (!found) throw new Error(`there is no ${what} ${by.join(' ')}`);
    return found.id;
  }

  /** Asks for a step and returns the word of the answer, and what came of it. */
  step<T>(who: Name, name: string, args: Readonly<Record<string, unknown>>, result?: string): Promise<Answer<T>> {
    return calls<T>(this.by(who), name, args, result);
  }

  /** The word alone. What was made can be given a name. */
  async does(who: Name, name: string, args: Readonly<Record<string, unknown>>, called?: string): Promise<string> {
    const { word, came } = await this.step<{ id: string }>(who, name, args, called && '{ id }');
    if (called && came) this.ids.set(called, came.id);
    return word;
  }

  /** An entry by hand: `asked` where it waits for somebody else. */
  async keeps(name: string, input: object): Promise<string> {
    const { word, came } = await this.step<{ requestId: string | null }>('ben', name, { input }, '{ requestId }');
    if (!came?.requestId) return word;
    this.ids.set(
      `request ${[...this.ids.keys()].filter((one) => one.startsWith('request ')).length + 1}`,
      came.requestId,
    );
    return 'asked';
  }

  /** A receipt that nobody has used. */
  async receipt(who: Name): Promise<string> {
    const [made] = await this.sql<{ id: string }>(
      `INSERT INTO file SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'group_id', $2::uuid))).* FROM file f WHERE f.id = $1 RETURNING id`,
      [this.town.receipts[who], this.groupId],
    );
    return made!.id;
  }

  /** Ana puts it to the group and says yes; the next day it is carried out, or is not. */
  async decides(title: string, effect: object, groupId = this.groupId): Promise<string> {
    const closesAt = `${this.town.today}T12:00:00Z`;
    const fields = { title, method: 'MAJORITY', quorum: '0/1', closesAt, effects: [effect] };
    const word = await this.does('ana', 'createProposal', { input: { groupId, fields } }, title);
    if (word !== 'ok') return word;
    await this.does('ana', 'castBallot', { input: { proposalId: this.id(title), option: 'agree' } });
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
    this.#asksForDues = true;
    await this.due();
  }

  /** Days pass, and what they bring is done; Ana and Ben, who keep the book of these histories, are free of the dues that they owe. */
  async passes(day: string): Promise<void> {
    await this.town.to(day);
    await this.due();
  }

  private async due(): Promise<void> {
    await this.town.due();
    if (this.#asksForDues)
      await this.sql(
        `UPDATE contribution c SET closed = 'CANCELLED', closed_at = clock_now() FROM book b, person p
         WHERE b.id = c.book_id AND p.id = c.person_id AND b.group_id = $1 AND c.kind = 'dues' AND c.closed IS NULL AND p.name IN ('Ana', 'Ben')`,
        [this.groupId],
      );
  }

  /** What is opened when it is first needed, and kept under its name. */
  async once(name: string, opens: () => Promise<string>): Promise<string> {
    if (!this.ids.has(name)) this.ids.set(name, await opens());
    return this.id(name);
  }

  /** Where the figures of the product are not those of the model, and what its audit finds. */
  async differences(model: Model): Promise<string[]> {
    await this.town.follows();
    const wrong = differences(await shownFigures(this), figuresOf(model));
    const broken = await this.town.broken();
    return broken.length > 0 ? [...wrong, `the audit finds ${JSON.stringify(broken)}`] : wrong;
  }
}
