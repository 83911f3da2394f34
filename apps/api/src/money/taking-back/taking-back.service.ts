import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EffectCall, TakesBackPayload } from '../../decisions/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { AuthorityRecords } from '../authorities/authority-records.service.ts';
import { BudgetSides } from '../budgets/budget-sides.service.ts';
import type { DecisionRow } from './taking-back.store.ts';

/** What the record keeps of a line beside what a page shows. */
type Ending = TakesBackPayload & {
  readonly lines: readonly (TakesBackPayload['lines'][number] & { planned?: string })[];
};

/** Ends what rests on a decision that is taken back. The caller holds the decision, the book and the expenses. */
@Injectable()
export class TakingBack {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly authorities: AuthorityRecords,
    private readonly budgets: BudgetSides,
  ) {}

  async carryOut(tx: EntityManager, call: EffectCall, of: { found: DecisionRow; ending: Ending }): Promise<void> {
    const { found, ending } = of;
    // What failed is never carried out after this: before the record, which is only of what is settled.
    await rows(
      tx,
      `UPDATE execution SET state = 'dropped', failure_code = NULL, failure_text = NULL, failure_words = NULL WHERE proposal_id = $1 AND state = 'failed'`,
      [found.id],
    );
    await rows(
      tx,
      'INSERT INTO decision_taken_back (proposal_id, by_proposal, effect_no, did) VALUES ($1, $2, $3, $4)',
      [found.id, call.proposalId, call.index, JSON.stringify(ending)],
    );
    for (const budget of ending.budgets) await this.endBudget(tx, call, budget);
    for (const authority of ending.authorities) await this.endAuthority(tx, call, authority.id);
    // Of a raise that is spent by now nothing is left to end.
    for (const line of ending.lines) if (line.closes || line.free !== '0') await this.endLine(tx, call, line);
    for (const expense of ending.expenses) await this.hold(tx, call, expense);
    await this.log.append(tx, {
      chainId: call.groupId,
      type: 'proposal.takenBack',
      actorId: null,
      facts: { proposal: found.id, by: call.proposalId },
    });
    await this.outbox.announce(tx, {
      kind: 'DecisionTakenBack',
      groupId: call.groupId,
      payload: { proposalId: found.id, byId: call.proposalId },
      topics: [`proposal:${found.id}`, `group:${call.groupId}`],
    });
  }

  private async endBudget(
    tx: EntityManager,
    call: EffectCall,
    { id, waiting }: Ending['budgets'][number],
  ): Promise<void> {
    await rows(
      tx,
      `UPDATE budget_item SET dropped_by = $2 WHERE budget_id = $1 AND kind = 'SPENDING' AND line_id IS NULL AND dropped_by IS NULL`,
      [id, call.proposalId],
    );
    await rows(tx, `UPDATE budget SET state = 'ENDED', ended_at = clock_now(), version = version + 1 WHERE id = $1`, [
      id,
    ]);
    await this.budgets.tell(
      tx,
      { id, groupId: call.groupId },
      {
        log: 'budget.takenBack',
        happening: 'BudgetEnded',
        actorId: null,
        facts: { proposal: call.proposalId, dropped: waiting },
      },
    );
  }

  private async endAuthority(tx: EntityManager, { groupId, proposalId }: EffectCall, id: string): Promise<void> {
    await rows(
      tx,
      `UPDATE spending_authority SET ended_at = clock_now(), ended_by = 'withdrawn', withdrawn_by = $2 WHERE id = $1 AND ended_at IS NULL`,
      [id, proposalId],
    );
    await this.authorities.tell(tx, { id, groupId }, 'withdrawn', { proposal: proposalId });
  }

  private async endLine(tx: EntityManager, call: EffectCall, line: Ending['lines'][number]): Promise<void> {
    await rows(
      tx,
      line.closes
        ? 'UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = budget_line.book_id) WHERE id = $1'
        : 'UPDATE budget_line SET planned = $2::bigint, replanned_by = $3, warned_at = coalesce(warned_at, clock_now()) WHERE id = $1',
      line.closes ? [line.id] : [line.id, line.planned, call.proposalId],
    );
    await this.log.append(tx, {
      chainId: call.groupId,
      type: line.closes ? 'budgetLine.closed' : 'budgetLine.replanned',
      actorId: null,
      facts: {
        line: line.id,
        proposal: call.proposalId,
        ...(line.closes ? {} : { planned: line.planned!, currency: line.currency }),
      },
    });
    await this.outbox.announce(tx, {
      kind: 'BudgetLineChanged',
      groupId: call.groupId,
      payload: { lineId: line.id },
      topics: [`group:${call.groupId}`],
    });
  }

  private async hold(tx: EntityManager, call: EffectCall, { id, number }: Ending['expenses'][number]): Promise<void> {
    await rows(tx, 'UPDATE expense SET on_hold = true, held_by_decision = $2, version = version + 1 WHERE id = $1', [
      id,
      call.proposalId,
    ]);
    await this.log.append(tx, {
      chainId: call.groupId,
      type: 'expense.hold',
      actorId: null,
      facts: { expense: id, number, proposal: call.proposalId },
    });
    await this.outbox.announce(tx, {
      kind: 'ExpenseHeld',
      groupId: call.groupId,
      payload: { expenseId: id, byId: null, takenBackBy: call.proposalNumber },
      topics: [`expense:${id}`, `group:${call.groupId}`],
    });
  }
}
