import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { OutcomeStatement } from '../life/life.graphql.ts';
import { RecordService } from './record.service.ts';

@Resolver()
export class RecordResolver {
  constructor(private readonly record: RecordService) {}

  @Op('proposal.read')
  @Query(() => [OutcomeStatement], { description: 'Every version of what was made of its outcome, the oldest first.' })
  proposalStatements(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<OutcomeStatement[]> {
    return this.record.statements(actor, id);
  }
}
