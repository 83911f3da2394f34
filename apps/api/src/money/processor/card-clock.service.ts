import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { CardInbox } from './card-inbox.service.ts';
import { CardRefunds } from './card-refunds.service.ts';
import { CardsDoor } from './cards-door.ts';
import { ProcessorFault } from './processor.port.ts';

/** What does not wait for messages: open checkouts are asked about, refunds are sent, what could not be done is tried again. */
@Injectable()
export class CardClock {
  readonly #logger = new Logger('Cards');

  constructor(
    private readonly database: Database,
    private readonly door: CardsDoor,
    private readonly inbox: CardInbox,
    private readonly refunds: CardRefunds,
  ) {}

  async run(): Promise<void> {
    if (!this.door.processor) return;
    await this.inbox.workDue();
    await this.askAll();
    await this.refunds.send();
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
}
