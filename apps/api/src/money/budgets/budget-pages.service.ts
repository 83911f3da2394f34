import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { isDay } from '../../platform/days.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { readDay } from '../book/figures.ts';
import { budgetView, cardView } from './budget-view.ts';
import type { Budget, GroupBudgets, SpentBefore } from './budgets.graphql.ts';
import { BudgetsStore } from './budgets.store.ts';

/** Reads for the pages of budgets: what is adopted for whom the book is, drafts and what is put to the vote for members. */
@Injectable()
export class BudgetPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: BudgetsStore,
  ) {}

  async ofGroup(actor: Actor, handle: string): Promise<GroupBudgets> {
    const [door, cards] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.ofGroup(this.database.reads, actor, handle),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.summary.read', { groupId: group.id, case: 'group' }, standing);
    return { budgets: cards.map(cardView), mayPlan: this.policy.allows(actor, 'budget.plan', {}, standing) };
  }

  /** Null where there is no such budget, or it is not for this viewer. `on`: as it was at the end of that day. */
  async budget(
    actor: Actor,
    of: { handle: string; id: string; on?: string | null | undefined },
  ): Promise<Budget | null> {
    const { handle, id } = of;
    const on = readDay('on', of.on);
    const [door, page] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.page(this.database.reads, actor, { handle, id, on }),
    ]);
    if (!door || !page) return null;
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.summary.read', { groupId: group.id, case: 'group' }, standing);
    const own = page.madeById === actor.personId;
    const mayChange = page.state === 'DRAFT' && this.policy.allows(actor, 'budget.update', { own }, standing);
    const mayPropose = this.policy.allows(actor, 'proposal.create', {}, standing);
    return {
      ...budgetView(page),
      entriesShown: this.policy.allows(actor, 'book.entries.read', { case: 'group' }, standing),
      can: {
        update: mayChange,
        withdraw: mayChange,
        propose: mayPropose && page.state === 'DRAFT' && page.rows.some(({ kind }) => kind === 'SPENDING'),
        drop: mayPropose && page.state === 'ADOPTED' && page.waiting > 0,
      },
    };
  }

  /** What a draft is changed or begun answers with. */
  async seen(actor: Actor, id: string): Promise<Budget> {
    const handle = await this.store.handleOf(this.database.reads, id);
    const budget = handle && (await this.budget(actor, { handle, id }));
    if (!budget) throw new NotFound();
    return budget;
  }

  /** What was spent and came in of a fund by category in a period: what the plan of another begins from. */
  async spentBefore(
    actor: Actor,
    of: { handle: string; fundId?: string | null | undefined; from: string; until: string },
  ): Promise<SpentBefore[]> {
    for (const field of ['from', 'until'] as const)
      if (!isDay(of[field])) throw new BadInput(field, 'Write the day as 2026-03-31.');
    if (of.fundId && !isId(of.fundId)) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
    const [door, found] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.spentBefore(this.database.reads, actor, { ...of, fundId: of.fundId || null }),
    ]);
    if (!door) throw new NotFound();
    this.policy.requireWith(actor, 'budget.plan', { groupId: door.group.id }, door.standing);
    return found.flatMap(({ category, currency, minor }) => {
      const kind = category.startsWith('income.') ? ('INCOME' as const) : ('SPENDING' as const);
      const amount = kind === 'INCOME' ? BigInt(minor) : -BigInt(minor);
      return amount > 0n ? [{ kind, category, amount: moneyValue(amount, currency) }] : [];
    });
  }
}
