import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { ProposalTemplate, SaveTemplateInput } from './templates.graphql.ts';
import { ProposalTemplates } from './templates.service.ts';

@Resolver()
export class TemplatesResolver {
  constructor(private readonly templates: ProposalTemplates) {}

  @Op('proposal.read')
  @Query(() => [ProposalTemplate], { description: 'What new proposals of a group may begin from; for its members.' })
  proposalTemplates(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<ProposalTemplate[]> {
    return this.templates.of(actor, handle);
  }

  @Op('proposal.template.manage')
  @Mutation(() => ID, { description: 'Keeps a way to decide for the next time, or changes one that is kept.' })
  saveTemplate(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => SaveTemplateInput }) input: SaveTemplateInput,
  ): Promise<string> {
    return this.templates.save(actor, input);
  }

  @Op('proposal.template.manage')
  @Mutation(() => Boolean, { description: 'What was made from it stays as it is.' })
  async removeTemplate(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.templates.remove(actor, id);
    return true;
  }
}
