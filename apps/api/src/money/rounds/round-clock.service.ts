import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RoundVotes } from '../../decisions/index.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Refusal } from '../../platform/graphql/errors.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { RoundPots } from './round-pots.service.ts';
import { RoundSides } from './round-sides.service.ts';
import type { RoundEnd } from './rounds.graphql.ts';
import { type RoundRow, RoundsStore } from './rounds.store.ts';

const methodOf = { allotment: 'allotment', dots: 'dot_budget', equal_shares: 'mes' } as const;

type Due = { readonly id: string; readonly group_id: string; readonly book_id: string };

/**
 * What time and votes do to rounds: when the proposing is over the vote opens, and what a vote comes to that funds nothing ends the round. What
 * it funds is carried out with the vote's own effect. All is read from the rows by the database's clock; a second time changes nothing.
 */
@Injectable()
export class RoundClock {
  readonly #logger = new Logger('RoundClock');

  constructor(
    private readonly database: Database,
    private readonly votes: RoundVotes,
    private readonly books: BooksStore,
    private readonly store: RoundsStore,
    private readonly pots: RoundPots,
    private readonly sides: RoundSides,
  ) {}

  /** Takes the round of a vote on, where something has happened to that. */
  async follow(tx: EntityManager, proposalId: string): Promise<void> {
    const found = await this.store.ofVote(tx, proposalId);
    if (found) await this.advance(tx, found);
  }

  /** Takes every round one step on whose time has come, each in a transaction of its own. */
  async runDue(): Promise<void> {
    for (let after: string | null = null; ;) {
      const due: Due | null = await this.store.due(this.database.reads, after);
      if (!due) return;
      after = due.id;
      await this.database
        .transaction((tx) => this.advance(tx, due))
        .catch((error: unknown) => this.refused(due, error));
    }
  }

  /** Wakes the clock where a page shows that a time is over. */
  wake(): void {
    this.runDue().catch((error: unknown) => this.#logger.error(error));
  }

  private async advance(tx: EntityManager, due: Due): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [due.group_id]);
    await this.books.lock(tx, due.book_id);
    const round = await this.store.hold(tx, due.id);
    if (round.state === 'proposing' && round.proposing_until <= round.now) await this.allot(tx, round);
    else if (round.state === 'allotting') await this.settle(tx, round);
  }

  /** Begins the allotting: the buckets become the options of a vote. Late, it lasts as long as was planned. */
  private async allot(tx: EntityManager, round: RoundRow): Promise<void> {
    const buckets = await this.store.standing(tx, round.id);
    if (buckets.length === 0) return this.end(tx, round, 'no_buckets');
    const fund = (await this.books.findFund(tx, round.book_id, round.fund_id))!;
    const length = round.allotting_until.getTime() - round.proposing_until.getTime();
    const planned = round.allotting_until > round.now;
    await this.votes.open(tx, {
      id: round.id,
      groupId: round.group_id,
      authorId: round.opened_by,
      title: round.title,
      body: round.body,
      method: methodOf[round.way],
      dots: round.dots,
      pot: BigInt(round.pot),
      currency: round.currency,
      options: buckets.map(({ id, title, minimum, stretch }) => ({
        id,
        title,
        minimum: BigInt(minimum),
        stretch: BigInt(stretch),
      })),
      showResults: round.show_results,
      closesAt: planned ? round.allotting_until : new Date(round.now.getTime() + length),
      payload: {
        minor: round.pot,
        currency: round.currency,
        fundId: fund.id,
        fundName: fund.name,
        fundKind: fund.kind,
        eventId: null,
        roundId: round.id,
      },
    });
    await rows(tx, `UPDATE budget_round SET state = 'allotting', proposal_id = id WHERE id = $1`, [round.id]);
    const about = { roundId: round.id, groupId: round.group_id };
    const facts = { buckets: buckets.length };
    await this.sides.tell(tx, about, { log: 'round.allotting', happening: 'RoundChanged', actorId: null, facts });
  }

  /** A vote that funds nothing, was withdrawn, or whose effect was given up, ends the round. */
  private async settle(tx: EntityManager, round: RoundRow): Promise<void> {
    const vote = await row<{ status: string; verdict: string | null; state: string | null }>(
      tx,
      `SELECT p.status, r.verdict, x.state FROM proposal p LEFT JOIN result r ON r.proposal_id = p.id AND r.run = 1
       LEFT JOIN execution x ON x.proposal_id = p.id WHERE p.id = $1`,
      [round.id],
    );
    if (vote!.status === 'withdrawn') await this.end(tx, round, 'withdrawn');
    else if (vote!.status === 'closed' && vote!.verdict !== 'passed') await this.end(tx, round, 'nothing');
    else if (vote!.state === 'dropped') await this.end(tx, round, 'dropped');
  }

  private end(tx: EntityManager, round: RoundRow, code: RoundEnd): Promise<void> {
    const state = code === 'nothing' || code === 'dropped' ? 'closed' : 'called_off';
    return this.pots.end(tx, { roundId: round.id, groupId: round.group_id, state, code });
  }

  /** A vote that cannot open, for want of voters or under rules that have changed, ends its round with the reason. */
  private async refused(due: Due, error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) {
      this.#logger.error(error);
      return;
    }
    await this.database.transaction(async (tx) => {
      await this.books.lock(tx, due.book_id);
      const round = await this.store.hold(tx, due.id);
      if (round.state !== 'proposing') return;
      const of = { roundId: due.id, groupId: due.group_id, note: String(error.words) };
      await this.pots.end(tx, { ...of, state: 'called_off', code: 'not_opened' });
    });
  }
}
