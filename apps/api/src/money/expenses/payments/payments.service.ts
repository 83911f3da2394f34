import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayStep } from '#libs/money';
import type { Actor } from '../../../platform/actor.ts';
import { row } from '../../../platform/database/sql.ts';
import { Files } from '../../../platform/files/files.service.ts';
import { BadInput, NotFound } from '../../../platform/graphql/errors.ts';
import { Idempotency } from '../../../platform/idempotency.ts';
import { isId } from '../../../platform/ids.ts';
import { longText } from '../../../platform/names.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { say } from '../../../platform/words/words.ts';
import { refusedFor, refusedState } from '../../ledger/money-faults.ts';
import { type StepFault, StepRefused, ExpenseSteps } from '../expense-steps.service.ts';
import { ExpensePayments, type PaymentRow } from './expense-payments.service.ts';
import { PaymentChecks, type PaymentAsked } from './payment-checks.service.ts';
import type { PayExpenseInput, ReturnPaymentInput } from './payments.graphql.ts';

/** Paying what is owed, in part or whole; noting what came back; letting go of the rest. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly policy: Policy,
    private readonly idempotency: Idempotency,
    private readonly files: Files,
    private readonly steps: ExpenseSteps,
    private readonly checks: PaymentChecks,
    private readonly payments: ExpensePayments,
  ) {}

  pay(actor: Actor, id: string, input: PayExpenseInput | null = null): Promise<StepFault | null> {
    return this.steps.attempt(id, (tx) => {
      const asked = input ? readPayment(input) : {};
      const work = (): Promise<string> =>
        this.payIn(tx, actor, { expenseId: id, ...asked, receipts: input?.receipts ?? [] });
      if (!input) return work();
      const call = { actorKey: actor.personId ?? '', clientKey: input.idempotencyKey, request: { id, ...input } };
      return this.idempotency.once(tx, call, work);
    });
  }

  /**
   * Pays in the transaction of a caller who knows of the payment otherwise, such as a line of a bank statement. Asks permission and rules on
   * the fresh rows; throws BAD_USER_INPUT or `StepRefused`. Returns the id of the payment.
   */
  async payIn(
    tx: EntityManager,
    actor: Actor,
    { expenseId, receipts = [], ...asked }: PaymentAsked & { expenseId: string; receipts?: readonly string[] },
  ): Promise<string> {
    const expense = await this.steps.hold(tx, actor, expenseId);
    await this.policy.require(tx, actor, 'expense.markPaid', { groupId: expense.group_id });
    if (!mayStep(expense.state, 'pay')) throw new StepRefused(refusedState(expense.state));
    const { whyNotPay } = await this.steps.explained(tx, expense, actor);
    if (whyNotPay) throw new StepRefused(refusedFor(whyNotPay, expense.currency));
    const paying = await this.checks.payment(tx, expense, asked);
    const id = await this.payments.paid(tx, actor, expense, paying);
    await this.files.attach(tx, actor, receipts, {
      kind: 'expense_payment',
      id,
      groupId: expense.group_id,
      field: 'receipts',
    });
    return id;
  }

  /** Notes that a payment, or a part of it, has come back, and what was lost on the way. */
  cameBack(actor: Actor, input: ReturnPaymentInput): Promise<StepFault | null> {
    return this.steps.attempt(input.expenseId, (tx) => this.cameBackIn(tx, actor, input));
  }

  /** As `cameBack`, in the transaction of a caller who knows of it otherwise. Throws BAD_USER_INPUT or `StepRefused`. Returns the id of the entry. */
  async cameBackIn(tx: EntityManager, actor: Actor, input: ReturnPaymentInput): Promise<string> {
    const expense = await this.steps.hold(tx, actor, input.expenseId);
    await this.policy.require(tx, actor, 'expense.recordReturn', { groupId: expense.group_id });
    if (!mayStep(expense.state, 'comeBack')) throw new StepRefused(refusedState(expense.state));
    const payment = isId(input.paymentId)
      ? await row<PaymentRow>(tx, 'SELECT * FROM expense_payment WHERE id = $1 AND expense_id = $2', [
          input.paymentId,
          expense.id,
        ])
      : null;
    if (!payment) throw new NotFound();
    const reason = longText('reason', input.reason, { what: 'The reason', max: 500 });
    if (reason === '') throw new BadInput('reason', 'Say what happened, in a few words.');
    const left = this.checks.mayComeBack(expense, payment);
    const minor = input.amount ? minorIn(input.amount, expense.currency) : left;
    const lost = input.lost ? minorIn(input.lost, expense.currency, 'lost') : 0n;
    const cost = expense.foreign_currency ? BigInt(payment.cost) : minor;
    if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing.');
    if (minor > left) throw new BadInput('amount', 'No more can come back than was paid.');
    if (expense.foreign_currency && minor !== left)
      throw new BadInput(
        'amount',
        'A payment abroad comes back as a whole. What was lost on the way is said beside it.',
      );
    if (lost < 0n || lost > cost) throw new BadInput('lost', 'No more can be lost than was paid.');
    const day = await this.checks.day(tx, expense, input.day ?? undefined);
    return this.payments.cameBack(tx, actor, expense, { payment, minor, lost, day, reason });
  }

  /** The payee lets go of what is still owed to them. */
  waive(actor: Actor, id: string): Promise<StepFault | null> {
    return this.steps.attempt(id, async (tx) => {
      const expense = await this.steps.hold(tx, actor, id);
      const own = expense.payee_id !== null && expense.payee_id === actor.personId;
      await this.policy.require(tx, actor, 'expense.waive', { groupId: expense.group_id, own });
      if (!mayStep(expense.state, 'waive')) throw new StepRefused(refusedState(expense.state));
      await this.payments.waived(tx, actor, expense);
    });
  }
}

function readPayment(input: PayExpenseInput): PaymentAsked {
  return {
    minor: input.amount?.minor ?? undefined,
    fee: input.fee?.minor ?? undefined,
    cost: input.cost?.minor ?? undefined,
    day: input.day ?? undefined,
    holdingId: input.holdingId ?? undefined,
    currencies: { amount: input.amount?.currency, fee: input.fee?.currency, cost: input.cost?.currency },
  };
}

function minorIn(amount: { minor: bigint; currency: string }, currency: string, field = 'amount'): bigint {
  if (amount.currency !== currency) throw new BadInput(field, say`This expense is booked in ${currency}.`);
  return amount.minor;
}
