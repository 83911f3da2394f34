import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EffectCall, EffectRefused } from '../../decisions/index.ts';
import { constraintOf } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { BooksStore, type Fund } from '../ledger/books.store.ts';
import { say } from '../../platform/words/words.ts';

/** Opens budget lines by the authority of a decision: planned money, held in its fund from that instant. */
@Injectable()
export class BudgetLines {
  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Opens one line of an effect in the fund of its payload; `part` counts the lines of one effect from 1. The caller holds the book. */
  async open(
    tx: EntityManager,
    call: Pick<EffectCall, 'groupId' | 'proposalId' | 'index' | 'payload'>,
    { label, planned, part }: { label: string; planned: bigint; part: number },
  ): Promise<string> {
    const book = await this.books.ofGroup(tx, call.groupId);
    const fund = (await this.books.findFund(tx, book.id, String(call.payload['fundId'])))!;
    const available = await this.books.available(tx, fund.account_id);
    const id = newId();
    const last = await row<{ last_seq: string }>(tx, 'SELECT last_seq FROM book WHERE id = $1', [book.id]);
    try {
      await rows(
        tx,
        `INSERT INTO budget_line (id, book_id, account_id, name, event_id, planned, authority_kind, authority_id, authority_no, authority_part, opened_after_seq, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, 'DECISION', $7, $8, $9, $10, $11::date)`,
        [
          id,
          book.id,
          fund.account_id,
          label,
          call.payload['eventId'] ?? null,
          planned.toString(),
          call.proposalId,
          call.index,
          part,
          last!.last_seq,
          call.payload['until'] ?? null,
        ],
      );
    } catch (error) {
      if (constraintOf(error) === 'fund_not_overdrawn') throw fundShort(fund, available);
      throw error;
    }
    await this.log.append(tx, {
      chainId: call.groupId,
      type: 'budgetLine.opened',
      actorId: null,
      facts: { line: id, planned: planned.toString(), currency: fund.currency, proposal: call.proposalId },
    });
    await this.outbox.announce(tx, {
      kind: 'BudgetLineOpened',
      groupId: call.groupId,
      payload: { lineId: id },
      topics: [`group:${call.groupId}`],
    });
    return id;
  }
}

/** The fund has less than is asked of it. */
export function fundShort({ name, currency }: Pick<Fund, 'name' | 'currency'>, available: bigint): EffectRefused {
  const has = { minor: available, currency };
  return new EffectRefused(
    'FUND_SHORT',
    say`The fund ${name} has ${has} available, which is less than this decision asks for.`,
  );
}
