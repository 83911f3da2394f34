import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ExpenseState, type ExpenseStep, expenseAfter, mayStep, mayUnsettle } from '#libs/money';
import type { Operation } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { refusedFor, refusedState } from '../ledger/money-faults.ts';
import { AdvanceClearings } from '../advances/advance-clearings.service.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { type Explained, ExpenseSteps, type StepFault, StepRefused } from './expense-steps.service.ts';
import type { ExpenseRow } from './expenses.store.ts';

interface Step {
  readonly id: string;
  readonly step: ExpenseStep;
  readonly operation: Operation;
  /** A step that takes a reason has one. */
  readonly reason?: string;
  /** Whether the author's own word counts for the table. */
  readonly asAuthor?: boolean;
  /** Whether it may be taken, too, where nothing but an advance has paid the expense. */
  readonly unsettles?: boolean;
}

/** The steps of an expense's life but for payments: state and entry commit together or not at all. */
@Injectable()
export class ExpensesService {
  constructor(
    private readonly policy: Policy,
    private readonly steps: ExpenseSteps,
    private readonly bookings: ExpenseBookings,
    private readonly clearings: AdvanceClearings,
  ) {}

  /** Approves the revision that was seen; the last approval that is needed books the debt. */
  approve(actor: Actor, id: string, expectedRevision: number): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'approve', operation: 'expense.approve' }, async (tx, expense) => {
      if (expense.revision !== expectedRevision) throw new StepRefused(refusedState('changed'));
      const before = await this.steps.explained(tx, expense, actor);
      await this.requireApprover(tx, actor, expense, before);
      if (before.whyNotApprove) throw new StepRefused(refusedFor(before.whyNotApprove, expense.currency));
      await rows(
        tx,
        `INSERT INTO expense_approval (expense_id, revision, person_id, content_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (expense_id, revision, person_id) DO UPDATE SET withdrawn_at = NULL, created_at = clock_now()`,
        [id, expense.revision, actor.personId, expense.content_hash],
      );
      const { unmet, restsOn } = await this.steps.explained(tx, expense, actor);
      if (unmet.length === 0) await this.bookings.approved(tx, actor, expense, restsOn?.id ?? null);
      else await this.bookings.noted(tx, actor, expense, 'expense.approvedInPart');
    });
  }

  /** Who approves by a duty, or by an authority that a decision has given them over what this is for. */
  private async requireApprover(
    tx: EntityManager,
    actor: Actor,
    { group_id: groupId }: ExpenseRow,
    { held }: Explained,
  ): Promise<void> {
    if (held) await this.policy.require(tx, actor, 'expense.approveAlone', { groupId, own: true });
    else await this.policy.require(tx, actor, 'expense.approve', { groupId });
  }

  /** Takes one's own approval back. Where the rule is not met without it the booking is reversed; nothing has been paid yet. */
  unapprove(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(
      actor,
      { id, step: 'unapprove', operation: 'expense.unapprove', reason },
      async (tx, expense, why) => {
        const [own] = await rows(
          tx,
          `UPDATE expense_approval SET withdrawn_at = clock_now() WHERE expense_id = $1 AND revision = $2 AND person_id = $3 AND withdrawn_at IS NULL RETURNING 1`,
          [id, expense.revision, actor.personId],
        );
        await this.policy.require(tx, actor, 'expense.unapprove', {
          groupId: expense.group_id,
          own: own !== undefined,
        });
        const { unmet } = await this.steps.explained(tx, expense, actor, { state: 'SUBMITTED' });
        const isMet = expense.state === 'APPROVED' && unmet.length === 0;
        const state = expenseAfter(expense.state, 'unapprove', {
          isMet,
          total: BigInt(expense.total),
          paid: 0n,
          waived: 0n,
        });
        if (state === expense.state) return this.bookings.noted(tx, actor, expense, 'expense.unapproved', why);
        await this.bookings.stepped(tx, actor, expense, { state: state!, step: 'unapprove', reason: why });
      },
    );
  }

  /** Sends it back to its author, with what is missing; also where it was set against an advance, which is out again then. */
  returnIt(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(
      actor,
      { id, step: 'return', operation: 'expense.return', reason, asAuthor: true, unsettles: true },
      async (tx, expense, why) =>
        mayStep(expense.state, 'return')
          ? this.bookings.stepped(tx, actor, expense, { state: 'RETURNED', step: 'return', reason: why })
          : this.bookings.unsettled(tx, actor, expense, why!),
    );
  }

  reject(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'reject', operation: 'expense.reject', reason, asAuthor: true });
  }

  /** Takes it back to change it: approvals are void, a booking is reversed. */
  recall(actor: Actor, id: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'recall', operation: 'expense.recall', asAuthor: true });
  }

  /** Ends it for good. A draft that was never handed in leaves nothing behind. */
  withdraw(actor: Actor, id: string): Promise<StepFault | null> {
    return this.run(
      actor,
      { id, step: 'withdraw', operation: 'expense.withdraw', asAuthor: true },
      async (tx, expense) => {
        if (expense.state !== 'DRAFT')
          return this.bookings.stepped(tx, actor, expense, { state: 'WITHDRAWN', step: 'withdraw', reason: null });
        await rows(
          tx,
          `UPDATE file SET parent_kind = NULL, parent_id = NULL WHERE parent_kind = 'expense' AND parent_id = $1`,
          [id],
        );
        await rows(tx, 'DELETE FROM expense WHERE id = $1', [id]);
      },
    );
  }

  /** Stops every payment until it is released. */
  hold(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'hold', operation: 'expense.hold', reason }, async (tx, expense, why) => {
      if (expense.on_hold) throw new Conflict('This expense is on hold already.');
      await this.bookings.held(tx, actor, expense, { onHold: true, reason: why! });
    });
  }

  release(actor: Actor, id: string, reason: string): Promise<StepFault | null> {
    return this.run(actor, { id, step: 'release', operation: 'expense.hold', reason }, async (tx, expense, why) => {
      if (!expense.on_hold) throw new Conflict('This expense is not on hold any more.');
      await this.bookings.held(tx, actor, expense, { onHold: false, reason: why! });
    });
  }

  private async unsettles(tx: EntityManager, expense: ExpenseRow): Promise<boolean> {
    const { state, paid, waived } = expense;
    const settled = await this.clearings.of(tx, expense);
    return mayUnsettle({ state, paid: BigInt(paid), waived: BigInt(waived), settled });
  }

  private run(
    actor: Actor,
    step: Step,
    work?: (tx: EntityManager, expense: ExpenseRow, reason: string | null) => Promise<void>,
  ): Promise<StepFault | null> {
    const reason = step.reason === undefined ? null : longText('reason', step.reason, { what: 'The reason', max: 500 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words: the author will read it.');
    return this.steps.attempt(step.id, async (tx) => {
      const expense = await this.steps.hold(tx, actor, step.id);
      // Whose approval it is shows only when it is taken back; by what one may give it, only when it is explained.
      if (step.step !== 'unapprove' && step.step !== 'approve')
        await this.policy.require(tx, actor, step.operation, {
          groupId: expense.group_id,
          own: step.asAuthor === true && expense.author_id === actor.personId,
        });
      const may = mayStep(expense.state, step.step) || (step.unsettles === true && (await this.unsettles(tx, expense)));
      if (!may || (takesBack(step.step) && BigInt(expense.waived) > 0n))
        throw new StepRefused(refusedState(expense.state));
      if (work) return work(tx, expense, reason);
      const state = onlyEnd(expense, step.step);
      await this.bookings.stepped(tx, actor, expense, { state, step: step.step, reason });
    });
  }
}

/** What the payee has let go of a part of is not taken back any more. */
const takesBack = (step: ExpenseStep): boolean => step === 'recall' || step === 'unapprove';

function onlyEnd(expense: ExpenseRow, step: ExpenseStep): ExpenseState {
  return expenseAfter(expense.state, step, { isMet: false, total: BigInt(expense.total), paid: 0n, waived: 0n })!;
}

/** The hash of everything that approvals are given to. */
export function contentHash(content: object): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(content, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
    .digest();
}
