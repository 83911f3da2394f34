import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { AdvanceCard } from './advances.graphql.ts';
import { AdvancesStore } from './advances.store.ts';

/** The list of advances that are open: for members, as expenses with names are. */
@Injectable()
export class AdvancePages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: AdvancesStore,
  ) {}

  async ofGroup(
    actor: Actor,
    of: { handle: string; mine: boolean; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<AdvanceCard>> {
    const first = readFirst(of.first);
    const { handle, mine } = of;
    const [door, cards] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.ofGroup(this.database.reads, actor, { handle, mine, first, after: readCursor(of.after) }),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'expense.read', { groupId: group.id, case: 'group' }, standing);
    if (standing?.standing !== 'member' && standing?.standing !== 'paused') throw new NotFound();
    return toConnection(cards, first, (card) => cursorOf(card.dueOn, card.id));
  }
}
