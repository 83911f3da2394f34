import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Op } from '../../platform/policy/op.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Desk } from './desk.graphql.ts';
import { DeskStore } from './desk.store.ts';

/** The treasurer's desk. */
@Resolver(() => Desk)
export class DeskResolver {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: DeskStore,
  ) {}

  @Op('book.desk.read')
  @Query(() => Desk, { nullable: true, description: 'Nothing for whoever is not the treasurer.' })
  async treasurersDesk(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<Desk | null> {
    const [door, desk] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    return door && this.policy.allows(actor, 'book.desk.read', {}, door.standing) ? desk : null;
  }
}
