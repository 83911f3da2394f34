import { Args, Context, ID, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { wantedFields } from '../../platform/graphql/wants.ts';
import { Op } from '../../platform/policy/op.ts';
import { BookPages } from './book-pages.service.ts';
import { Book, Entry, EntryConnection, EventMoney, Figure, FigureInput } from './book.graphql.ts';
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
    @Args('on', { type: () => String, nullable: true, description: 'YYYY-MM-DD: as it was at the end of that day.' })
    on: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Book | null> {
    return this.pages.book(actor, { handle, on, wanted: wantedFields(info) });
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

  @Op('book.entries.read')
  @Query(() => Figure, { description: 'A figure of the book, summed anew from its entries.' })
  bookFigure(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('figure', { type: () => FigureInput }) figure: FigureInput,
  ): Promise<Figure> {
    return this.pages.figure(actor, handle, figure);
  }

  @Op('book.entries.read')
  @Query(() => EntryConnection, {
    description: 'The entries that a figure sums, newest first, each with its part of it.',
  })
  bookFigureEntries(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('figure', { type: () => FigureInput }) figure: FigureInput,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Entry>> {
    return this.pages.figureEntries(actor, { handle, figure, first, after });
  }
}
