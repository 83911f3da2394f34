import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { Matching } from './matching.service.ts';
import { ReconcilePages } from './reconcile-pages.service.ts';
import {
  LineOutcome,
  type LineState,
  lineStates,
  MatchLineInput,
  Reconciliation,
  StatementLineConnection,
  StatementLineView,
} from './statements.graphql.ts';

/** The bank beside the book. Reads answer nothing to whoever is not the treasurer. */
@Resolver(() => Reconciliation)
export class StatementsResolver {
  constructor(
    private readonly pages: ReconcilePages,
    private readonly matching: Matching,
  ) {}

  @Op('book.desk.read')
  @Query(() => Reconciliation, { nullable: true })
  reconciliation(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('accountId', { type: () => ID, nullable: true }) accountId?: string | null,
  ): Promise<Reconciliation | null> {
    return this.pages.stand(actor, { handle, accountId });
  }

  @Op('book.desk.read')
  @Query(() => StatementLineConnection, { nullable: true, description: 'Lines of statements, newest first.' })
  statementLines(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('accountId', { type: () => ID, nullable: true }) accountId?: string | null,
    @Args('state', { type: () => lineStates, nullable: true }) state?: LineState | null,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<StatementLineView> | null> {
    return this.pages.lines(actor, { handle, accountId, state, first, after });
  }

  @Op('statement.import')
  @Mutation(() => [LineOutcome], { description: 'Says what lines are; each is booked or tied on its own.' })
  matchStatementLines(
    @Context('actor') actor: Actor,
    @Args('lines', { type: () => [MatchLineInput] }) lines: MatchLineInput[],
  ): Promise<LineOutcome[]> {
    return this.matching.matchAll(actor, lines.slice(0, 100));
  }

  @Op('statement.import')
  @Mutation(() => Boolean, { description: 'Says that a line is nothing of the book.' })
  async ignoreStatementLine(
    @Context('actor') actor: Actor,
    @Args('lineId', { type: () => ID }) lineId: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    await this.matching.ignore(actor, { lineId, version, reason });
    return true;
  }

  @Op('statement.import')
  @Mutation(() => Boolean, { description: 'Opens a line again: what its match has booked is taken back.' })
  async reopenStatementLine(
    @Context('actor') actor: Actor,
    @Args('lineId', { type: () => ID }) lineId: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    await this.matching.undo(actor, { lineId, version, reason });
    return true;
  }
}
