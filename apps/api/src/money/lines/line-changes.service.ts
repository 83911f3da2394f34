import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { constraintOf } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore, type Fund, type Line } from '../ledger/books.store.ts';
import { fundShort } from './budget-lines.service.ts';

type Change = 'raise' | 'lower' | 'close';

/** Passed proposals change budget lines that decisions opened: raise or lower what is planned, or close the line. Only the hold moves, no entry. */
@Injectable()
export class LineChanges {
  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** What carries out one kind of change. */
  executor(change: Change): EffectExecutor {
    return {
      locks: 'book',
      read: (db, asked) => this.read(db, asked, change),
      refusal: (db, subject) => this.refusal(db, subject, change),
      lock: async (tx, { groupId, payload }) => {
        await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
        await this.books.line(tx, String(payload['lineId']), 'FOR UPDATE');
      },
      run: (tx, call) => this.run(tx, call, change),
    };
  }

  private async read(db: EntityManager, { groupId, input, field }: EffectAsked, change: Change): Promise<Payload> {
    const found = await this.find(db, groupId, input.lineId ?? '');
    if (!found || found.line.authority_kind !== 'DECISION')
      throw new BadInput(field('lineId'), 'Choose a budget line that a decision has opened.');
    const { line, fund } = found;
    const about = { lineId: line.id, label: line.name, fundId: fund.id, fundName: fund.name, fundKind: fund.kind };
    if (change === 'close') return about;
    if (!input.amount) throw new BadInput(field('amount'), 'Say by how much.');
    const { currency } = input.amount;
    const minor = BigInt(String(input.amount.minor));
    if (!isCurrency(currency) || currency !== fund.currency)
      throw new BadInput(
        field('amount'),
        say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    if (minor <= 0n || minor > 10n ** 15n) throw new BadInput(field('amount'), 'The amount must be more than nothing.');
    // Only what frees money counts towards the limits of a vote, under the name that they read.
    return { ...about, [change === 'raise' ? 'minor' : 'lowerBy']: minor.toString(), currency };
  }

  private async refusal(
    db: EntityManager,
    { groupId, payload }: EffectSubject,
    change: Change,
  ): Promise<EffectRefused | null> {
    const found = await this.find(db, groupId, String(payload['lineId']));
    if (!found) return new EffectRefused('LINE_CLOSED', say`The budget line is closed, so it stays as it is.`);
    const { line, fund } = found;
    if (change === 'close') return BigInt(line.advanced) > 0n ? advancesOpen(line, fund) : null;
    if (change === 'raise') {
      const available = await this.books.available(db, fund.account_id);
      return available < BigInt(String(payload['minor'])) ? fundShort(fund, available) : null;
    }
    const left = BigInt(line.planned) - BigInt(line.spent) - BigInt(line.advanced);
    const by = BigInt(String(payload['lowerBy']));
    // Nothing left and nothing spent would be no line: that is closing it.
    if (left >= by && BigInt(line.planned) > by) return null;
    const has = { minor: left, currency: fund.currency };
    return new EffectRefused('LINE_SPENT', say`The budget line has ${has} left, so it cannot be lowered by that much.`);
  }

  private async run(tx: EntityManager, call: EffectCall, change: Change): Promise<string> {
    const { groupId, payload, proposalId } = call;
    const { line, fund } = (await this.find(tx, groupId, String(payload['lineId'])))!;
    const by = change === 'raise' ? BigInt(String(payload['minor'])) : -BigInt(String(payload['lowerBy'] ?? '0'));
    const available = await this.books.available(tx, fund.account_id);
    try {
      await rows(
        tx,
        change === 'close'
          ? 'UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = budget_line.book_id) WHERE id = $1'
          : 'UPDATE budget_line SET planned = planned + $2::bigint, replanned_by = $3, warned_at = NULL WHERE id = $1',
        change === 'close' ? [line.id] : [line.id, by.toString(), proposalId],
      );
    } catch (error) {
      if (constraintOf(error) === 'fund_not_overdrawn') throw fundShort(fund, available);
      throw error;
    }
    const planned = (BigInt(line.planned) + by).toString();
    await this.log.append(tx, {
      chainId: groupId,
      type: change === 'close' ? 'budgetLine.closed' : 'budgetLine.replanned',
      actorId: null,
      facts: {
        line: line.id,
        proposal: proposalId,
        ...(change === 'close' ? {} : { planned, currency: fund.currency }),
      },
    });
    await this.outbox.announce(tx, {
      kind: 'BudgetLineChanged',
      groupId,
      payload: { lineId: line.id },
      topics: [`group:${groupId}`],
    });
    return line.id;
  }

  /** A line of the group that is open, not merely held, and of a decision that stands, with its fund. */
  private async find(db: EntityManager, groupId: string, id: string): Promise<{ line: Line; fund: Fund } | null> {
    const line = await this.books.line(db, id);
    if (!line || line.closed_at || line.reserved || line.taken_back) return null;
    const book = await this.books.ofGroup(db, groupId);
    const fund = line.book_id === book.id ? await this.books.findFund(db, book.id, line.fund_id) : null;
    return fund && { line, fund };
  }
}

function advancesOpen({ name, advanced }: Line, { currency }: Fund): EffectRefused {
  const open = { minor: BigInt(advanced), currency };
  return new EffectRefused(
    'ADVANCES_OPEN',
    say`Advances of ${open} on the budget line ${name} are open. It can be closed once they are settled.`,
  );
}
