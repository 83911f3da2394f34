import { Args, Context, ID, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { wantedFields } from '../../platform/graphql/wants.ts';
import { Op } from '../../platform/policy/op.ts';
import { BookPages } from './book-pages.service.ts';
import { Book, Entry, EntryConnection, EventMoney } from './book.graphql.ts';
import { EventMoneyStore } from './event-money.store.ts';

/** Reads of a group's book. */
@Resolver(() => Book)
export class BookResolver {
  constructor(
    private readonly pages: BookPages,
    private readonly ofEvents: EventMoneyStore,
  ) {}

  @Op('book.summary.read')
  @Query(() => Book, { nullable: true })
  book(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Book | null> {
    return this.pages.book(actor, handle, wantedFields(info));
  }

  @Op('book.summary.read')
  @Query(() => EventMoney, { nullable: true, description: 'What an event has to do with the book of its group.' })
  eventMoney(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventMoney | null> {
    return this.ofEvents.of(actor, eventId);
  }

  @Op('book.entries.read')
  @Query(() => EntryConnection, { description: 'Entries, newest first.' })
  bookEntries(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Entry>> {
    return this.pages.entries(actor, { handle, first, after });
  }
}
