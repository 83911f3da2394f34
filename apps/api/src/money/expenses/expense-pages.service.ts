import { Injectable } from '@nestjs/common';
import { mayNotApprove, mayNotPay, unmetApproval } from '#libs/money';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { GroupStanding } from '../../platform/policy/standings.ts';
import { reasonOf } from '../ledger/money-faults.ts';
import { type ExpensePage, ExpensesStore } from './expenses.store.ts';
import { Expense, type ExpenseCard, type ExpenseRights } from './expenses.graphql.ts';
import { approvalFacts, approvalRules } from './spending-rules.ts';

/** Reads for the pages of expenses: amounts for whom the entries are open, names and texts for members and for whose it is. */
@Injectable()
export class ExpensePages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: ExpensesStore,
  ) {}

  async ofGroup(
    actor: Actor,
    of: { handle: string; state?: string | undefined; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<ExpenseCard>> {
    const first = readFirst(of.first);
    const [door, cards] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.ofGroup(this.database.reads, actor, {
        handle: of.handle,
        state: of.state ?? null,
        first,
        after: readCursor(of.after),
      }),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'expense.read', { groupId: group.id, case: 'group' }, standing);
    if (!isMember(standing)) throw new NotFound();
    return toConnection(cards, first, (card) => cursorOf(card.submittedAt, card.id));
  }

  waiting(actor: Actor): Promise<ExpenseCard[]> {
    return actor.personId ? this.store.waiting(this.database.reads, actor) : Promise.resolve([]);
  }

  async expense(actor: Actor, id: string): Promise<Expense | null> {
    const page = await this.store.page(this.database.reads, id);
    if (!page) return null;
    const own = page.author_id === actor.personId || page.payee_id === actor.personId;
    const standing = await this.policy
      .require(this.database.reads, actor, 'expense.read', { groupId: page.group_id, case: 'group', own })
      .catch(() => null);
    if (!standing) return null;
    return this.view(actor, page, standing, own);
  }

  async seen(actor: Actor, id: string): Promise<Expense> {
    const expense = await this.expense(actor, id);
    if (!expense) throw new NotFound();
    return expense;
  }

  /** Whether somebody may open the receipts of an expense. */
  async mayReadReceipts(actor: Actor, id: string): Promise<boolean> {
    const page = await this.store.page(this.database.reads, id);
    if (!page) return false;
    const own = page.author_id === actor.personId || page.payee_id === actor.personId;
    const standing = await this.policy
      .require(this.database.reads, actor, 'expense.read', { groupId: page.group_id, case: 'group', own })
      .catch(() => null);
    return standing !== null && this.seesReceipts(actor, standing, own);
  }

  private seesReceipts(actor: Actor, standing: GroupStanding, own: boolean): boolean {
    const approves = standing.duties.includes('steward') && standing.rules['expense.approve.steward'] === true;
    return this.policy.allows(
      actor,
      'expense.receipt.read',
      { own, ...(approves ? { flags: { 'rule:book.receipts': true } } : {}) },
      standing,
    );
  }

  private view(actor: Actor, page: ExpensePage, standing: GroupStanding, own: boolean): Expense {
    const rules = approvalRules(page.rules);
    const facts = approvalFacts(page);
    const me = { personId: actor.personId ?? '', duties: standing.duties };
    const notApprove = page.state === 'SUBMITTED' ? mayNotApprove(rules, facts, me) : null;
    const notPay = page.state === 'APPROVED' ? mayNotPay(rules, facts, me.personId) : null;
    const names = isMember(standing) || own;
    return Object.assign(new Expense(), figuresOf(page), names ? namesOf(page) : withoutNames, {
      receipts: this.seesReceipts(actor, standing, own) ? page.receipts : [],
      unmet:
        page.state === 'SUBMITTED' ? unmetApproval(rules, facts).map((reason) => reasonOf(reason, page.currency)) : [],
      whyNotApprove: notApprove && names ? reasonOf(notApprove, page.currency) : null,
      whyNotPay: notPay && names ? reasonOf(notPay, page.currency) : null,
      can: this.rights(actor, page, standing, { approve: notApprove === null, pay: notPay === null }),
    });
  }

  private rights(
    actor: Actor,
    page: ExpensePage,
    standing: GroupStanding,
    by: { approve: boolean; pay: boolean },
  ): ExpenseRights {
    const author = page.author_id === actor.personId;
    const may = (operation: Parameters<Policy['allows']>[1], own = false): boolean =>
      this.policy.allows(actor, operation, { own }, standing);
    const isSubmitted = page.state === 'SUBMITTED';
    return {
      approve: isSubmitted && by.approve && may('expense.approve'),
      return: isSubmitted && may('expense.return', author),
      reject: isSubmitted && may('expense.reject', author),
      recall: (isSubmitted || page.state === 'APPROVED') && may('expense.recall', author),
      withdraw: (isSubmitted || page.state === 'RETURNED') && may('expense.withdraw', author),
      pay: page.state === 'APPROVED' && by.pay && may('expense.markPaid'),
      update: page.state === 'RETURNED' && may('expense.update', author),
      comment: this.policy.allows(actor, 'comment.create', { case: 'member-parent' }, standing),
    };
  }
}

function isMember(standing: GroupStanding | null): boolean {
  return standing?.standing === 'member' || standing?.standing === 'paused';
}

/** What everybody may see of an expense who may see the entries: amount, category, event, authority. */
function figuresOf(page: ExpensePage): Partial<Expense> {
  return {
    id: page.id,
    number: page.number,
    state: page.state,
    category: page.category,
    total: moneyValue(page.total, page.currency),
    group: page.group as unknown as Expense['group'],
    fundName: page.fund_name,
    budgetLineId: page.budget_line_id,
    budgetLineName: page.line?.name ?? null,
    lineLeft: page.line ? moneyValue(page.line.left, page.currency) : null,
    proposalId: page.proposal?.id ?? null,
    proposalNumber: page.proposal?.number ?? null,
    proposalTitle: page.proposal?.title ?? null,
    eventId: page.event_id,
    eventTitle: page.event_title,
    submittedAt: page.submitted_at,
    paidAt: page.paid_at,
    revision: page.revision,
    version: page.version,
  };
}

/** What names people, or may: for members and the author. */
function namesOf(page: ExpensePage): Partial<Expense> {
  return {
    title: page.title,
    authorId: page.author_id,
    authorName: page.author_name,
    payeeName: page.payee_name,
    items: page.items.map(({ what, spentOn, minor }) => ({ what, spentOn, amount: moneyValue(minor, page.currency) })),
    approvals: page.approvals.map(({ personId, name, at }) => ({ personId, name, at })),
    reason: page.reason,
  };
}

const withoutNames: Partial<Expense> = {
  title: '',
  authorId: null,
  authorName: null,
  payeeName: null,
  items: [],
  approvals: [],
  reason: null,
};
