import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { duesInForce } from '#libs/governance';
import { contributionDue, type ContributionFacts, type DuesStanding, duesStanding } from '#libs/money';
import { Rulebooks } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { ContributionsStore, factsOf } from './contributions.store.ts';
import { readAmount } from './gift-fields.ts';
import { GiftSides } from './gift-sides.service.ts';
import { Promises } from './promises.service.ts';

/** What members give in each period: their own step, being set free of it, and where everybody stands. */
@Injectable()
export class Dues {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly promises: Promises,
    private readonly rulebooks: Rulebooks,
  ) {}

  /** Chooses how much one gives, within what the rules allow: from now on, and for what nothing has come of yet. */
  async choose(actor: Actor, of: { groupId: string; amount: { minor: bigint; currency: string } }): Promise<void> {
    if (!isId(of.groupId)) throw new NotFound();
    await this.sides.database.transaction(async (tx) => {
      await this.sides.policy.require(tx, actor, 'dues.choose', { groupId: of.groupId });
      const book = await this.books.ofGroup(tx, of.groupId);
      await this.books.lock(tx, book.id);
      const rules = duesInForce((await this.rulebooks.of(tx, of.groupId)).rules);
      if (!rules) throw new Conflict('This group has no dues.');
      const minor = readAmount(of.amount, book.currency);
      const { currency } = book;
      if (minor < rules.min || minor > rules.max)
        throw new BadInput(
          'amount',
          say`Choose from ${{ minor: rules.min, currency }} to ${{ minor: rules.max, currency }}.`,
        );
      await rows(
        tx,
        `INSERT INTO dues_step (book_id, person_id, minor) VALUES ($1, $2, $3) ON CONFLICT (book_id, person_id) DO UPDATE SET minor = excluded.minor, chosen_at = clock_now()`,
        [book.id, actor.personId, minor.toString()],
      );
      await rows(
        tx,
        `UPDATE contribution SET pledged = $3, version = version + 1, updated_at = clock_now() WHERE book_id = $1 AND person_id = $2 AND kind = 'dues' AND closed IS NULL AND said_at IS NULL AND received = 0`,
        [book.id, actor.personId, minor.toString()],
      );
      await this.sides.changed(tx, of.groupId, actor.personId);
    });
  }

  /** Sets somebody free of the dues of one period, with a reason that they and the treasurer see. Nobody frees themselves. */
  async waive(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 300 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.sides.database.transaction(async (tx) => {
      const contribution = await this.store.hold(tx, id);
      await this.sides.mayKnow(tx, actor, contribution);
      const own = contribution.person_id === actor.personId;
      await this.sides.policy.require(tx, actor, 'dues.waive', { groupId: contribution.group_id, own });
      if (contribution.kind !== 'dues' || contributionDue(factsOf(contribution)) <= 0n)
        throw new Conflict('This has moved on in the meantime. Look at it again.');
      await this.promises.close(tx, actor, contribution, { as: 'CANCELLED', reason: words });
    });
  }

  /** Where each member of a group stands, by person. Empty where the rules know no dues. */
  async standings(db: EntityManager, groupId: string): Promise<Map<string, DuesStanding>> {
    const inForce = duesInForce((await this.rulebooks.of(db, groupId)).rules);
    if (!inForce) return new Map();
    const found = await rows<ContributionFacts & { personId: string }>(
      db,
      `SELECT c.person_id AS "personId", c.pledged, c.received AS received, c.given_back AS refunded, c.due_on::text AS "dueOn", c.closed
       FROM contribution c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.kind = 'dues' ORDER BY c.person_id`,
      [groupId],
    );
    const of = { graceDays: inForce.graceDays, today: await today(db, groupId) };
    const byPerson = Map.groupBy(found, ({ personId }) => personId);
    return new Map([...byPerson].map(([personId, dues]) => [personId, duesStanding(dues.map(toFacts), of)] as const));
  }
}

const toFacts = ({ pledged, received, refunded, ...rest }: ContributionFacts): ContributionFacts => ({
  ...rest,
  pledged: BigInt(pledged),
  received: BigInt(received),
  refunded: BigInt(refunded),
});
