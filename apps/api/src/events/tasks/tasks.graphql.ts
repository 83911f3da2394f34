import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const taskKinds = { SHIFT: 'shift', BRING: 'bring', ROLE: 'role' } as const;
export type TaskKind = (typeof taskKinds)[keyof typeof taskKinds];
registerEnumType(taskKinds, { name: 'TaskKind' });

/** Somebody who takes a task. */
@ObjectType()
export class Taker {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => Int) quantity: number;
  @Field(() => String) note: string;
  @Field(() => String, { nullable: true, description: 'Who was asked to take it over.' }) offeredTo: string | null;
}

@ObjectType()
export class Task {
  @Field(() => ID) id: string;
  @Field(() => taskKinds) kind: string;
  @Field(() => String) title: string;
  @Field(() => String) note: string;
  @Field(() => String, { description: 'Empty while the place of the event is hidden from this viewer.' }) place: string;
  @Field(() => String, { nullable: true, description: "Wall time in the event's zone; shifts only." }) startLocal:
    | string
    | null;
  @Field(() => String, { nullable: true }) endLocal: string | null;
  @Field(() => Int, { description: 'How many people, or how much of the unit.' }) wanted: number;
  @Field(() => String) unit: string;
  @Field(() => Boolean, { description: 'Other nights of the series have it too.' }) shared: boolean;
  @Field(() => Int) taken: number;
  @Field(() => [Taker], { description: 'Those whose names this viewer may see; oneself always.' }) takers: Taker[];
  @Field(() => Taker, { nullable: true }) mine: Taker | null;
  @Field(() => [Taker], { description: 'Those who ask the viewer to take it over.' }) offeredToMe: Taker[];
}

/** The tasks of an event as this viewer may see them. */
@ObjectType()
export class EventTasks {
  @Field(() => ID) eventId: string;
  @Field(() => Boolean) canManage: boolean;
  @Field(() => [Task]) tasks: Task[];
}

/** A task the viewer has taken, or is asked to take over, at an event that is still to come. */
@ObjectType()
export class OwnTask {
  @Field(() => ID) id: string;
  @Field(() => taskKinds) kind: string;
  @Field(() => String) title: string;
  @Field(() => Int) quantity: number;
  @Field(() => String) unit: string;
  @Field(() => String, { nullable: true }) startLocal: string | null;
  @Field(() => String, { nullable: true }) endLocal: string | null;
  @Field(() => ID) eventId: string;
  @Field(() => String) eventTitle: string;
  @Field(() => Date) eventStartAt: Date | string;
  @Field(() => String) zone: string;
  @Field(() => ID, {
    nullable: true,
    description: 'Who asks the viewer to take it over; null for a task of their own.',
  })
  fromId: string | null;
  @Field(() => String, { nullable: true }) fromName: string | null;
}

/** Somebody who could take a task over. */
@ObjectType()
export class TaskPerson {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
}

@InputType()
export class TaskFieldsInput {
  @Field(() => taskKinds) kind: TaskKind;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) note?: string | null;
  @Field(() => String, { nullable: true }) place?: string | null;
  @Field(() => String, { nullable: true, description: "Wall time in the event's zone, YYYY-MM-DDTHH:mm:ss." })
  startLocal?: string | null;
  @Field(() => String, { nullable: true }) endLocal?: string | null;
  @Field(() => Int) wanted: number;
  @Field(() => String, { nullable: true }) unit?: string | null;
}

@InputType()
export class TakeTaskInput {
  @Field(() => ID) taskId: string;
  @Field(() => Int, { nullable: true, description: 'All that I take of it, not what is added; 1 by default.' })
  quantity?: number | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}
