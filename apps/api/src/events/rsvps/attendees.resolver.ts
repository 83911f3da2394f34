import { Args, Context, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import {
  afterArg,
  type Connection,
  connectionOf,
  cursorOf,
  firstArg,
  readCursor,
  readFirst,
  toConnection,
} from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { AttendeesStore } from './attendees.store.ts';
import { Attendee } from './rsvp.graphql.ts';

@ObjectType()
export class AttendeeConnection extends connectionOf(Attendee) {}

@Resolver()
export class AttendeesResolver {
  constructor(
    private readonly database: Database,
    private readonly store: AttendeesStore,
  ) {}

  @Op('event.attendees.list')
  @Query(() => AttendeeConnection, {
    description: 'Who comes or may come, in order of their answers; empty where this viewer may not see names.',
  })
  async eventAttendees(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) ref: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Attendee>> {
    const most = readFirst(first);
    const found = await this.store.page(this.database.reads, actor, { ref, first: most, after: readCursor(after) });
    return toConnection(found, most, ({ answeredAt, id }) => cursorOf(answeredAt, id));
  }
}
