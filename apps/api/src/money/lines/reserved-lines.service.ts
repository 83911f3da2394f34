import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { constraintOf } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { BooksStore, type Fund } from '../ledger/books.store.ts';
import { say } from '../../platform/words/words.ts';

/** Money that a rule frees for a notice: how much of which fund. */
export interface Reservation {
  readonly groupId: string;
  readonly noticeId: string;
  readonly label: string;
  readonly fund: Fund;
  readonly minor: bigint;
  /** The version of the rulebook that allows it. */
  readonly rulebook: number;
}

/**
 * Budget lines by the authority of a rule and a notice. The money is held in its fund from the first moment, and can be spent from the one
 * at which the notice stands. The caller's transaction takes the book after everything of the notice.
 */
@Injectable()
export class ReservedLines {
  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
  ) {}

  /** The fund that a form names, or the general one; throws BAD_USER_INPUT at `fundId` or, for another currency, at `amount`. */
  async fund(tx: EntityManager, of: { groupId: string; fundId: string | null; currency: string }): Promise<Fund> {
    const book = await this.books.ofGroup(tx, of.groupId);
    const fund = await this.books.findFund(tx, book.id, of.fundId);
    if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
    if (fund.currency !== of.currency)
      throw new BadInput(
        'amount',
        say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    return fund;
  }

  /** Holds the money. Throws BAD_USER_INPUT at `amount`, saying what there is, where the fund has less. */
  async reserve(tx: EntityManager, of: Reservation): Promise<void> {
    const { fund, groupId } = of;
    await this.books.lock(tx, fund.book_id);
    const available = await this.books.available(tx, fund.account_id);
    const has = { minor: available, currency: fund.currency };
    const short = new BadInput('amount', say`The fund ${fund.name} has ${has} available, which is less than this.`);
    if (available < of.minor) throw short;
    const rulebook = await row<{ id: string; no: number; last_seq: string }>(
      tx,
      `SELECT v.id, (SELECT coalesce(max(l.authority_no), 0)::int + 1 FROM budget_line l WHERE l.authority_kind = 'RULE' AND l.authority_id = v.id) AS no,
         (SELECT last_seq FROM book WHERE id = $3) AS last_seq FROM rulebook_version v WHERE v.group_id = $1 AND v.n = $2`,
      [groupId, of.rulebook, fund.book_id],
    );
    const id = newId();
    try {
      await rows(
        tx,
        `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, authority_no, opened_after_seq, notice_id, reserved)
         VALUES ($1, $2, $3, $4, $5, 'RULE', $6, $7, $8, $9, true)`,
        [
          id,
          fund.book_id,
          fund.account_id,
          of.label,
          of.minor.toString(),
          rulebook!.id,
          rulebook!.no,
          rulebook!.last_seq,
          of.noticeId,
        ],
      );
    } catch (error) {
      if (constraintOf(error) === 'fund_not_overdrawn') throw short;
      throw error;
    }
    await this.record(tx, 'budgetLine.reserved', of.groupId, {
      line: id,
      notice: of.noticeId,
      planned: of.minor.toString(),
      currency: fund.currency,
    });
  }

  /** From here on the money may be spent. Nothing happens for a notice without money. */
  async open(tx: EntityManager, groupId: string, noticeId: string): Promise<void> {
    await this.change(tx, { groupId, noticeId, set: 'reserved = false', type: 'budgetLine.opened' });
  }

  /** Gives back what is left. */
  async release(tx: EntityManager, groupId: string, noticeId: string): Promise<void> {
    await this.change(tx, {
      groupId,
      noticeId,
      set: 'closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = budget_line.book_id)',
      type: 'budgetLine.closed',
    });
  }

  /** Whether an expense on the money of a notice has not been decided yet, or an advance of it is open. */
  async hasOpenExpense(tx: EntityManager, noticeId: string): Promise<boolean> {
    const found = await row(
      tx,
      `SELECT 1 FROM budget_line l JOIN expense x ON x.budget_line_id = l.id WHERE l.notice_id = $1 AND l.closed_at IS NULL AND (x.state = 'SUBMITTED' OR l.advanced > 0) LIMIT 1`,
      [noticeId],
    );
    return found !== null;
  }

  private async change(
    tx: EntityManager,
    of: { groupId: string; noticeId: string; set: string; type: string },
  ): Promise<void> {
    const line = await row<{ id: string; book_id: string }>(
      tx,
      'SELECT id, book_id FROM budget_line WHERE notice_id = $1 AND closed_at IS NULL',
      [of.noticeId],
    );
    if (!line) return;
    await this.books.lock(tx, line.book_id);
    await rows(tx, `UPDATE budget_line SET ${of.set} WHERE id = $1`, [line.id]);
    await this.record(tx, of.type, of.groupId, { line: line.id, notice: of.noticeId });
  }

  private async record(tx: EntityManager, type: string, groupId: string, facts: Record<string, string>): Promise<void> {
    await this.log.append(tx, { chainId: groupId, type, actorId: null, facts });
  }
}
