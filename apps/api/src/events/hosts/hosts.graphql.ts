import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';

/** A co-host of an event: a person, or another group. */
@ObjectType()
export class EventHost {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => ID, { nullable: true, description: 'Of a person.' }) personId: string | null;
  @Field(() => String, { nullable: true, description: 'Of a group.' }) groupHandle: string | null;
  @Field(() => String, { nullable: true }) color: string | null;
  @Field(() => Boolean, { description: 'False while only asked; then only hosts and who is asked see it.' })
  accepted: boolean;
  @Field(() => Boolean, { description: 'Whether the viewer may accept or decline.' }) canAnswer: boolean;
  @Field(() => Boolean, { description: 'Whether the viewer may end it.' }) canEnd: boolean;
}

/** A question to host an event that waits for the viewer. */
@ObjectType()
export class HostInvitation {
  @Field(() => ID) id: string;
  @Field(() => ID) eventId: string;
  @Field(() => String) title: string;
  @Field(() => Date) startAt: Date | string;
  @Field(() => String) zone: string;
  @Field(() => String, { description: 'The group of the event.' }) groupName: string;
  @Field(() => String, { nullable: true, description: 'The group that is asked; null: the viewer in person.' })
  asGroup: string | null;
}

/** An event that new ones begin from. */
@ObjectType()
export class EventTemplate {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => ID) eventId: string;
  @Field(() => String) title: string;
}

@InputType()
export class InviteHostInput {
  @Field(() => ID) eventId: string;
  @Field(() => String, { nullable: true, description: 'The handle of another group.' }) groupHandle?: string | null;
  @Field(() => ID, { nullable: true, description: 'A member of the group or of a co-hosting one.' })
  personId?: string | null;
}
