import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BudgetPlan, budgetAfter } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say, term } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { budgetHash, checkedBudget } from './budget-fields.ts';
import { BudgetSides } from './budget-sides.service.ts';
import type { BudgetFieldsInput, PlanBudgetInput, UpdateBudgetInput } from './budgets.graphql.ts';
import { type BudgetRecord, BudgetsStore } from './budgets.store.ts';

/** Drafts of budgets: begun by members, changed until they are put to the group. */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly idempotency: Idempotency,
    private readonly books: BooksStore,
    private readonly store: BudgetsStore,
    private readonly sides: BudgetSides,
  ) {}

  /** Begins a draft. Returns its id; the client's key makes a second sending the same budget. */
  async begin(actor: Actor, input: PlanBudgetInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const { groupId, fields } = input;
    return this.onePlanEach(async (tx) => {
      await this.policy.requireInGroup(tx, actor, 'budget.plan', { groupId });
      const call = { actorKey: `p:${actor.personId}`, clientKey: input.idempotencyKey, request: input };
      return this.idempotency.once(tx, call, async () => {
        const book = await this.books.ofGroup(tx, groupId);
        const plan = await this.checked(tx, { groupId, bookId: book.id, own: null }, fields);
        const id = newOrderedId();
        await rows(
          tx,
          `INSERT INTO budget (id, book_id, fund_id, currency, name, from_day, until_day, event_id, heads, made_by, changed_by) VALUES ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $10)`,
          [id, book.id, ...columnsOf(plan), actor.personId],
        );
        await this.store.writeItems(tx, id, plan);
        await this.sides.tell(tx, { id, groupId }, change(actor, 'budget.planned', { hash: budgetHash(plan) }));
        return id;
      });
    });
  }

  /** Changes a draft. Throws CONFLICT, naming who, where somebody else has changed it since it was read, or where it is put to the group. */
  async update(actor: Actor, { id, expectedVersion, fields }: UpdateBudgetInput): Promise<void> {
    await this.onePlanEach(async (tx) => {
      const found = await this.held(tx, actor, id);
      if (found.version !== expectedVersion)
        throw new Conflict(
          say`${found.changer} has changed this budget since you opened it. What you have typed is still here: look at what stands there now, then save again.`,
        );
      const plan = await this.checked(tx, { groupId: found.group_id, bookId: found.book_id, own: id }, fields);
      // Rows by the head go before the attendance goes, and come after it has come.
      await rows(tx, 'DELETE FROM budget_item WHERE budget_id = $1', [id]);
      await rows(
        tx,
        `UPDATE budget SET fund_id = $2, currency = $3, name = $4, from_day = $5::date, until_day = $6::date, event_id = $7, heads = $8, changed_by = $9, changed_at = clock_now(), version = version + 1 WHERE id = $1`,
        [id, ...columnsOf(plan), actor.personId],
      );
      await this.store.writeItems(tx, id, plan);
      const facts = { version: found.version + 1, hash: budgetHash(plan) };
      await this.sides.tell(tx, { id, groupId: found.group_id }, change(actor, 'budget.changed', facts));
    });
  }

  /** Throws a draft away: it stays in the database, and is shown to nobody. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await this.held(tx, actor, id);
      await rows(
        tx,
        `UPDATE budget SET state = 'WITHDRAWN', ended_at = clock_now(), version = version + 1 WHERE id = $1`,
        [id],
      );
      await this.sides.tell(tx, { id, groupId: found.group_id }, change(actor, 'budget.withdrawn', {}));
    });
  }

  /** A draft that the actor may change, locked. */
  private async held(tx: EntityManager, actor: Actor, id: string): Promise<BudgetRecord> {
    const found = await this.store.find(tx, id, 'FOR UPDATE');
    if (!found || found.state === 'WITHDRAWN') throw new NotFound();
    await this.policy.require(tx, actor, 'budget.update', {
      groupId: found.group_id,
      own: found.made_by === actor.personId,
    });
    if (found.state === 'PROPOSED')
      throw new Conflict('The group is asked about this budget, so it stands. Withdraw the proposal to change it.');
    if (budgetAfter(found.state, 'withdraw') === null)
      throw new Conflict('The group has adopted this budget. Its lines are changed by another decision.');
    return found;
  }

  private async checked(
    tx: EntityManager,
    { groupId, bookId, own }: { groupId: string; bookId: string; own: string | null },
    fields: BudgetFieldsInput,
  ): Promise<BudgetPlan> {
    const fund = await this.books.findFund(tx, bookId, fields.fundId || null);
    if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
    const plan = checkedBudget(fields, fund);
    await this.sides.categories(tx, bookId, plan);
    const places = [['eventId', plan.eventId] as const].concat(
      plan.items.map(({ eventId }, at) => [`rows.${at}.eventId` as 'eventId', eventId] as const),
    );
    for (const [field, id] of places) if (id !== null) await this.checkEvent(tx, { groupId, field, id, own });
    return plan;
  }

  private async checkEvent(
    tx: EntityManager,
    of: { groupId: string; field: string; id: string; own: string | null },
  ): Promise<void> {
    const found = isId(of.id)
      ? await row(tx, 'SELECT 1 FROM event WHERE id = $1 AND group_id = $2', [of.id, of.groupId])
      : null;
    if (!found) throw new BadInput(of.field, 'This event is not one of the group.');
    if (of.field !== 'eventId') return;
    const other = await row(
      tx,
      `SELECT 1 FROM budget WHERE event_id = $1 AND state NOT IN ('WITHDRAWN', 'ENDED') AND id IS DISTINCT FROM $2::uuid`,
      [of.id, of.own],
    );
    if (other) throw new BadInput('eventId', hasOne);
  }

  /** In a transaction: where somebody else plans the same event in this very moment, the database refuses the second plan. */
  private async onePlanEach<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (constraintOf(error) === 'budget_one_of_event') throw new BadInput('eventId', hasOne);
      throw error;
    }
  }
}

const hasOne = term('This event has a budget already. Go on with that one.');

const columnsOf = ({ fundId, currency, name, from, until, eventId, heads }: BudgetPlan): unknown[] => [
  fundId,
  currency,
  name,
  from,
  until,
  eventId,
  heads,
];

const change = (actor: Actor, log: string, facts: Record<string, string | number>) => ({
  log,
  happening: 'BudgetChanged',
  actorId: actor.personId,
  facts,
});
