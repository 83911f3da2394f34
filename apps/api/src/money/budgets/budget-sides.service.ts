import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';

/** How a change of a budget is told: the group's log, and those who look. */
@Injectable()
export class BudgetSides {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async tell(
    tx: EntityManager,
    of: { id: string; groupId: string },
    what: {
      log: string;
      happening: string;
      actorId: string | null;
      facts: Record<string, string | number>;
      payload?: Record<string, unknown>;
    },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: what.log,
      actorId: what.actorId,
      facts: { budget: of.id, ...what.facts },
    });
    await this.outbox.announce(tx, {
      kind: what.happening,
      groupId: of.groupId,
      payload: { budgetId: of.id, ...what.payload },
      topics: [`group:${of.groupId}`],
    });
  }
}
