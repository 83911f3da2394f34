import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { CheckInService } from './check-in.service.ts';
import { CheckInResult, Door, DoorOpInput, DoorPass } from './door.graphql.ts';
import { DoorService } from './door.service.ts';

@Resolver()
export class DoorResolver {
  constructor(
    private readonly doors: DoorService,
    private readonly checkIns: CheckInService,
  ) {}

  @Op('event.checkIn')
  @Query(() => Door, { description: 'The list at the door, for hosts and the helpers they named.' })
  door(@Context('actor') actor: Actor, @Args('eventId', { type: () => ID }) eventId: string): Promise<Door> {
    return this.doors.door(actor, eventId);
  }

  @Op('event.read')
  @Query(() => DoorPass, { nullable: true, description: "The viewer's own code for the door." })
  doorPass(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<DoorPass | null> {
    return this.doors.pass(actor, eventId);
  }

  @Op('event.checkIn')
  @Mutation(() => CheckInResult, { description: 'Notes what was done at the door. Sent again it changes nothing.' })
  checkIn(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('ops', { type: () => [DoorOpInput] }) ops: DoorOpInput[],
  ): Promise<CheckInResult> {
    return this.checkIns.checkIn(actor, eventId, ops);
  }

  @Op('event.update')
  @Mutation(() => Door, { description: 'Names all who help at the door beside the hosts.' })
  async setDoorHelpers(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('personIds', { type: () => [ID] }) personIds: string[],
  ): Promise<Door> {
    await this.doors.setHelpers(actor, eventId, personIds);
    return this.doors.door(actor, eventId);
  }
}
