import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  minorOf,
  type Payload,
} from '../../decisions/index.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { RoundPots } from '../rounds/round-pots.service.ts';
import { BudgetLines, fundShort } from './budget-lines.service.ts';
import { say } from '../../platform/words/words.ts';

/** A budget vote opens a line for each project that it funds, all of them or none, together within the money that was shared out. */
@Injectable()
export class BudgetAllocateEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly lines: BudgetLines,
    private readonly pots: RoundPots,
  ) {}

  async read(db: EntityManager, { groupId, input, field, question }: EffectAsked): Promise<Payload> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, input.fundId ?? null);
    if (!fund) throw new BadInput(field('fundId'), 'This fund is not there any more. Choose another.');
    const costs = question?.options.map(({ cost }) => cost) ?? [];
    const budget = question?.settings?.['budget'];
    if (!question || typeof budget !== 'string' || costs.some((cost) => !cost))
      throw new BadInput(field('kind'), 'Only a vote that shares out money opens a line for each project.');
    const { currency } = costs[0]!;
    if (fund.currency !== currency)
      throw new BadInput(
        field('fundId'),
        say`The fund is kept in ${fund.currency}, so the projects must be in ${fund.currency}.`,
      );
    return {
      minor: minorOf(budget, currency).toString(),
      currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      eventId: input.eventId ?? null,
    };
  }

  /** Before the count the whole sum must be there; afterwards what the projects that won cost. */
  async refusal(db: EntityManager, { groupId, payload, options, ...of }: EffectSubject): Promise<EffectRefused | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const budget = BigInt(String(payload['minor']));
    const won = options.reduce((sum, { cost }) => sum + BigInt(cost?.minor ?? '0'), 0n);
    const asked = 'proposalId' in of ? won : budget;
    if (asked > budget) return new EffectRefused('LIMIT', 'The projects cost more than was to be shared out.');
    const roundId = roundOf(payload);
    const pot = roundId ? await this.pots.held(db, roundId) : 0n;
    const available = (await this.books.available(db, fund.account_id)) + pot;
    return available < asked ? fundShort(fund, available) : null;
  }

  async lock(tx: EntityManager, { groupId }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string | null> {
    const roundId = roundOf(call.payload);
    if (roundId) await this.pots.release(tx, roundId);
    const made = new Map<string, { minor: bigint; lineId: string }>();
    for (const [at, { id, label, cost }] of call.options.entries()) {
      const minor = BigInt(cost!.minor);
      made.set(id, { minor, lineId: await this.lines.open(tx, call, { label, planned: minor, part: at + 1 }) });
    }
    if (roundId) {
      await this.pots.grant(tx, roundId, made);
      await this.pots.end(tx, { roundId, groupId: call.groupId, state: 'closed', code: 'done' });
    }
    return [...made.values()][0]?.lineId ?? null;
  }
}

/** The round whose pot is shared out, where it is one. */
function roundOf({ roundId }: Payload): string | null {
  return typeof roundId === 'string' ? roundId : null;
}
