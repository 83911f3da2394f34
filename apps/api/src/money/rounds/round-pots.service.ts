import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { constraintOf } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore, type Fund } from '../ledger/books.store.ts';
import type { RoundEnd } from './rounds.graphql.ts';

/** The pots of rounds: held in their fund from the opening on, so that nothing else can spend them. The caller holds the book. */
@Injectable()
export class RoundPots {
  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Holds the pot of a round that was just stored. Throws BAD_USER_INPUT at `pot`, saying what there is, where the fund has less. */
  async hold(
    tx: EntityManager,
    of: { roundId: string; groupId: string; title: string; fund: Fund; pot: bigint },
  ): Promise<void> {
    const { fund, groupId } = of;
    const available = { minor: await this.books.available(tx, fund.account_id), currency: fund.currency };
    const short = new BadInput('pot', say`The fund ${fund.name} has ${available} available, which is less than this.`);
    if (available.minor < of.pot) throw short;
    const rulebook = await row<{ id: string; no: number; last_seq: string }>(
      tx,
      `SELECT v.id, (SELECT coalesce(max(l.authority_no), 0)::int + 1 FROM budget_line l WHERE l.authority_kind = 'RULE' AND l.authority_id = v.id) AS no,
         (SELECT last_seq FROM book WHERE id = $2) AS last_seq FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId, fund.book_id],
    );
    const values = [newId(), fund.book_id, fund.account_id, [...of.title].slice(0, 80).join(''), of.pot.toString()];
    try {
      await rows(
        tx,
        `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, authority_no, opened_after_seq, round_id, reserved)
         VALUES ($1, $2, $3, $4, $5, 'RULE', $6, $7, $8, $9, true)`,
        [...values, rulebook!.id, rulebook!.no, rulebook!.last_seq, of.roundId],
      );
    } catch (error) {
      if (constraintOf(error) === 'fund_not_overdrawn') throw short;
      throw error;
    }
  }

  /** What a running round holds; nothing for one that is over. */
  async held(db: EntityManager, roundId: string): Promise<bigint> {
    const line = await row<{ planned: string }>(
      db,
      'SELECT planned FROM budget_line WHERE round_id = $1 AND closed_at IS NULL',
      [roundId],
    );
    return BigInt(line?.planned ?? '0');
  }

  /** Frees the pot: what is granted from it is held by the lines of the buckets from the same instant on. */
  async release(tx: EntityManager, roundId: string): Promise<void> {
    await rows(
      tx,
      `UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = budget_line.book_id) WHERE round_id = $1 AND closed_at IS NULL`,
      [roundId],
    );
  }

  /** Writes down what each bucket got, by their ids; those that are missing got nothing. */
  async grant(
    tx: EntityManager,
    roundId: string,
    granted: ReadonlyMap<string, { minor: bigint; lineId: string }>,
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE bucket SET granted = 0 WHERE round_id = $1 AND withdrawn_at IS NULL AND id <> ALL($2::uuid[])',
      [roundId, [...granted.keys()]],
    );
    for (const [id, { minor, lineId }] of granted)
      await rows(tx, 'UPDATE bucket SET granted = $3, line_id = $4 WHERE round_id = $1 AND id = $2', [
        roundId,
        id,
        minor.toString(),
        lineId,
      ]);
  }

  /** Ends a round: its pot is free again, whatever was not granted. */
  async end(
    tx: EntityManager,
    of: {
      roundId: string;
      groupId: string;
      state: 'closed' | 'called_off';
      code: RoundEnd;
      note?: string;
      actorId?: string | null;
    },
  ): Promise<void> {
    await this.release(tx, of.roundId);
    const ended = await row<{ pot: string; currency: string; granted: string }>(
      tx,
      `UPDATE budget_round r SET state = $2, ended_at = clock_now(), end_code = $3, end_note = $4 WHERE id = $1
       RETURNING pot, currency, (SELECT coalesce(sum(k.granted), 0)::text FROM bucket k WHERE k.round_id = r.id) AS granted`,
      [of.roundId, of.state, of.code, of.note || null],
    );
    const { pot, currency, granted } = ended!;
    await this.log.append(tx, {
      chainId: of.groupId,
      type: of.state === 'closed' ? 'round.closed' : 'round.calledOff',
      actorId: of.actorId ?? null,
      facts: {
        round: of.roundId,
        code: of.code,
        granted,
        returned: (BigInt(pot) - BigInt(granted)).toString(),
        currency,
      },
    });
    await this.outbox.announce(tx, {
      kind: 'RoundEnded',
      groupId: of.groupId,
      payload: { roundId: of.roundId, code: of.code, byId: of.actorId ?? null },
      topics: [`round:${of.roundId}`, `group:${of.groupId}`],
    });
  }
}
