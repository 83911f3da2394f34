import { Field, InputType, ObjectType } from '@nestjs/graphql';

/** What the owner of an address wants to see in it. */
@ObjectType()
export class FeedOptions {
  @Field(() => Boolean, { description: 'What I said maybe to.' }) maybe: boolean;
  @Field(() => Boolean, { description: 'Where I wait for a place.' }) waitlist: boolean;
  @Field(() => Boolean, { description: 'What I was invited to and have not answered.' }) invited: boolean;
  @Field(() => Boolean, {
    description: 'Says in the title that an event is cancelled: Google drops cancelled entries without a word.',
  })
  cancelledInTitle: boolean;
}

@InputType()
export class FeedOptionsInput {
  @Field(() => Boolean, { nullable: true }) maybe?: boolean | null;
  @Field(() => Boolean, { nullable: true }) waitlist?: boolean | null;
  @Field(() => Boolean, { nullable: true }) invited?: boolean | null;
  @Field(() => Boolean, { nullable: true }) cancelledInTitle?: boolean | null;
}

/** Options as they are kept in a link: what was never said is as most people want it. */
export function feedOptions(kept: Readonly<Record<string, unknown>> | FeedOptionsInput): FeedOptions {
  const said = kept as FeedOptionsInput;
  return {
    maybe: said.maybe ?? true,
    waitlist: said.waitlist ?? true,
    invited: said.invited ?? false,
    cancelledInTitle: said.cancelledInTitle ?? false,
  };
}

/** The states of an answer that a feed with these options shows. */
export function statusesOf(options: FeedOptions): string[] {
  return [
    'going',
    ...(options.maybe ? ['maybe'] : []),
    ...(options.waitlist ? ['waitlisted', 'offered', 'requested'] : []),
    ...(options.invited ? ['invited'] : []),
  ];
}
