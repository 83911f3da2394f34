import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { expenseAfter, mayNotApprove, mayNotPay, unmetApproval, type ExpenseStep } from '#libs/money';
import type { Operation } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Standings } from '../../platform/policy/standings.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { type ExpenseRow, ExpensesStore } from './expenses.store.ts';
import { ExpenseRefused, FundShort, LineSpent } from './expenses.graphql.ts';
import { ledgerRefusalOf, refusedFor, refusedState } from '../ledger/money-faults.ts';
import { approvalFacts, approvalRules } from './spending-rules.ts';

export type StepFault = FundShort | LineSpent | ExpenseRefused;

interface Step {
  readonly id: string;
  readonly step: ExpenseStep;
  readonly operation: Operation;
  readonly reason?: string | undefined;
  /** Whether "own" means author (else payee) for the table. */
  readonly own: (expense: ExpenseRow, personId: string | null) => boolean;
}

const asAuthor = (expense: ExpenseRow, personId: string | null): boolean => expense.author_id === personId;
const never = (): boolean => false;

/** The steps of an expense's life: state and entry commit together or not at all. The book is locked before the expense. */
@Injectable()
export class ExpensesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: ExpensesStore,
    private readonly books: BooksStore,
    private readonly bookings: ExpenseBookings,
  ) {}

  approve(actor: Actor, id: string, expectedRevision: number): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'approve', operation: 'expense.approve', own: never }, async (tx, expense) => {
      if (expense.revision !== expectedRevision) return refusedState('changed');
      const page = (await this.store.page(tx, id))!;
      const rules = approvalRules(page.rules);
      const standing = await this.standings.of(tx, expense.group_id, actor.personId);
      const refusal = mayNotApprove(rules, approvalFacts(page), {
        personId: actor.personId!,
        duties: standing?.duties ?? [],
      });
      if (refusal) return refusedFor(refusal, expense.currency);
      await rows(
        tx,
        'INSERT INTO expense_approval (expense_id, revision, person_id, content_hash) VALUES ($1, $2, $3, $4)',
        [id, expense.revision, actor.personId, expense.content_hash],
      );
      const unmet = unmetApproval(rules, approvalFacts((await this.store.page(tx, id))!));
      if (unmet.length === 0) await this.bookings.approved(tx, actor, expense);
      else await this.bookings.noted(tx, actor, expense, 'expense.approvedInPart');
      return null;
    });
  }

  pay(actor: Actor, id: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'pay', operation: 'expense.markPaid', own: never }, async (tx, expense) => {
      const page = (await this.store.page(tx, id))!;
      const refusal = mayNotPay(approvalRules(page.rules), approvalFacts(page), actor.personId!);
      if (refusal) return refusedFor(refusal, expense.currency);
      await this.bookings.paid(tx, actor, expense);
      return null;
    });
  }

  /** Sends it back to its author, with what is missing. */
  returnIt(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'return', operation: 'expense.return', reason, own: asAuthor });
  }

  reject(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'reject', operation: 'expense.reject', reason, own: asAuthor });
  }

  /** Takes it back to change it: approvals are void, a booking is reversed. */
  recall(actor: Actor, id: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'recall', operation: 'expense.recall', own: asAuthor });
  }

  withdraw(actor: Actor, id: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'withdraw', operation: 'expense.withdraw', own: asAuthor });
  }

  private async run(
    actor: Actor,
    step: Step,
    work?: (tx: EntityManager, expense: ExpenseRow) => Promise<StepFault | null>,
  ): Promise<StepFault | null> {
    if (!isId(step.id)) throw new NotFound();
    const reason = step.reason === undefined ? null : longText('reason', step.reason, { what: 'The reason', max: 500 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words: the author will read it.');
    try {
      return await this.database.transaction(async (tx) => {
        const found = await this.store.find(tx, step.id);
        if (!found) throw new NotFound();
        await this.books.lock(tx, found.book_id);
        const expense = await this.store.hold(tx, step.id);
        await this.policy.require(tx, actor, 'expense.read', {
          groupId: expense.group_id,
          case: 'group',
          own: asAuthor(expense, actor.personId),
        });
        await this.policy.require(tx, actor, step.operation, {
          groupId: expense.group_id,
          own: step.own(expense, actor.personId),
        });
        const next = expenseAfter(expense.state, step.step);
        if (!next) return refusedState(expense.state);
        if (work) return await work(tx, expense);
        await this.bookings.stepped(tx, actor, expense, { state: next, step: step.step, reason });
        return null;
      });
    } catch (error) {
      return this.faultOf(error, step.id);
    }
  }

  /** What the ledger itself refused, as data for the person; everything else goes on as it was. */
  private async faultOf(error: unknown, id: string): Promise<StepFault> {
    const refusal = ledgerRefusalOf(error);
    const expense = refusal ? await this.store.find(this.database.reads, id) : null;
    if (!expense) throw error;
    if (refusal === 'fund-short') {
      const fund = (await this.books.findFund(this.database.reads, expense.book_id, expense.fund_id))!;
      return new FundShort(await this.books.available(this.database.reads, fund.account_id), expense.currency);
    }
    if (refusal === 'line-spent' || refusal === 'line-closed') {
      const line = (await this.books.line(this.database.reads, expense.budget_line_id!))!;
      return new LineSpent(
        refusal === 'line-closed' ? 0n : BigInt(line.planned) - BigInt(line.spent),
        expense.currency,
        line.authority_kind === 'DECISION' ? line.authority_id : null,
      );
    }
    throw error;
  }
}

/** The hash of everything that approvals are given to. */
export function contentHash(content: object): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(content, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
    .digest();
}
