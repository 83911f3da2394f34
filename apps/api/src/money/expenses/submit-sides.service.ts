import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Files } from '../../platform/files/files.service.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { requiredName } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import { type AdvanceAsked, AdvanceAsks, type AdvanceColumns } from '../advances/advance-asks.service.ts';
import { type MarkedPayout, type Payee, PayoutDetails } from '../payouts/payout-details.service.ts';
import { RecurringExpensesService } from '../recurring/recurring-expenses.service.ts';
import { CategoriesStore } from '../categories/categories.store.ts';
import type { CheckedExpense } from './expense-fields.ts';
import type { SubmitExpenseInput } from './expense-inputs.graphql.ts';

/** What stands beside handing in: the repeated request, receipts, the event, who is paid. */
@Injectable()
export class SubmitSides {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly files: Files,
    private readonly payouts: PayoutDetails,
    private readonly advances: AdvanceAsks,
    private readonly listed: CategoriesStore,
    private readonly recurring: RecurringExpensesService,
  ) {}

  /** Only what the group's list of categories has takes something new. */
  async categories(tx: EntityManager, bookId: string, { category, items }: CheckedExpense): Promise<void> {
    await this.listed.require(tx, { bookId, category, field: 'category' });
    for (const other of new Set(items.map((item) => item.category)))
      if (other !== category) {
        const field = `items.${items.findIndex((item) => item.category === other)}.category`;
        await this.listed.require(tx, { bookId, category: other, field });
      }
  }

  /** Where it comes back from now on. */
  async repeats(tx: EntityManager, actor: Actor, expenseId: string, { repeats }: SubmitExpenseInput): Promise<void> {
    if (repeats) await this.recurring.begin(tx, actor, { expenseId, repeats });
  }

  /** What it has to do with an advance: itself one, or receipts that are set against one. */
  advance(tx: EntityManager, actor: Actor, of: AdvanceAsked): Promise<{ columns: AdvanceColumns; held: bigint }> {
    return this.advances.asked(tx, actor, of);
  }

  once<T>(tx: EntityManager, actor: Actor, input: SubmitExpenseInput, work: () => Promise<T>): Promise<T> {
    return this.idempotency.once(
      tx,
      { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input },
      work,
    );
  }

  async receipts(
    tx: EntityManager,
    actor: Actor,
    of: { files: readonly string[]; expenseId: string; groupId: string },
  ): Promise<void> {
    await this.files.attach(tx, actor, of.files, {
      kind: 'expense',
      id: of.expenseId,
      groupId: of.groupId,
      field: 'receipts',
    });
    await rows(
      tx,
      `UPDATE file SET parent_kind = NULL, parent_id = NULL WHERE parent_kind = 'expense' AND parent_id = $1 AND id <> ALL($2)`,
      [of.expenseId, of.files],
    );
  }

  /** Refuses an expense that has one file among its receipts twice, by its name. */
  async receiptsOnce(tx: EntityManager, expenseId: string): Promise<void> {
    const twice = await row<{ name: string }>(
      tx,
      `SELECT min(f.name) AS name FROM file f WHERE f.parent_kind = 'expense' AND f.parent_id = $1 GROUP BY f.sha256 HAVING count(*) > 1 ORDER BY 1 LIMIT 1`,
      [expenseId],
    );
    if (twice) throw new BadInput('receipts', say`${twice.name} is among the receipts twice. Take one of them away.`);
  }

  async event(tx: EntityManager, groupId: string, eventId: string | null): Promise<string | null> {
    if (eventId === null) return null;
    const found = isId(eventId)
      ? await row(tx, 'SELECT 1 FROM event WHERE id = $1 AND group_id = $2', [eventId, groupId])
      : null;
    if (!found) throw new BadInput('eventId', 'This event is not one of the group.');
    return eventId;
  }

  payout(tx: EntityManager, actor: Actor, payee: Payee, input: SubmitExpenseInput): Promise<MarkedPayout | null> {
    return this.payouts.forSubmission(tx, actor, payee, input.payout ?? null);
  }

  freezePayout(tx: EntityManager, expenseId: string, payout: MarkedPayout | null): Promise<void> {
    return this.payouts.freeze(tx, expenseId, payout);
  }

  /** Who gets the money: the author unless said otherwise; another member; or somebody outside, known by name from then on. */
  async payee(
    tx: EntityManager,
    actor: Actor,
    { input, bookId }: { input: SubmitExpenseInput; bookId: string },
  ): Promise<{ payee_id: string | null; vendor_id: string | null }> {
    const { payeeId, vendor, groupId } = input;
    if (vendor) {
      if (payeeId) throw new BadInput('vendor', 'Either a member is paid, or somebody outside.');
      return this.vendor(tx, bookId, requiredName('vendor', vendor, { what: 'The name', max: 120 }));
    }
    if (!payeeId || payeeId === actor.personId) return { payee_id: actor.personId, vendor_id: null };
    const member = isId(payeeId) && (await row(tx, 'SELECT 1 WHERE is_member($1, $2)', [groupId, payeeId]));
    if (!member)
      throw new BadInput('payeeId', 'Only members of the group can be chosen. For anybody else, type the name.');
    return { payee_id: payeeId, vendor_id: null };
  }

  /** Somebody outside who is paid, known by name from the first time on. */
  async vendor(tx: EntityManager, bookId: string, name: string): Promise<{ payee_id: null; vendor_id: string }> {
    const made = await row<{ id: string }>(
      tx,
      `INSERT INTO vendor (id, book_id, name, ref, handle) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (book_id, lower(name)) DO UPDATE SET name = vendor.name RETURNING id`,
      [newId(), bookId, name, newId(), `v-${randomBytes(5).toString('hex')}`],
    );
    return { payee_id: null, vendor_id: made!.id };
  }
}
