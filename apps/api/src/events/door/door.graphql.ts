import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf, rsvpStatusWords } from '../rsvps/rsvp.graphql.ts';
import { type DoorReason, doorReasons } from './door-refused.ts';
import { Said } from '../../platform/graphql/said.ts';
import { type Words } from '../../platform/words/words.ts';

/** One arrival that was noted and not taken back. */
@ObjectType()
export class DoorOp {
  @Field(() => ID) opId: string;
  @Field(() => Int) arrived: number;
}

/** A party on the list at the door: no address, no answers. */
@ObjectType()
export class DoorRow {
  @Field(() => ID) rsvpId: string;
  @Field(() => String) name: string;
  @Field(() => rsvpStatusWords) status: string;
  @Field(() => Int) seats: number;
  @Field(() => String) code: string;
  @Field(() => Boolean) walkIn: boolean;
  @Field(() => [DoorOp], { description: 'How many arrived is the largest of these.' }) ops: DoorOp[];
}

@ObjectType()
export class DoorHelper {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
}

/** What stands at the door of an event: for hosts and the helpers they named. */
@ObjectType()
export class Door {
  @Field(() => ID) eventId: string;
  @Field(() => String) title: string;
  @Field(() => Date) startAt: Date | string;
  @Field(() => Date) endAt: Date | string;
  @Field(() => String) zone: string;
  @Field(() => Int, { nullable: true, description: 'Null without a capacity.' }) placesLeft: number | null;
  @Field(() => Boolean, { description: 'Whether the viewer names helpers.' }) canManage: boolean;
  @Field(() => [DoorRow]) rows: DoorRow[];
  @Field(() => [DoorHelper]) helpers: DoorHelper[];
}

/** The code of the viewer's own answer, and the address that a QR of it holds. */
@ObjectType()
export class DoorPass {
  @Field(() => String) code: string;
  @Field(() => String) url: string;
}

@InputType()
export class WalkInInput {
  @Field(() => String) name: string;
  @Field(() => Int) seats: number;
  @Field(() => Boolean, { nullable: true, description: 'Lets them in over the number of places.' })
  overbook?: boolean | null;
}

/** Something done at a door, perhaps without a connection and long ago. Its id is made where it was done; sent twice it counts once. */
@InputType()
export class DoorOpInput {
  @Field(() => ID) opId: string;
  @Field(() => ID, { nullable: true }) rsvpId?: string | null;
  @Field(() => String, { nullable: true, description: 'Instead of rsvpId.' }) code?: string | null;
  @Field(() => WalkInInput, { nullable: true, description: 'Instead of rsvpId: somebody who had not answered.' })
  walkIn?: WalkInInput | null;
  @Field(() => Int, { nullable: true, description: 'How many of the party are there; all of it by default.' })
  arrived?: number | null;
  @Field(() => [ID], { nullable: true, description: 'What this takes back. Without a party it does nothing else.' })
  undoes?: string[] | null;
  @Field(() => Date) at: Date;
}

export const doorReasonWords = enumOf(doorReasons);
registerEnumType(doorReasonWords, { name: 'DoorReason', description: 'Why something could not be done at a door.' });

@ObjectType()
export class DoorRefusal {
  @Field(() => ID) opId: string;
  @Field(() => doorReasonWords) reason: DoorReason;
  @Said()
  @Field(() => String)
  message: Words;
}

@ObjectType()
export class CheckInResult {
  @Field(() => Door) door: Door;
  @Field(() => [DoorRefusal], { description: 'What could not be done, and why. All else of the request is done.' })
  refused: DoorRefusal[];
}
