import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { Limits, networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { AddPhotoInput, EventSides } from './after.graphql.ts';
import { AfterService } from './after.service.ts';
import { AfterStore } from './after.store.ts';

const hiding = { name: 'photo-hide', max: 20, windowSeconds: 3600 };

@Resolver()
export class AfterResolver {
  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
    private readonly store: AfterStore,
    private readonly after: AfterService,
  ) {}

  @Op('event.read')
  @Query(() => EventSides, { nullable: true, description: 'Co-hosts of an event, and what is kept of it.' })
  eventSides(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventSides | null> {
    return this.store.sides(this.database.reads, actor, eventId);
  }

  @Op('event.update')
  @Mutation(() => EventSides, { description: 'An empty text takes the summary away.' })
  async writeEventSummary(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('body', { type: () => String }) body: string,
  ): Promise<EventSides | null> {
    await this.after.writeSummary(actor, eventId, body);
    return this.store.sides(this.database.reads, actor, eventId);
  }

  @Op('event.photo.add')
  @Mutation(() => EventSides)
  async addEventPhoto(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AddPhotoInput }) input: AddPhotoInput,
  ): Promise<EventSides | null> {
    await this.after.addPhoto(actor, input);
    return this.store.sides(this.database.reads, actor, input.eventId);
  }

  @Op('event.photo.hide')
  @Mutation(() => Boolean, { description: 'Takes a photo down, for whoever is shown on it. Its hosts hear of it.' })
  async hideEventPhoto(
    @Context() { actor, req }: GraphQLContext,
    @Args('id', { type: () => ID }) id: string,
    @Args('why', { type: () => String, nullable: true }) why?: string,
  ): Promise<boolean> {
    await this.limits.count(hiding, actor.personId ?? networkBlock(req.ip));
    await this.after.hidePhoto(actor, id, why ?? '');
    return true;
  }

  @Op('event.photo.manage')
  @Mutation(() => Boolean)
  async showEventPhoto(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.after.showPhoto(actor, id);
    return true;
  }

  @Op('event.photo.manage')
  @Mutation(() => Boolean)
  async removeEventPhoto(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.after.removePhoto(actor, id);
    return true;
  }
}
