import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { Cards } from './cards.graphql.ts';
import { CardsDoor } from './cards-door.ts';
import { CardsStore } from './cards.store.ts';

/** The treasurer's page of cards; nothing for anybody else. */
@Injectable()
export class CardPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly door: CardsDoor,
    private readonly store: CardsStore,
  ) {}

  async of(actor: Actor, handle: string): Promise<Cards | null> {
    const [found, page] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    if (!found || !page) return null;
    const { group, standing } = found;
    if (!this.policy.allows(actor, 'contribution.list.read', { groupId: group.id }, standing ?? null)) return null;
    return { ...page, isOn: group.handle === this.door.handle };
  }
}
