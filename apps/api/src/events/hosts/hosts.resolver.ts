import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Op } from '../../platform/policy/op.ts';
import { EventCard } from '../events.graphql.ts';
import { EventTemplate, HostInvitation, InviteHostInput } from './hosts.graphql.ts';
import { HostsService } from './hosts.service.ts';
import { HostsStore } from './hosts.store.ts';
import { TemplatesService } from './templates.service.ts';

@Resolver()
export class HostsResolver {
  constructor(
    private readonly database: Database,
    private readonly store: HostsStore,
    private readonly hosts: HostsService,
    private readonly patterns: TemplatesService,
  ) {}

  @Op('event.read')
  @Query(() => [HostInvitation], {
    description: 'Questions to host an event that wait for me or a group I look after.',
  })
  hostInvitations(@Context('actor') actor: Actor): Promise<HostInvitation[]> {
    return this.store.waitingFor(this.database.reads, actor);
  }

  @Op('event.read')
  @Query(() => [EventCard], { description: 'Drafts of a group that I may see.' })
  eventDrafts(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<EventCard[]> {
    return this.store.drafts(this.database.reads, actor, handle);
  }

  @Op('event.read')
  @Query(() => [EventTemplate], { description: 'What new events of a group may begin from; for its members.' })
  eventTemplates(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<EventTemplate[]> {
    return this.store.templates(this.database.reads, actor, handle);
  }

  @Op('event.host.invite')
  @Mutation(() => Boolean)
  async inviteHost(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => InviteHostInput }) input: InviteHostInput,
  ): Promise<boolean> {
    await this.hosts.invite(actor, input);
    return true;
  }

  @Op('event.host.answer')
  @Mutation(() => Boolean)
  async answerHostInvitation(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('accept', { type: () => Boolean }) accept: boolean,
  ): Promise<boolean> {
    await this.hosts.answer(actor, id, accept);
    return true;
  }

  @Op('event.host.end')
  @Mutation(() => Boolean, { description: 'Ends a co-hosting, or takes the question back.' })
  async endHosting(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.hosts.end(actor, id);
    return true;
  }

  @Op('event.host.end')
  @Mutation(() => Boolean, { description: 'Leaves an event to a co-host. The last host cannot go.' })
  async leaveHosting(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<boolean> {
    await this.hosts.leave(actor, eventId);
    return true;
  }

  @Op('event.template.manage')
  @Mutation(() => Boolean)
  async saveEventTemplate(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('name', { type: () => String }) name: string,
  ): Promise<boolean> {
    await this.patterns.save(actor, eventId, name);
    return true;
  }

  @Op('event.template.manage')
  @Mutation(() => Boolean)
  async removeEventTemplate(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.patterns.remove(actor, id);
    return true;
  }
}
