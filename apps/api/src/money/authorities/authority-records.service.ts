import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';

const happenings = {
  granted: 'SpendingGranted',
  withdrawn: 'SpendingWithdrawn',
  ended: 'SpendingEnded',
  nearlyUsed: 'SpendingNearlyUsed',
  endsSoon: 'SpendingEndsSoon',
} as const;

/** What happens to spending authorities, in the log of the group and for those whom it concerns. */
@Injectable()
export class AuthorityRecords {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async tell(
    tx: EntityManager,
    of: { id: string; groupId: string },
    what: keyof typeof happenings,
    facts: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: `spending.${what}`,
      actorId: null,
      facts: { authority: of.id, ...facts },
    });
    await this.outbox.announce(tx, {
      kind: happenings[what],
      groupId: of.groupId,
      payload: { authorityId: of.id, ...facts },
      topics: [`group:${of.groupId}`],
    });
  }
}
