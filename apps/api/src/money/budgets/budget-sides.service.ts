import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BudgetPlan } from '#libs/money';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { CategoriesStore } from '../categories/categories.store.ts';

/** What stands beside a change of a budget: how it is told, to the group's log and those who look, and the list of categories. */
@Injectable()
export class BudgetSides {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly listed: CategoriesStore,
  ) {}

  /** A plan stands under the categories of the group, which a fault names by their row. */
  categories(tx: EntityManager, bookId: string, { items }: BudgetPlan): Promise<void> {
    return this.listed.requireInRows(tx, { bookId, rows: items });
  }

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
