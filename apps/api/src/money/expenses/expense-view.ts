import { advanceOut, advanceStanding, type Explanation } from '#libs/money';
import { type MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import { advanceFactsOf } from '../advances/advance-facts.ts';
import type { Advance } from '../advances/advances.graphql.ts';
import { allowanceWords } from '../ledger/authority-words.ts';
import { warningWords } from '../ledger/money-faults.ts';
import type { ExpensePage } from './expenses.store.ts';
import type { Expense, ExpenseAllowance, ExpensePayment } from './expenses.graphql.ts';
import { warningsOf } from './spending-rules.ts';

/** What is still to be paid of an approved expense. */
export function owedOf({ state, total, paid, waived }: ExpensePage): bigint {
  return state === 'APPROVED' || state === 'PARTLY_PAID' ? BigInt(total) - BigInt(paid) - BigInt(waived) : 0n;
}

/** What those who approve and pay should look at twice, while it is not settled. */
export function hintsOf(page: ExpensePage): Expense['warnings'] {
  if (!['SUBMITTED', 'APPROVED', 'PARTLY_PAID'].includes(page.state)) return [];
  return warningsOf(page).map((warning) => ({
    code: warning.code,
    text: warningWords(warning, page.currency),
    expenseId: 'expenseId' in warning ? warning.expenseId : null,
  }));
}

/** What the group lets somebody approve alone, where this lies within it, or where its approval rested on that. */
export function allowancesOf(page: ExpensePage, why: Explanation, viewerId: string | null): ExpenseAllowance[] {
  const used = page.authorities.filter((one) => one.used);
  const said = used.length > 0 ? used : page.authorities.filter(({ id }) => why.alone.some((one) => one.id === id));
  return said
    .filter((one) => one.used || one.holders.some(({ id }) => id !== page.author_id && id !== page.payee_id))
    .map((one) => {
      const mine = one.holders.some(({ id }) => id === viewerId && ![page.author_id, page.payee_id].includes(id));
      return {
        authorityId: one.id,
        text: allowanceWords(one, { currency: page.currency, mine }),
        mine,
        proposalId: one.proposalId,
        proposalNumber: one.decision,
      };
    });
}

/** What everybody may see of an expense who may see the entries: amount, category, event, authority. */
export function figuresOf(page: ExpensePage): Partial<Expense> {
  const money = (minor: string | bigint): MoneyValue => moneyValue(minor, page.currency);
  return {
    id: page.id,
    number: page.number,
    type: page.type,
    state: page.state,
    onHold: page.on_hold,
    heldByDecision: page.held_by_decision,
    category: page.category,
    categoryName: page.category_name,
    total: money(page.total),
    abroad: abroadOf(page),
    paid: money(page.paid),
    waived: money(page.waived),
    owed: money(owedOf(page)),
    group: page.group as unknown as Expense['group'],
    fundId: page.fund_id,
    fundName: page.fund_name,
    budgetLineId: page.budget_line_id,
    budgetLineName: page.line?.name ?? null,
    lineLeft: page.line ? money(page.line.left) : null,
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

function abroadOf({ foreign_currency: currency, foreign_total: total }: ExpensePage): MoneyValue | null {
  return currency && total ? moneyValue(total, currency) : null;
}

/** What became of an advance. Who noted what, and for what it was, is for those who see names; what shows it for those who see receipts. */
export function advanceOf(
  page: ExpensePage,
  sees: { names: boolean; receipts: boolean; notes: boolean; viewerId: string | null },
): Advance | null {
  if (!page.advance) return null;
  const { currency } = page;
  const facts = advanceFactsOf(page, page.advance.today);
  const out = advanceOut(facts);
  return {
    standing: advanceStanding(facts),
    dueOn: facts.dueOn,
    out: moneyValue(out, currency),
    cleared: moneyValue(facts.cleared, currency),
    handedBack: moneyValue(facts.handedBack, currency),
    receipts: page.advance.receipts.map(({ id, number, title, minor, on }) => ({
      id,
      number,
      title: sees.names ? title : '',
      amount: moneyValue(minor, currency),
      on,
    })),
    returns: page.advance.returns.map(({ id, minor, on, path, byName, files }) => ({
      id,
      amount: moneyValue(minor, currency),
      on,
      into: path,
      byName: sees.names ? byName : null,
      files: sees.receipts ? files : [],
    })),
    canShow: out > 0n && sees.viewerId !== null && sees.viewerId === page.payee_id,
    canNoteBack: out > 0n && sees.notes,
  };
}

/** The advance that an expense names, and what it settled of it. */
export function againstOf({ against, currency }: ExpensePage): Expense['against'] {
  return against && { ...against, settled: against.minor === null ? null : moneyValue(against.minor, currency) };
}

/** What names people, or may: for members and for whose it is. */
export function namesOf(page: ExpensePage): Partial<Expense> {
  const currency = page.foreign_currency ?? page.currency;
  return {
    title: page.title,
    authorId: page.author_id,
    authorName: page.author_name,
    payeeId: page.payee_id,
    payeeName: page.payee_name,
    vendorId: page.vendor_id,
    items: page.items.map(({ what, spentOn, minor, category }) => ({
      what,
      spentOn,
      category,
      amount: moneyValue(minor, currency),
    })),
    approvals: page.approvals.map(({ personId, name, at }) => ({ personId, name, at })),
    reason: page.reason,
    reasonByName: page.reason_by_name,
    holdReason: page.hold_reason,
    heldByName: page.held_by_name,
    batch: page.batch,
  };
}

export const withoutNames: Partial<Expense> = {
  title: '',
  authorId: null,
  authorName: null,
  payeeId: null,
  payeeName: null,
  vendorId: null,
  items: [],
  approvals: [],
  reason: null,
  reasonByName: null,
  holdReason: null,
  heldByName: null,
  batch: null,
};

/** Payments in their order; who paid and why one came back for those who see names, what shows it for those who see receipts. */
export function paymentsOf(page: ExpensePage, sees: { names: boolean; receipts: boolean }): ExpensePayment[] {
  return page.payments.map((one) => ({
    id: one.id,
    amount: moneyValue(one.minor, page.currency),
    cost: moneyValue(one.cost, one.currency),
    fee: moneyValue(one.fee, one.currency),
    returned: moneyValue(one.returned, page.currency),
    paidOn: one.paidOn,
    from: one.path,
    payerName: sees.names ? one.payerName : null,
    reason: sees.names ? one.reason : null,
    receipts: sees.receipts ? one.files : [],
  }));
}

/** The bill that somebody outside was asked for, as far as it has come. */
export function invoiceOf({ invoice }: ExpensePage): Expense['invoice'] {
  if (!invoice) return null;
  const { sent } = invoice;
  return {
    name: invoice.name,
    askedAt: invoice.askedAt,
    sentAt: invoice.sentAt,
    amount: sent && moneyValue(sent.minor, sent.currency),
    spentOn: sent?.spentOn ?? null,
    note: sent?.note ?? '',
  };
}
