import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { explain, mayStep, mayUnsettle, nextBy, type Explanation } from '#libs/money';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { GroupStanding } from '../../platform/policy/standings.ts';
import { reasonOf, withoutWho } from '../ledger/money-faults.ts';
import {
  advanceOf,
  againstOf,
  allowancesOf,
  figuresOf,
  hintsOf,
  invoiceOf,
  namesOf,
  paymentsOf,
  withoutNames,
} from './expense-view.ts';
import { type ExpensePage, ExpensesStore } from './expenses.store.ts';
import { Expense, type ExpenseCard, type ExpenseRights } from './expenses.graphql.ts';
import { approvalFacts, mayBeNext, rulesOf } from './spending-rules.ts';

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
    const read = await this.read(this.database.reads, actor, id);
    return read && this.view(actor, read.page, read.standing, read.own);
  }

  async seen(actor: Actor, id: string): Promise<Expense> {
    const expense = await this.expense(actor, id);
    if (!expense) throw new NotFound();
    return expense;
  }

  /** Whether somebody may open the receipts of an expense. */
  async mayReadReceipts(db: EntityManager, actor: Actor, id: string): Promise<boolean> {
    const read = await this.read(db, actor, id);
    return read !== null && this.seesReceipts(actor, read.standing, read.own);
  }

  /** Whether somebody may open what shows a payment. */
  async mayReadPayment(db: EntityManager, actor: Actor, paymentId: string): Promise<boolean> {
    const id = await this.store.ofPayment(db, paymentId);
    return id !== null && this.mayReadReceipts(db, actor, id);
  }

  /** An expense with where the actor stands towards it; null where it is not for them. A draft is its author's alone. */
  private async read(
    db: EntityManager,
    actor: Actor,
    id: string,
  ): Promise<{ page: ExpensePage; standing: GroupStanding; own: boolean } | null> {
    const page = await this.store.page(db, id);
    if (!page || (page.state === 'DRAFT' && page.author_id !== actor.personId)) return null;
    const own = actor.personId !== null && [page.author_id, page.payee_id].includes(actor.personId);
    const standing = await this.policy
      .require(db, actor, 'expense.read', { groupId: page.group_id, case: 'group', own })
      .catch(() => null);
    return standing && { page, standing, own };
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
    const rules = rulesOf(page);
    const facts = approvalFacts(page);
    const why = explain(rules, facts, { personId: actor.personId ?? '', duties: standing.duties });
    const names = isMember(standing) || own;
    const receipts = this.seesReceipts(actor, standing, own);
    const decides = standing.duties.includes('treasurer') || standing.duties.includes('steward');
    const said = (reason: Explanation['whyNotPay']) => (reason && names ? reasonOf(reason, page.currency) : null);
    const can = this.rights(actor, page, standing, why);
    const advance = this.advance(actor, page, standing, { names, receipts });
    return Object.assign(new Expense(), figuresOf(page), names ? namesOf(page) : withoutNames, {
      receipts: receipts ? page.receipts : [],
      payments: paymentsOf(page, { names, receipts }),
      opensBatch: this.policy.allows(actor, 'book.desk.read', {}, standing),
      holdings:
        can.pay || advance?.canNoteBack
          ? page.holdings.map((one) => ({ ...one, balance: moneyValue(one.balance, page.currency) }))
          : [],
      unmet: why.unmet.map((reason) => reasonOf(names ? reason : withoutWho(reason), page.currency)),
      allowances: names ? allowancesOf(page, why, actor.personId) : [],
      unpaid: why.unpaid.map((reason) => reasonOf(reason, page.currency)),
      whyNotApprove: said(why.whyNotApprove),
      whyNotPay: said(why.whyNotPay),
      nextBy: names ? nextBy(rules, facts, mayBeNext(page)).map(({ name }) => name) : [],
      payoutWay: decides || isPayee(actor, page) ? page.payout_way : null,
      warnings: decides ? hintsOf(page) : [],
      draft: isAuthor(actor, page) ? page.draft && JSON.stringify(page.draft) : null,
      invoice: invoiceOf(page),
      ...comesBackOf(page, actor, decides),
      against: againstOf(page),
      advance,
      can,
    });
  }

  private advance(
    actor: Actor,
    page: ExpensePage,
    standing: GroupStanding,
    sees: { names: boolean; receipts: boolean },
  ): Expense['advance'] {
    const mayNote = !isPayee(actor, page) || rulesOf(page).selfApproval;
    const notes = mayNote && this.policy.allows(actor, 'expense.recordReturn', {}, standing);
    return advanceOf(page, { ...sees, viewerId: actor.personId, notes });
  }

  private rights(actor: Actor, page: ExpensePage, standing: GroupStanding, why: Explanation): ExpenseRights {
    const author = isAuthor(actor, page);
    const payee = page.payee_id !== null && page.payee_id === actor.personId;
    const approved = page.approvals.some(({ personId }) => personId === actor.personId);
    const may = (
      step: Parameters<typeof mayStep>[1],
      operation: Parameters<Policy['allows']>[1],
      own = false,
      also = false,
    ): boolean => (also || mayStep(page.state, step)) && this.policy.allows(actor, operation, { own }, standing);
    const isWhole = BigInt(page.waived) === 0n;
    return {
      approve:
        why.whyNotApprove === null &&
        (may('approve', 'expense.approve') ||
          (holdsOne(why.alone, actor) && may('approve', 'expense.approveAlone', true))),
      unapprove: isWhole && approved && may('unapprove', 'expense.unapprove', true),
      return: may('return', 'expense.return', author, unsettles(page)),
      reject: may('reject', 'expense.reject', author),
      recall: isWhole && may('recall', 'expense.recall', author),
      withdraw: may('withdraw', 'expense.withdraw', author),
      hold: !page.on_hold && may('hold', 'expense.hold'),
      release: page.on_hold && may('release', 'expense.hold'),
      pay: why.whyNotPay === null && may('pay', 'expense.markPaid'),
      noteReturn: may('comeBack', 'expense.recordReturn'),
      waive: may('waive', 'expense.waive', payee),
      update: may('edit', 'expense.update', author),
      repeat: author && mayRepeat(page) && this.policy.allows(actor, 'expense.submit', {}, standing),
      again: author && isEnded(page) && this.policy.allows(actor, 'expense.submit', {}, standing),
      comment:
        page.state !== 'DRAFT' && this.policy.allows(actor, 'comment.create', { case: 'member-parent' }, standing),
    };
  }
}

const holdsOne = (authorities: Explanation['alone'], { personId }: Actor): boolean =>
  authorities.some(({ personIds }) => personId !== null && personIds.includes(personId));
const isAuthor = ({ personId }: Actor, page: ExpensePage): boolean => page.author_id === personId;
const unsettles = ({ state, paid, waived, against }: ExpensePage): boolean =>
  mayUnsettle({
    state,
    paid: BigInt(paid),
    waived: BigInt(waived),
    settled: against?.minor ? BigInt(against.minor) : null,
  });
const isPayee = ({ personId }: Actor, page: ExpensePage): boolean =>
  page.payee_id !== null && page.payee_id === personId;
/** How it comes back, for whom that is. */
function comesBackOf(page: ExpensePage, actor: Actor, decides: boolean): Pick<Expense, 'recurs' | 'period'> {
  const { recurs, period } = page;
  return decides || isAuthor(actor, page) ? { recurs, period } : { recurs: null, period: null };
}
/** What was handed in comes back, once, as long as its budget line does not stand in the way. */
const mayRepeat = ({ state, type, recurs, line }: ExpensePage): boolean =>
  type !== 'ADVANCE' &&
  !['DRAFT', 'REJECTED', 'WITHDRAWN'].includes(state) &&
  (recurs === null || recurs.endedBy !== null) &&
  line?.open !== false;
const isEnded = ({ state }: ExpensePage): boolean => state === 'REJECTED' || state === 'WITHDRAWN';

function isMember(standing: GroupStanding | null): boolean {
  return standing?.standing === 'member' || standing?.standing === 'paused';
}
