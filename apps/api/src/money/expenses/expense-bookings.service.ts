import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { approvedPostings, type ExpenseState, type ExpenseStep } from '#libs/money';
import { type Actor, visitor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import type { Line } from '../ledger/books.store.ts';
import { AuthorityUses } from '../authorities/authority-uses.service.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { AdvanceClearings } from '../advances/advance-clearings.service.ts';
import { ExpenseAccounts, refsOf } from './expense-accounts.service.ts';
import type { ExpenseRow } from './expenses.store.ts';
import { bookedOf } from './spending-rules.ts';
import { negationOf, today } from '../ledger/entries.ts';

const happenings: Partial<Record<ExpenseStep, string>> = {
  return: 'ExpenseReturned',
  reject: 'ExpenseRejected',
  hold: 'ExpenseHeld',
  release: 'ExpenseReleased',
};

/** What the steps of an expense write: entries, the state, the log, the outbox. The caller holds the book and the expense. */
@Injectable()
export class ExpenseBookings {
  constructor(
    private readonly ledger: LedgerService,
    private readonly accounts: ExpenseAccounts,
    private readonly uses: AuthorityUses,
    private readonly clearings: AdvanceClearings,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The rule is met, or the group has decided: the debt is booked, so "available" is true at once. */
  async approved(
    tx: EntityManager,
    by: Actor | { decision: string },
    expense: ExpenseRow,
    authorityId: string | null = null,
  ): Promise<void> {
    if (expense.type === 'ADVANCE') return this.promised(tx, by, expense);
    const line = await this.accounts.line(tx, expense);
    const decision =
      'decision' in by ? by.decision : authorityId && !line ? await this.uses.decisionOf(tx, authorityId) : null;
    // What an advance held of the line is free before the expense takes it.
    const settled = await this.clearings.take(tx, expense);
    const entry = {
      ...(await this.entryOf(tx, expense)),
      actorId: 'decision' in by ? by.decision : await this.accounts.ref(tx, expense, by.personId!),
    };
    const entryId = await this.ledger.post(tx, {
      ...entry,
      kind: 'EXPENSE_APPROVED',
      refs: { ...entry.refs, ...(authorityId ? { authority: authorityId } : {}) },
      authority: decision ? { kind: 'DECISION', id: decision } : authorityOf(line, expense),
      key: `expense:${expense.id}:approved:${expense.bookings + 1}`,
      postings: await this.accounts.postings(tx, expense, approvedPostings(await this.booked(tx, expense))),
    });
    if (authorityId && 'personId' in by)
      await this.uses.use(tx, {
        entryId,
        authorityId,
        expenseId: expense.id,
        personId: by.personId!,
        minor: expense.total,
      });
    await rows(
      tx,
      `UPDATE expense SET state = 'APPROVED', approved_entry_id = $2, approved_at = clock_now(), bookings = bookings + 1, version = version + 1 WHERE id = $1 AND state = 'SUBMITTED'`,
      [expense.id, entryId],
    );
    if (settled) await this.clearings.settle(tx, expense, entry, settled);
    await this.told(tx, 'decision' in by ? visitor : by, expense, {
      type: 'expense.approved',
      happening: settled ? 'ExpenseSettled' : 'ExpenseApproved',
      ...(settled && {
        facts: { advance: settled.advance.id, minor: String(settled.minor), currency: expense.currency },
      }),
    });
  }

  /** An advance is allowed: nothing is spent yet, so nothing is booked; its line keeps the money free for it. */
  private async promised(tx: EntityManager, by: Actor | { decision: string }, expense: ExpenseRow): Promise<void> {
    await rows(
      tx,
      `UPDATE expense SET state = 'APPROVED', approved_at = clock_now(), version = version + 1 WHERE id = $1 AND state = 'SUBMITTED'`,
      [expense.id],
    );
    await this.told(tx, 'decision' in by ? visitor : by, expense, {
      type: 'expense.approved',
      happening: 'ExpenseApproved',
    });
  }

  /** A step of words alone, or one that takes the approval back: what was booked is reversed, approvals are void. */
  async stepped(
    tx: EntityManager,
    actor: Actor,
    expense: ExpenseRow,
    to: { state: ExpenseState; step: ExpenseStep; reason: string | null },
  ): Promise<void> {
    if (expense.approved_entry_id) await this.reverse(tx, actor, expense);
    if (to.step !== 'unapprove')
      await rows(
        tx,
        'UPDATE expense_approval SET withdrawn_at = clock_now() WHERE expense_id = $1 AND withdrawn_at IS NULL',
        [expense.id],
      );
    await rows(
      tx,
      `UPDATE expense SET state = $2, reason = $3, reason_by = $4, approved_entry_id = NULL, approved_at = NULL, on_hold = false, hold_reason = NULL, held_by = NULL, version = version + 1 WHERE id = $1`,
      [expense.id, to.state, to.reason, to.reason === null ? null : actor.personId],
    );
    await this.told(tx, actor, expense, {
      type: `expense.${to.step}`,
      happening: happenings[to.step],
      reason: to.reason,
    });
  }

  /** Receipts that were set against an advance go back to their author: the money is out again, and the debt is gone. */
  async unsettled(tx: EntityManager, actor: Actor, expense: ExpenseRow, reason: string): Promise<void> {
    const actorId = await this.accounts.ref(tx, expense, actor.personId!);
    const settled = await this.clearings.undo(tx, expense, { ...(await this.entryOf(tx, expense)), actorId });
    await this.stepped(tx, actor, expense, { state: 'RETURNED', step: 'return', reason });
    await this.clearings.takeBack(tx, settled);
  }

  /** Stops payments, or lets them go on. */
  async held(
    tx: EntityManager,
    actor: Actor,
    expense: ExpenseRow,
    of: { onHold: boolean; reason: string },
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE expense SET on_hold = $2, hold_reason = $3, held_by = $4, version = version + 1 WHERE id = $1',
      [expense.id, of.onHold, of.onHold ? of.reason : null, of.onHold ? actor.personId : null],
    );
    const step = of.onHold ? 'hold' : 'release';
    await this.told(tx, actor, expense, { type: `expense.${step}`, happening: happenings[step], reason: of.reason });
  }

  /** An approval that is not enough yet, or one that was more than enough. */
  async noted(
    tx: EntityManager,
    actor: Actor,
    expense: ExpenseRow,
    type: string,
    reason?: string | null,
  ): Promise<void> {
    await rows(tx, 'UPDATE expense SET version = version + 1 WHERE id = $1', [expense.id]);
    await this.told(tx, actor, expense, { type, reason });
  }

  async told(
    tx: EntityManager,
    actor: Actor,
    expense: Pick<ExpenseRow, 'id' | 'group_id' | 'number'>,
    of: {
      type: string;
      happening?: string | undefined;
      reason?: string | null | undefined;
      facts?: Record<string, string>;
    },
  ): Promise<void> {
    const detail = of.reason ? { reason: of.reason } : null;
    await this.log.append(tx, {
      chainId: expense.group_id,
      type: of.type,
      actorId: actor.personId,
      facts: { expense: expense.id, number: expense.number, ...of.facts },
      ...(detail ? { detail } : {}),
    });
    await this.outbox.announce(tx, {
      kind: of.happening ?? 'ExpenseChanged',
      groupId: expense.group_id,
      payload: { expenseId: expense.id, byId: actor.personId, ...of.facts, ...detail },
      topics: [`expense:${expense.id}`, `group:${expense.group_id}`],
    });
  }

  /** What every entry of an expense has. */
  async entryOf(tx: EntityManager, expense: ExpenseRow) {
    return {
      bookId: expense.book_id,
      groupId: expense.group_id,
      effectiveOn: await today(tx, expense.group_id),
      eventId: expense.event_id,
      refs: refsOf(expense),
      text: `X-${expense.number} ${expense.title}`,
    };
  }

  /** An expense by its items, as its entries book it. */
  async booked(tx: EntityManager, expense: ExpenseRow) {
    const items = await rows<{ category: string; minor: string }>(
      tx,
      'SELECT category, minor::text AS minor FROM expense_item WHERE expense_id = $1 ORDER BY n',
      [expense.id],
    );
    return bookedOf(expense, items);
  }

  private async reverse(tx: EntityManager, actor: Actor, expense: ExpenseRow): Promise<void> {
    await this.ledger.post(tx, {
      ...(await this.entryOf(tx, expense)),
      kind: 'REVERSAL',
      authority: { kind: 'RULE', id: expense.rulebook_id },
      actorId: await this.accounts.ref(tx, expense, actor.personId!),
      reversesId: expense.approved_entry_id,
      key: `expense:${expense.id}:reversed:${expense.bookings}`,
      postings: await negationOf(tx, expense.approved_entry_id!),
    });
    await this.uses.giveBack(tx, expense.approved_entry_id!);
  }
}

/** What allowed it: the decision or rule behind the line, else the spending rule in force at submission. */
function authorityOf(line: Line | null, expense: ExpenseRow): { kind: 'DECISION' | 'RULE'; id: string } {
  return line ? { kind: line.authority_kind, id: line.authority_id } : { kind: 'RULE', id: expense.rulebook_id };
}
