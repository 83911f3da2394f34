import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { AuditLinks } from './audit-links.service.ts';
import { AuditLink, AuditLinkInput } from './audit.graphql.ts';

/** Links for auditors. */
@Resolver(() => AuditLink)
export class AuditResolver {
  constructor(private readonly links: AuditLinks) {}

  @Op('book.audit.manage')
  @Query(() => [AuditLink], { nullable: true, description: 'Nothing for whoever does not keep the book.' })
  auditLinks(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<AuditLink[] | null> {
    return this.links.list(actor, handle);
  }

  @Op('book.audit.manage')
  @Mutation(() => String, { description: 'Its address, which is told once.' })
  makeAuditLink(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AuditLinkInput }) input: AuditLinkInput,
  ): Promise<string> {
    return this.links.make(actor, input);
  }

  @Op('book.audit.manage')
  @Mutation(() => Boolean, { description: 'Ends it at once.' })
  async revokeAuditLink(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.links.revoke(actor, id);
    return true;
  }
}
