import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Label, SealBroken } from '../../platform/secrets/sealing.ts';
import { Secrets } from '../../platform/secrets/secrets.service.ts';
import type { PayoutDetail } from './payout-fields.ts';

/** What somebody's account is sealed for: a person, a vendor, an expense that was handed in, somebody who shares bills. */
export type PayoutOf = 'person' | 'vendor' | 'expense' | 'split';

const labelOf = (kind: PayoutOf, id: string): Label => ({ purpose: `${kind}-payout`, of: id });

/** The one room in which payout details are closed and opened. Nothing of them stands readable in the database. */
@Injectable()
export class PayoutSeals {
  constructor(private readonly secrets: Secrets) {}

  seal(tx: EntityManager, kind: PayoutOf, of: { id: string; detail: PayoutDetail }): Promise<Buffer> {
    return this.secrets.seal(tx, labelOf(kind, of.id), JSON.stringify(of.detail));
  }

  /** What was sealed, as bytes or in hexadecimal; null where it cannot be opened any more. */
  open(kind: PayoutOf, id: string, sealed: Buffer | string): PayoutDetail | null {
    const bytes = typeof sealed === 'string' ? Buffer.from(sealed, 'hex') : sealed;
    try {
      const kept = JSON.parse(this.secrets.open(labelOf(kind, id), bytes).toString()) as Partial<PayoutDetail>;
      return { way: 'IBAN', name: '', iban: '', words: '', ...kept };
    } catch (error) {
      if (error instanceof SealBroken) return null;
      throw error;
    }
  }

  /** Equal for equal details and telling nothing else: a keyed hash, by which the same account of two people is noticed unopened. */
  async mark(tx: EntityManager, { way, iban, words }: PayoutDetail): Promise<Buffer> {
    const [key] = await this.secrets.derived(tx, 'payout mark');
    return createHmac('sha256', key!).update(`${way} ${iban} ${words}`).digest();
  }
}
