import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { epcText, ibanOf, isIban } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { requiredName } from '../../platform/names.ts';
import { SealBroken } from '../../platform/secrets/sealing.ts';
import { Secrets } from '../../platform/secrets/secrets.service.ts';
import { SplitDoor } from './split-door.service.ts';
import type { Payout } from './splits.graphql.ts';

interface Account {
  readonly name: string;
  readonly iban: string;
}

const labelOf = (seatId: string): { purpose: string; of: string } => ({ purpose: 'split-payout', of: seatId });

/** Where people of a split want to be paid: sealed with the secret of the instance, for this one split, and not for long. */
@Injectable()
export class Payouts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly door: SplitDoor,
    private readonly secrets: Secrets,
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
    const name = forget ? '' : requiredName('name', typed.name, { what: 'The name of the account', max: 70 });
    if (!forget && !isIban(typed.iban))
      throw new BadInput('iban', 'This account number has a typing mistake: its check digits do not fit.');
    await this.database.transaction(async (tx) => {
      const { split, seat } = await this.door.enterAs(tx, actor, splitId, 'settlement.payout');
      if (forget) await rows(tx, 'DELETE FROM split_payout WHERE person_id = $1', [seat.id]);
      else await this.keep(tx, seat.id, { name, iban: ibanOf(typed.iban) });
      await this.door.changed(tx, split, { kind: 'SplitChanged' });
    });
  }

  /** An account that was kept, with the code for a payment in euro; null where it can not be opened any more. */
  read(
    seatId: string,
    sealed: string,
    payment: { minor: bigint; currency: string; text: string } | null,
  ): Payout | null {
    try {
      const account = JSON.parse(this.secrets.open(labelOf(seatId), Buffer.from(sealed, 'hex')).toString()) as Account;
      const code = payment?.currency === 'EUR' ? epcText({ ...account, ...payment, text: short(payment.text) }) : null;
      return { ...account, code: code?.ok ? code.text : null };
    } catch (error) {
      if (error instanceof SealBroken) return null;
      throw error;
    }
  }

  private async keep(tx: EntityManager, seatId: string, account: Account): Promise<void> {
    const sealed = await this.secrets.seal(tx, labelOf(seatId), JSON.stringify(account));
    await rows(
      tx,
      'INSERT INTO split_payout (person_id, sealed, created_at) VALUES ($1, $2, clock_now()) ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at',
      [seatId, sealed],
    );
  }
}

/** So much of a title as fits into a code beside a long name. */
const short = (title: string): string => [...title].slice(0, 60).join('');
