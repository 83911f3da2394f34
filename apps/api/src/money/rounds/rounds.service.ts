import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { roundAfter } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { checkedRound } from './round-fields.ts';
import { RoundPots } from './round-pots.service.ts';
import { RoundSides } from './round-sides.service.ts';
import type { OpenRoundInput } from './rounds.graphql.ts';
import { RoundsStore } from './rounds.store.ts';

/** Opening a budget round, and calling it off while buckets are proposed. */
@Injectable()
export class RoundsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksStore,
    private readonly store: RoundsStore,
    private readonly pots: RoundPots,
    private readonly sides: RoundSides,
  ) {}

  /** Opens a round: its pot is held from now on. Returns its id; the client's key makes a second sending the same round. */
  async open(actor: Actor, input: OpenRoundInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [input.groupId]);
      const standing = await this.sides.policy.requireInGroup(tx, actor, 'round.open', { groupId: input.groupId });
      const call = { actorKey: `p:${actor.personId}`, clientKey: input.idempotencyKey, request: input };
      return this.sides.idempotency.once(tx, call, () =>
        this.opened(tx, actor, { input, rules: standing.rules as unknown as Rulebook }),
      );
    });
  }

  private async opened(
    tx: EntityManager,
    actor: Actor,
    of: { input: OpenRoundInput; rules: Rulebook },
  ): Promise<string> {
    const { input, rules } = of;
    const now = await this.clock.now(tx);
    const fields = checkedRound(input, { now, spendMax: rules.decision.spendMax ?? null });
    const book = await this.books.ofGroup(tx, input.groupId);
    await this.books.lock(tx, book.id);
    const fund = await this.books.findFund(tx, book.id, input.fundId || null);
    if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
    if (fund.currency !== fields.currency)
      throw new BadInput('pot', say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`);
    const columns = {
      id: newOrderedId(),
      book_id: book.id,
      fund_id: fund.id,
      opened_by: actor.personId,
      ...fields,
      pot: fields.pot.toString(),
    };
    const names = Object.keys(columns);
    await rows(
      tx,
      `INSERT INTO budget_round (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(columns),
    );
    const about = { roundId: columns.id, groupId: input.groupId };
    await this.pots.hold(tx, { ...about, title: fields.title, fund, pot: fields.pot });
    await this.sides.tell(tx, about, {
      log: 'round.opened',
      happening: 'RoundOpened',
      actorId: actor.personId,
      facts: { pot: columns.pot, currency: fields.currency, way: fields.way },
    });
    return columns.id;
  }

  /** Ends a round for which buckets are still proposed; its pot is free at once. */
  async callOff(actor: Actor, id: string, reason: string): Promise<void> {
    const note = longText('reason', reason, { what: 'The reason', max: 500 });
    if (note === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.database.transaction(async (tx) => {
      const round = await this.sides.held(tx, actor, id, { andBook: true });
      const own = round.opened_by === actor.personId;
      await this.sides.policy.require(tx, actor, 'round.callOff', { groupId: round.group_id, own });
      if (round.state === 'allotting') throw new Conflict('The buckets are being allotted. Withdraw the vote instead.');
      if (roundAfter(round.state, 'callOff') === null) throw new Conflict('This round is over already.');
      const of = { roundId: id, groupId: round.group_id, actorId: actor.personId };
      await this.pots.end(tx, { ...of, state: 'called_off', code: 'called_off', note });
    });
  }
}
