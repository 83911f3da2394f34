import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Files } from '../../platform/files/files.service.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { ExpenseSteps, type StepFault, StepRefused } from '../expenses/expense-steps.service.ts';
import type { ExpenseRow } from '../expenses/expenses.store.ts';
import { PaymentChecks } from '../expenses/payments/payment-checks.service.ts';
import { refusedFor, refusedState } from '../ledger/money-faults.ts';
import { outOf } from './advance-facts.ts';
import { AdvanceReturns, type Back } from './advance-returns.service.ts';
import type { AdvanceBackInput } from './advances.graphql.ts';

/** What comes back of an advance: the treasurer notes it with what shows it, and never of their own. */
@Injectable()
export class AdvancesService {
  constructor(
    private readonly policy: Policy,
    private readonly idempotency: Idempotency,
    private readonly files: Files,
    private readonly steps: ExpenseSteps,
    private readonly checks: PaymentChecks,
    private readonly returns: AdvanceReturns,
  ) {}

  noteBack(actor: Actor, input: AdvanceBackInput): Promise<StepFault | null> {
    const call = { actorKey: actor.personId ?? '', clientKey: input.idempotencyKey, request: input };
    return this.steps.attempt(input.expenseId, (tx) =>
      this.idempotency.once(tx, call, () => this.noteBackIn(tx, actor, input)),
    );
  }

  private async noteBackIn(tx: EntityManager, actor: Actor, input: AdvanceBackInput): Promise<string> {
    const advance = await this.steps.hold(tx, actor, input.expenseId);
    await this.policy.require(tx, actor, 'expense.recordReturn', { groupId: advance.group_id });
    if (advance.type !== 'ADVANCE' || outOf(advance) <= 0n) throw new StepRefused(refusedState(advance.state));
    if (advance.payee_id === actor.personId && !(await this.steps.rules(tx, advance)).selfApproval)
      throw new StepRefused(refusedFor({ code: 'own-expense' }, advance.currency));
    const back = await this.read(tx, advance, input);
    const id = await this.returns.booked(tx, actor, advance, back);
    await this.files.attach(tx, actor, input.receipts, {
      kind: 'advance_return',
      id,
      groupId: advance.group_id,
      field: 'receipts',
    });
    return id;
  }

  private async read(tx: EntityManager, advance: ExpenseRow, input: AdvanceBackInput): Promise<Back> {
    const { currency } = advance;
    const out = outOf(advance);
    if (input.amount && input.amount.currency !== currency)
      throw new BadInput('amount', say`This expense is booked in ${currency}.`);
    const minor = input.amount?.minor ?? out;
    if (minor <= 0n) throw new BadInput('amount', 'Type what came back; it is more than nothing.');
    if (minor > out) throw new BadInput('amount', say`No more than ${{ minor: out, currency }} of it is out.`);
    if (input.receipts.length === 0)
      throw new BadInput('receipts', 'Add what shows it: a photo of the count or the bank statement.');
    const day = await this.checks.day(tx, advance, input.day ?? undefined);
    return { minor, day, holdingId: await this.checks.holding(tx, advance, input.holdingId) };
  }
}
