import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { refundParts } from '#libs/money';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { CARD_ACCOUNT } from './card-facts.service.ts';
import { CardsDoor } from './cards-door.ts';
import { ProcessorFault } from './processor.port.ts';

interface Booked {
  id: string;
  contribution_id: string;
  minor: string;
}

interface Part {
  id: string;
  tries: number;
  minor: string;
  currency: string;
  payment: string;
}

/** After so many vain tries a person has to look. */
const MOST_TRIES = 50;

/** Sends what the treasurer gives back to cards: to each payment that it came by its part, once however often it is tried. */
@Injectable()
export class CardRefunds {
  readonly #logger = new Logger('Cards');

  constructor(
    private readonly database: Database,
    private readonly door: CardsDoor,
  ) {}

  async send(): Promise<void> {
    for (const refund of await this.booked()) await this.database.transaction((tx) => this.divide(tx, refund));
    for (const part of await this.unsent()) await this.sendPart(part);
  }

  private booked(): Promise<Booked[]> {
    return rows<Booked>(
      this.database.reads,
      `SELECT r.id, r.contribution_id, r.minor::text AS minor FROM contribution_refund r JOIN ledger_account a ON a.id = r.holding_id AND a.path = $1
       WHERE r.state = 'BOOKED' AND NOT EXISTS (SELECT FROM card_refund k WHERE k.refund_id = r.id) AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id) ORDER BY r.asked_at LIMIT 100`,
      [CARD_ACCOUNT],
    );
  }

  /** Notes the parts before they are sent: the processor's word of one may come before its answer. What no payment has left is shown on the desk. */
  private async divide(tx: EntityManager, { id, contribution_id: contributionId, minor }: Booked): Promise<void> {
    await rows(tx, 'SELECT 1 FROM contribution WHERE id = $1 FOR UPDATE', [contributionId]);
    const payments = await rows<{ id: string; left: string }>(
      tx,
      `SELECT id, (minor - card_given_back(id))::text AS left FROM card_checkout WHERE contribution_id = $1 AND state = 'PAID' AND NOT EXISTS (SELECT FROM card_refund k WHERE k.refund_id = $2) ORDER BY created_at DESC, id`,
      [contributionId, id],
    );
    const [last] = payments;
    if (!last) return;
    const note = (checkoutId: string, part: bigint, fault: string | null): Promise<unknown> =>
      rows(
        tx,
        `INSERT INTO card_refund (id, refund_id, checkout_id, kind, minor, fault) VALUES ($1, $2, $3, 'refund', $4, $5)`,
        [newId(), id, checkoutId, part.toString(), fault],
      );
    const found = refundParts(
      BigInt(minor),
      payments.map((one) => ({ id: one.id, left: BigInt(one.left) })),
    );
    for (const part of found.parts) await note(part.id, part.minor, null);
    if (found.missing > 0n) await note(last.id, found.missing, 'No payment by card has so much left.');
  }

  private unsent(): Promise<Part[]> {
    return rows<Part>(
      this.database.reads,
      `UPDATE card_refund k SET tries = k.tries + 1 FROM card_checkout o
       WHERE o.id = k.checkout_id AND k.remote IS NULL AND k.fault IS NULL AND NOT EXISTS (SELECT FROM contribution_refund r JOIN ledger_entry e ON e.reverses_id = r.entry_id WHERE r.id = k.refund_id) RETURNING k.id, k.tries, k.minor::text AS minor, o.currency, o.payment`,
    );
  }

  private async sendPart({ id, tries, minor, currency, payment }: Part): Promise<void> {
    try {
      const remote = await this.door.processor!.refund({ id, payment, minor: BigInt(minor), currency });
      await rows(this.database.reads, 'UPDATE card_refund SET remote = $2 WHERE id = $1 AND remote IS NULL', [
        id,
        remote,
      ]);
    } catch (error) {
      if (!(error instanceof ProcessorFault)) throw error;
      this.#logger.warn(error.message);
      if (error.isFinal || tries >= MOST_TRIES)
        await rows(this.database.reads, 'UPDATE card_refund SET fault = $2 WHERE id = $1', [id, error.message]);
    }
  }
}
