import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { epcText } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { checkedPayout, type PayoutDetail } from '../payouts/payout-fields.ts';
import { PayoutSeals } from '../payouts/payout-seals.service.ts';
import { SplitDoor } from './split-door.service.ts';
import type { Payout } from './splits.graphql.ts';

/** Where people of a split want to be paid: sealed with the secret of the instance, for this one split, and not for long. */
@Injectable()
export class Payouts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly door: SplitDoor,
    private readonly seals: PayoutSeals,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.rows('accounts to settle bills with', {
      table: 'split_payout',
      where: `created_at < clock_now() - interval '90 days'`,
    });
    this.retention.also('addresses of those who share bills without an account', async () => {
      const gone = await rows(
        this.database.reads,
        `UPDATE split_person m SET email = NULL FROM split s WHERE s.id = m.split_id AND m.email IS NOT NULL AND s.touched_at < clock_now() - interval '90 days' RETURNING 1`,
      );
      return gone.length;
    });
  }

  /** Keeps where somebody wants to be paid; an empty account number forgets it. */
  async set(actor: Actor, splitId: string, typed: { name: string; iban: string }): Promise<void> {
    const forget = typed.iban.trim() === '';
    const account = forget ? null : checkedPayout({ way: 'IBAN', ...typed });
    await this.database.transaction(async (tx) => {
      const { split, seat } = await this.door.enterAs(tx, actor, splitId, 'settlement.payout');
      if (account) await this.keep(tx, seat.id, account);
      else await rows(tx, 'DELETE FROM split_payout WHERE person_id = $1', [seat.id]);
      await this.door.changed(tx, split, { kind: 'SplitChanged' });
    });
  }

  /** An account that was kept, with the code for a payment in euro; null where it can not be opened any more. */
  read(
    seatId: string,
    sealed: string,
    payment: { minor: bigint; currency: string; text: string } | null,
  ): Payout | null {
    const account = this.seals.open('split', seatId, sealed);
    if (!account) return null;
    const { name, iban } = account;
    const code = payment?.currency === 'EUR' ? epcText({ name, iban, ...payment, text: short(payment.text) }) : null;
    return { name, iban, code: code?.ok ? code.text : null };
  }

  private async keep(tx: EntityManager, seatId: string, detail: PayoutDetail): Promise<void> {
    const sealed = await this.seals.seal(tx, 'split', { id: seatId, detail });
    await rows(
      tx,
      'INSERT INTO split_payout (person_id, sealed, created_at) VALUES ($1, $2, clock_now()) ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at',
      [seatId, sealed],
    );
  }
}

/** So much of a title as fits into a code beside a long name. */
const short = (title: string): string => [...title].slice(0, 60).join('');
