import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import { BadInput, NotFound, Refusal } from '../../../platform/graphql/errors.ts';
import { Idempotency } from '../../../platform/idempotency.ts';
import { isId } from '../../../platform/ids.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { say, type Words } from '../../../platform/words/words.ts';
import { PaymentsService } from '../../expenses/payments/payments.service.ts';
import type { MarkPaidInput, PaymentOutcome, PreparedPayments, PreparePaymentsInput } from './batches.graphql.ts';
import { BatchesStore } from './batches.store.ts';
import { BatchParts } from './batch-parts.service.ts';

const MOST = 100;

/** Paying several at once: prepared for the bank, then noted as paid, each exactly once and each with its own answer. */
@Injectable()
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly idempotency: Idempotency,
    private readonly parts: BatchParts,
    private readonly payments: PaymentsService,
    private readonly store: BatchesStore,
  ) {}

  /** Prepares those that may be paid by this person from the account; the others are named with why not. Accounts are opened here, so it is logged. */
  prepare(actor: Actor, input: PreparePaymentsInput): Promise<PreparedPayments> {
    if (!isId(input.groupId)) throw new NotFound();
    const ids = chosen(input.expenseIds);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'expense.payout.read', { groupId: input.groupId });
      return this.idempotency.once(
        tx,
        { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input },
        () => this.parts.prepare(tx, actor, { ...input, ids }),
      );
    });
  }

  /** Takes a payment out of what is prepared: it can be prepared anew. */
  takeOut(actor: Actor, batchId: string, expenseId: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const groupId = await this.require(tx, actor, batchId);
      await this.parts.takeOut(tx, actor, { groupId, batchId, expenseId });
    });
  }

  /** Notes those that were paid, one after the other; one that is refused keeps none of the others from it. Repeated, it changes nothing. */
  async markPaid(actor: Actor, input: MarkPaidInput): Promise<PaymentOutcome[]> {
    const ids = chosen(input.expenseIds);
    await this.database.transaction(async (tx) => {
      const groupId = await this.require(tx, actor, input.batchId);
      await this.parts.attach(tx, actor, { batchId: input.batchId, groupId, files: input.receipts ?? [] });
    });
    const outcomes: PaymentOutcome[] = [];
    for (const id of ids) outcomes.push(await this.markOne(actor, input, id));
    return outcomes;
  }

  private async markOne(actor: Actor, input: MarkPaidInput, expenseId: string): Promise<PaymentOutcome> {
    const item = await this.parts.item(this.database.reads, input.batchId, expenseId);
    if (!item) throw new NotFound();
    const outcome = (text: Words | null): PaymentOutcome => ({ id: expenseId, number: item.number, done: !text, text });
    try {
      const fault = await this.parts.attempt(expenseId, async (tx) => {
        const held = await this.parts.hold(tx, actor, { batchId: input.batchId, expenseId });
        if (held.state === 'PAID') return;
        if (held.state === 'OUT') throw new BadInput('expenseIds', 'It was taken out of these payments.');
        await this.payments.payIn(tx, actor, {
          expenseId,
          minor: BigInt(held.minor),
          day: input.day,
          holdingId: input.accountId,
          key: `batch:${input.batchId}:${expenseId}`,
        });
      });
      return outcome(fault && fault.message);
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'UNAUTHENTICATED') return outcome(error.words);
      throw error;
    }
  }

  private async require(tx: EntityManager, actor: Actor, batchId: string): Promise<string> {
    const groupId = await this.store.groupOf(tx, batchId);
    if (!groupId) throw new NotFound();
    await this.policy.require(tx, actor, 'expense.markPaid', { groupId });
    return groupId;
  }
}

function chosen(ids: readonly string[]): string[] {
  const once = [...new Set(ids)];
  if (once.length === 0) throw new BadInput('expenseIds', 'Choose what is to be paid.');
  if (once.length > MOST) throw new BadInput('expenseIds', say`${MOST} at once is the most.`);
  return once;
}
