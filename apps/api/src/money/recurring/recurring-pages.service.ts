import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { RecurringExpenses } from './recurring.graphql.ts';
import { RecurringStore } from './recurring.store.ts';

/** The page of what comes back: for each member their own, for the treasurer all of the group. */
@Injectable()
export class RecurringPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: RecurringStore,
  ) {}

  async of(actor: Actor, handle: string): Promise<RecurringExpenses | null> {
    const [door, found] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.ofGroup(this.database.reads, actor, handle),
    ]);
    if (!door || !found || !this.policy.allows(actor, 'expense.submit', {}, door.standing)) return null;
    return { ...found, others: this.policy.allows(actor, 'book.desk.read', {}, door.standing) ? found.others : [] };
  }
}
