import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../../identity/index.ts';
import type { Actor } from '../../../platform/actor.ts';
import { Clock } from '../../../platform/clock.ts';
import { CONFIG, type Config } from '../../../platform/config.ts';
import { Outbox } from '../../../platform/outbox/outbox.ts';

const LINK_MS = 60 * 86_400_000;

/** The links of bills: one at a time for a bill, good for 60 days. */
@Injectable()
export class InvoiceTokens {
  constructor(
    private readonly links: Links,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes the link of a bill, in place of the one before, and mails it where there is an address. Returns it, as nobody can read it again. */
  async give(
    tx: EntityManager,
    actor: Actor,
    of: { expenseId: string; groupId: string; email: string | null },
  ): Promise<string> {
    const { expenseId, groupId, email } = of;
    const link = { purpose: 'invoice', personId: actor.personId!, objectId: expenseId };
    await this.links.revoke(tx, link);
    const expiresAt = new Date((await this.clock.now(tx)).getTime() + LINK_MS);
    const token = await this.links.make(tx, { ...link, expiresAt });
    if (email) {
      const payload = { expenseId, email, token };
      await this.outbox.announce(tx, { kind: 'InvoiceAsked', groupId, payload, topics: [] });
    }
    return `${this.config.baseUrl}/l/invoice/${token}`;
  }
}
