import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { DeskDoor } from './desk-door.service.ts';
import { Desk } from './desk.graphql.ts';
import { DeskStore } from './desk.store.ts';

/** The treasurer's desk. */
@Resolver(() => Desk)
export class DeskResolver {
  constructor(
    private readonly door: DeskDoor,
    private readonly store: DeskStore,
  ) {}

  @Op('book.desk.read')
  @Query(() => Desk, { nullable: true, description: 'Nothing for whoever is not the treasurer.' })
  treasurersDesk(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<Desk | null> {
    return this.door.read(actor, handle, (db) => this.store.of(db, actor, handle));
  }
}
