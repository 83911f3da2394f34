import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { CardInbox } from './card-inbox.service.ts';
import { CARD_ACCOUNT } from './card-facts.service.ts';
import { CardsDoor } from './cards-door.ts';
import { ProcessorFault } from './processor.port.ts';

interface Unsent {
  id: string;
  minor: string;
  currency: string;
  checkout_id: string;
  payment: string;
}

/** What does not wait for messages: open checkouts are asked about, refunds are sent, what could not be done is tried again. */
@Injectable()
export class CardClock {
  readonly #logger = new Logger('Cards');

  constructor(
    private readonly database: Database,
    private readonly door: CardsDoor,
    private readonly inbox: CardInbox,
  ) {}

  async run(): Promise<void> {
    if (!this.door.processor) return;
    await this.inbox.workDue();
    await this.askAll();
    await this.sendRefunds();
  }

  /** Asks about whoever was sent to the processor and of whom nothing was heard: each time after twice as long, three days at most. */
  private async askAll(): Promise<void> {
    const open = await rows<{ id: string; session: string | null }>(
      this.database.reads,
      `UPDATE card_checkout SET asks = asks + 1, ask_at = clock_now() + least(power(2, asks), 120) * interval '1 minute',
         state = CASE WHEN state = 'BEGUN' AND created_at < clock_now() - interval '1 day' OR created_at < clock_now() - interval '3 days' THEN 'EXPIRED' ELSE state END
       WHERE id IN (SELECT id FROM card_checkout WHERE state IN ('BEGUN', 'OPEN') AND ask_at <= clock_now() ORDER BY ask_at LIMIT 100) RETURNING id, session`,
    );
    for (const { id, session } of open) if (session) await this.ask(id, session);
  }

  private async ask(id: string, session: string): Promise<void> {
    try {
      const state = await this.door.processor!.stateOf(session);
      if (state.is === 'PAID') await this.inbox.took(state.word);
      if (state.is === 'EXPIRED')
        await rows(this.database.reads, `UPDATE card_checkout SET state = 'EXPIRED' WHERE id = $1 AND state = 'OPEN'`, [
          id,
        ]);
    } catch (error) {
      if (!(error instanceof ProcessorFault)) throw error;
      this.#logger.warn(error.message);
    }
  }

  /** Sends what is given back from the account of the cards and has not been sent. Sent twice it is one refund: it has an id. */
  private async sendRefunds(): Promise<void> {
    const unsent = await rows<Unsent>(
      this.database.reads,
      `SELECT r.id, r.minor::text AS minor, c.currency, k.id AS checkout_id, k.payment FROM contribution_refund r JOIN contribution c ON c.id = r.contribution_id JOIN ledger_account a ON a.id = r.holding_id AND a.path = $1
         JOIN LATERAL (SELECT o.id, o.payment FROM card_checkout o WHERE o.contribution_id = c.id AND o.state = 'PAID' AND o.minor >= r.minor ORDER BY o.created_at DESC LIMIT 1) k ON true
         LEFT JOIN card_refund s ON s.refund_id = r.id
       WHERE r.state = 'BOOKED' AND s.remote IS NULL AND s.fault IS NULL AND coalesce(s.tries, 0) < 50 AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id) ORDER BY r.asked_at LIMIT 100`,
      [CARD_ACCOUNT],
    );
    for (const one of unsent) await this.sendRefund(one);
  }

  private async sendRefund(one: Unsent): Promise<void> {
    // Noted before it is sent: the processor's word of it may come before its answer.
    await rows(
      this.database.reads,
      `INSERT INTO card_refund (refund_id, checkout_id, kind) VALUES ($1, $2, 'refund') ON CONFLICT (refund_id) DO UPDATE SET tries = card_refund.tries + 1`,
      [one.id, one.checkout_id],
    );
    try {
      const remote = await this.door.processor!.refund({
        id: one.id,
        payment: one.payment,
        minor: BigInt(one.minor),
        currency: one.currency,
      });
      await rows(this.database.reads, 'UPDATE card_refund SET remote = $2 WHERE refund_id = $1', [one.id, remote]);
    } catch (error) {
      if (!(error instanceof ProcessorFault)) throw error;
      this.#logger.warn(error.message);
      if (error.isFinal)
        await row(this.database.reads, 'UPDATE card_refund SET fault = $2 WHERE refund_id = $1', [
          one.id,
          error.message,
        ]);
    }
  }
}
