import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { RegisterConnection, type RegisterEntry, RegisterFilterInput } from './register.graphql.ts';
import { WholeRegister } from './register.service.ts';

@Resolver()
export class WholeRegisterResolver {
  constructor(private readonly register: WholeRegister) {}

  @Op('proposal.read')
  @Query(() => RegisterConnection, {
    description: 'What a group decides by vote and by notice: what is not settled in front, then the latest first.',
  })
  groupRegister(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('filter', { type: () => RegisterFilterInput, nullable: true }) filter?: RegisterFilterInput | null,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<RegisterEntry>> {
    return this.register.ofGroup(actor, { handle, filter, first, after });
  }
}
