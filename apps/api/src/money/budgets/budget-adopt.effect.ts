import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { adoptionOf, type BudgetItem, type BudgetPlan, budgetSums, itemTotal } from '#libs/money';
import {
  type BudgetPayload,
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { fundShort } from '../lines/budget-lines.service.ts';
import { budgetHash, checkBudget } from './budget-fields.ts';
import { BudgetOpenings, isAdopted } from './budget-openings.service.ts';
import { BudgetSides } from './budget-sides.service.ts';
import { type BudgetRecord, BudgetsStore } from './budgets.store.ts';

/**
 * A passed proposal adopts a budget: the table that people voted on stands with the effect, the budget is named by its digest. Lines that are
 * needed from the start open together or not at all; the others open as far as the fund can hold them, and later as money comes.
 */
@Injectable()
export class BudgetAdoptEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly store: BudgetsStore,
    private readonly openings: BudgetOpenings,
    private readonly sides: BudgetSides,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const found = await this.store.find(db, input.budgetId ?? '');
    if (!found || found.group_id !== groupId || (found.state !== 'DRAFT' && found.state !== 'PROPOSED'))
      throw new BadInput(field('budgetId'), 'Choose a budget of the group that is still a draft.');
    const fund = await this.books.findFund(db, found.book_id, found.fund_id);
    if (!fund) throw new BadInput(field('budgetId'), 'The fund of this budget is closed. Choose another for it.');
    const plan = await this.store.plan(db, found);
    checkBudget(plan, { isDraft: false });
    const { spending, income } = budgetSums(plan.items, plan.heads);
    const shown: BudgetPayload = {
      from: plan.from,
      until: plan.until,
      heads: plan.heads,
      income: income.toString(),
      rows: plan.items.map((item) => rowOf(item, plan.heads)),
    };
    return {
      budgetId: found.id,
      hash: budgetHash(plan),
      label: plan.name,
      minor: spending.toString(),
      currency: plan.currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      eventId: plan.eventId,
      plan: shown,
    };
  }

  async refusal(db: EntityManager, subject: EffectSubject): Promise<EffectRefused | null> {
    const { groupId, payload } = subject;
    const found = await this.store.find(db, String(payload['budgetId']));
    if (!found || found.group_id !== groupId) return new EffectRefused('BUDGET_GONE', 'This budget is not there.');
    const plan = await this.store.plan(db, found);
    return (
      stateRefusal(found, subject) ??
      (budgetHash(plan) === payload['hash'] ? null : changed()) ??
      (plan.until < (await today(db, groupId))
        ? new EffectRefused('DATE_PASSED', 'The period of this budget is over.')
        : null) ??
      this.fundRefusal(db, found, plan)
    );
  }

  async lock(tx: EntityManager, { groupId, payload }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
    await this.store.find(tx, String(payload['budgetId']), 'FOR UPDATE');
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const id = String(call.payload['budgetId']);
    await rows(
      tx,
      `UPDATE budget SET state = 'ADOPTED', adopted_at = clock_now(), effect_no = $2, version = version + 1 WHERE id = $1`,
      [id, call.index],
    );
    const budget = await this.store.find(tx, id);
    if (!budget || !isAdopted(budget)) throw new Error('a budget is adopted by its own decision');
    const { opened, waiting } = await this.openings.begin(tx, budget);
    await this.sides.tell(
      tx,
      { id, groupId: call.groupId },
      {
        log: 'budget.adopted',
        happening: 'BudgetAdopted',
        actorId: null,
        facts: { proposal: call.proposalId, hash: String(call.payload['hash']), opened, waiting },
      },
    );
    return id;
  }

  private async fundRefusal(db: EntityManager, found: BudgetRecord, plan: BudgetPlan): Promise<EffectRefused | null> {
    const fund = await this.books.findFund(db, found.book_id, found.fund_id);
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const available = await this.books.available(db, fund.account_id);
    const lines = plan.items.flatMap((item, at) =>
      item.kind === 'SPENDING' ? [{ n: at + 1, total: itemTotal(item, plan.heads), fromStart: item.fromStart }] : [],
    );
    return adoptionOf(lines, available).short > 0n ? fundShort(fund, available) : null;
  }
}

/** What stands against a budget by the vote that it is put to: it is a draft before its own vote opens, and no other's. */
function stateRefusal({ state, proposal_id }: BudgetRecord, { vote }: EffectSubject): EffectRefused | null {
  if (state === 'DRAFT' || (state === 'PROPOSED' && proposal_id === vote)) return null;
  if (state === 'PROPOSED')
    return new EffectRefused('BUDGET_PROPOSED', 'The group is asked about this budget in another proposal already.');
  if (state === 'WITHDRAWN') return new EffectRefused('BUDGET_GONE', 'This budget was thrown away.');
  return new EffectRefused('BUDGET_ADOPTED', 'This budget is adopted already.');
}

const changed = (): EffectRefused =>
  new EffectRefused(
    'BUDGET_CHANGED',
    'The budget has been changed since it was put into the proposal. Take it out, and put it in as it is now.',
  );

function rowOf(item: BudgetItem, heads: number | null): BudgetPayload['rows'][number] {
  const { kind, label, category, minor, per, fromStart } = item;
  const total = itemTotal(item, heads).toString();
  return {
    spending: kind === 'SPENDING',
    label,
    category,
    total,
    each: per === 'HEAD' ? minor.toString() : null,
    fromStart,
  };
}
