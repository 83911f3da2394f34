import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { ClosingPages } from './closing-pages.service.ts';
import { BookPeriods, BookReport } from './closing.graphql.ts';
import { ClosingService } from './closing.service.ts';

/** Closed periods of a book, and the report of a period. */
@Resolver(() => BookPeriods)
export class ClosingResolver {
  constructor(
    private readonly pages: ClosingPages,
    private readonly closing: ClosingService,
  ) {}

  @Op('book.accounts.read')
  @Query(() => BookPeriods, { nullable: true, description: 'Nothing for whoever is no member.' })
  bookPeriods(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<BookPeriods | null> {
    return this.pages.periods(actor, handle);
  }

  @Op('book.summary.read')
  @Query(() => BookReport, { description: 'Of whole months, closed or not.' })
  bookReport(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('from', { type: () => String, description: 'The first day of a month.' }) from: string,
    @Args('until', { type: () => String, description: 'The last day of a month.' }) until: string,
  ): Promise<BookReport> {
    return this.pages.report(actor, handle, { from, until });
  }

  @Op('book.close')
  @Mutation(() => ID, { description: 'For good. The id of the period.' })
  closeBook(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('until', { type: () => String }) until: string,
  ): Promise<string> {
    return this.closing.close(actor, { groupId, until });
  }

  @Op('book.close')
  @Mutation(() => Boolean, { description: 'Names the decision by which the group adopted the report.' })
  async adoptReport(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('decision', { type: () => String }) decision: string,
  ): Promise<boolean> {
    await this.closing.adopt(actor, id, decision);
    return true;
  }
}
