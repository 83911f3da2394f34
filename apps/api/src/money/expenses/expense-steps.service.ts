import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ApprovalRules, explain, type ExpenseFacts, type Explanation } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Standings } from '../../platform/policy/standings.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { ledgerRefusalOf, refusedFor, refusedPeriod } from '../ledger/money-faults.ts';
import { type ExpenseRefused, FundShort, LineSpent } from './expenses.graphql.ts';
import { type ExpenseRow, ExpensesStore } from './expenses.store.ts';
import { approvalFacts, rulesOf } from './spending-rules.ts';

export type StepFault = FundShort | LineSpent | ExpenseRefused;

/** What the rules say to somebody, and whether they hold an authority that reaches the expense. */
export interface Explained extends Explanation {
  readonly held: boolean;
}

/** Thrown in the transaction of a step that may not be: it is undone, and the fault is the answer. */
export class StepRefused extends Error {
  constructor(readonly fault: StepFault) {
    super(String(fault.message));
  }
}

/** The frame of every step: the locks in their order, and refusals as data. */
@Injectable()
export class ExpenseSteps {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: ExpensesStore,
    private readonly books: BooksStore,
  ) {}

  /** What the rules in force at submission say to this person about a held expense, as it stands now. */
  async explained(
    tx: EntityManager,
    { id, group_id: groupId }: ExpenseRow,
    { personId }: Actor,
    as: Partial<ExpenseFacts> = {},
  ): Promise<Explained> {
    const page = (await this.store.page(tx, id))!;
    const standing = await this.standings.of(tx, groupId, personId);
    const facts = { ...approvalFacts(page), ...as };
    const held = facts.authorities.some(({ personIds }) => personIds.includes(personId!));
    return { ...explain(rulesOf(page), facts, { personId: personId!, duties: standing?.duties ?? [] }), held };
  }

  /** The rules in force when it was handed in. */
  async rules(tx: EntityManager, { id }: ExpenseRow): Promise<ApprovalRules> {
    return rulesOf((await this.store.page(tx, id))!);
  }

  /** Runs a step in one transaction: null, or what was refused by the rules or by the ledger itself. */
  async attempt(id: string, work: (tx: EntityManager) => Promise<unknown>): Promise<StepFault | null> {
    try {
      await this.database.transaction(work);
      return null;
    } catch (error) {
      if (error instanceof StepRefused) return error.fault;
      return this.faultOf(error, id);
    }
  }

  /** Takes the book and then the expense. Whoever may not read it gets NOT_FOUND. */
  async hold(tx: EntityManager, actor: Actor, id: string): Promise<ExpenseRow> {
    const found = isId(id) ? await this.store.find(tx, id) : null;
    if (!found) throw new NotFound();
    await this.books.lock(tx, found.book_id);
    const expense = await this.store.hold(tx, id);
    const own = actor.personId !== null && [expense.author_id, expense.payee_id].includes(actor.personId);
    if (expense.state === 'DRAFT' && expense.author_id !== actor.personId) throw new NotFound();
    await this.policy.require(tx, actor, 'expense.read', { groupId: expense.group_id, case: 'group', own });
    return expense;
  }

  /** What the ledger itself refused, as data for the person; everything else goes on as it was. */
  private async faultOf(error: unknown, id: string): Promise<StepFault> {
    const refusal = ledgerRefusalOf(error);
    const expense = refusal ? await this.store.find(this.database.reads, id) : null;
    if (!expense || refusal === 'account-closed') throw error;
    if (refusal === 'period-closed') return refusedPeriod(error);
    if (refusal === 'line-taken-back') return refusedFor({ code: 'line-closed' }, expense.currency);
    if (refusal === 'fund-short') {
      const fund = (await this.books.fundAccount(this.database.reads, expense.fund_id))!;
      return new FundShort(await this.books.available(this.database.reads, fund), expense.currency);
    }
    const line = (await this.books.line(this.database.reads, expense.budget_line_id!))!;
    return new LineSpent(
      refusal === 'line-closed' ? 0n : BigInt(line.planned) - BigInt(line.spent),
      expense.currency,
      line.authority_kind === 'DECISION' ? line.authority_id : null,
    );
  }
}
