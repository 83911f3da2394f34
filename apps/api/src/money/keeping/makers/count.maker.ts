import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { coinsSum, differencePostings } from '#libs/money';
import { row, rows } from '../../../platform/database/sql.ts';
import { BadInput } from '../../../platform/graphql/errors.ts';
import { newId } from '../../../platform/ids.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';
import { type Holding, KeepFacts } from '../keep-facts.service.ts';
import type { Amount } from './amounts.ts';

export interface CountCommand {
  readonly [key: string]: unknown;
  readonly holdingId: string;
  readonly counted: Amount | null;
  /** How many of each coin and note, by its value in minor units. */
  readonly coins: Readonly<Record<string, number>> | null;
  readonly on: string | null;
  readonly note: string;
}

/** A cash box counted: what it holds more or less than the book says is booked by its name; a count that fits is kept as one. */
@Injectable()
export class CountMaker implements EntryMaker {
  readonly operation = 'entry.post';

  constructor(private readonly facts: KeepFacts) {}

  async make(tx: EntityManager, of: KeepContext, command: CountCommand): Promise<EntryDraft> {
    const { box, day, counted, expected } = await this.read(tx, of, command);
    const difference = counted - expected;
    if (difference !== 0n && command.note === '')
      throw new BadInput('note', 'It is not what the book says. Say in a few words what you know of the difference.');
    const { currency } = box;
    const fund = await this.facts.fund(tx, of, { id: null });
    const accountId = difference === 0n ? fund.account_id : await this.facts.fundIn(tx, of, fund, currency);
    const fundId = await this.facts.bearing(tx, of, { accountId, currency, minor: -difference });
    return {
      kind: 'CASH_DIFFERENCE',
      effectiveOn: day,
      authority: { kind: 'DUTY', id: of.dutyId },
      text: command.note,
      postings: difference === 0n ? [] : differencePostings({ holdingId: box.id, fundId, currency, difference }),
    };
  }

  async beside(
    tx: EntityManager,
    of: KeepContext,
    { command, entryId }: { command: CountCommand; entryId: string | null },
  ): Promise<void> {
    const { box, day, counted, expected } = await this.read(tx, of, command, entryId);
    await rows(
      tx,
      `INSERT INTO cash_count (id, account_id, counted_on, counted, expected, coins, note, counted_by, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        box.id,
        day,
        counted.toString(),
        expected.toString(),
        command.coins && JSON.stringify(command.coins),
        command.note,
        of.personId,
        entryId,
      ],
    );
  }

  /** What was counted and what the book says of the end of that day, without the entry of this very count. */
  private async read(
    tx: EntityManager,
    of: KeepContext,
    command: CountCommand,
    entryId: string | null = null,
  ): Promise<{ box: Holding; day: string; counted: bigint; expected: bigint }> {
    const box = await this.facts.holding(tx, of, command.holdingId);
    if (!box.path.startsWith('assets:cash:')) throw new BadInput('holdingId', 'Only a cash box is counted.');
    const day = this.facts.day(of, command.on);
    const counted = command.coins ? coinsSum(box.currency, command.coins) : countedSum(command.counted, box.currency);
    if (counted === null) throw new BadInput(command.coins ? 'coins' : 'counted', 'Type what you counted.');
    const { n } = (await row<{ n: string }>(
      tx,
      `SELECT coalesce(sum(q.amount), 0)::text AS n FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id
       WHERE q.account_id = $1 AND e.effective_on <= $2::date AND e.id IS DISTINCT FROM $3::uuid`,
      [box.id, day, entryId],
    ))!;
    return { box, day, counted, expected: BigInt(n) };
  }
}

function countedSum(counted: Amount | null, currency: string): bigint | null {
  if (!counted || counted.currency !== currency) return null;
  const minor = BigInt(counted.minor);
  return minor < 0n || minor > 10n ** 15n ? null : minor;
}
