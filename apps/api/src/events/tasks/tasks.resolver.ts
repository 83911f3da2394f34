import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { TakesService } from './takes.service.ts';
import { EventTasks, OwnTask, TakeTaskInput, TaskFieldsInput, TaskPerson } from './tasks.graphql.ts';
import { TasksService } from './tasks.service.ts';
import { TasksStore } from './tasks.store.ts';

@Resolver()
export class TasksResolver {
  constructor(
    private readonly database: Database,
    private readonly store: TasksStore,
    private readonly tasks: TasksService,
    private readonly takes: TakesService,
  ) {}

  @Op('event.read')
  @Query(() => EventTasks, { nullable: true, description: 'What there is to do and to bring.' })
  eventTasks(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventTasks | null> {
    return this.store.ofEvent(this.database.reads, actor, eventId);
  }

  @Op('event.read')
  @Query(() => [OwnTask], {
    description: 'Tasks of the viewer at events to come, those that others ask them to take over first.',
  })
  async ownTasks(@Context('actor') actor: Actor): Promise<OwnTask[]> {
    return actor.personId ? this.store.own(this.database.reads, actor) : [];
  }

  @Op('task.take')
  @Query(() => [TaskPerson], { description: 'Who could take a task over from the viewer, by name.' })
  async taskPeople(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<TaskPerson[]> {
    return actor.personId ? this.store.people(this.database.reads, actor, eventId) : [];
  }

  @Op('task.manage')
  @Mutation(() => EventTasks, {
    description: 'With `allLater` the later nights of the series get it too, also those made later.',
  })
  async createTask(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('fields', { type: () => TaskFieldsInput }) fields: TaskFieldsInput,
    @Args('allLater', { type: () => Boolean, nullable: true }) allLater?: boolean | null,
  ): Promise<EventTasks> {
    await this.tasks.create(actor, eventId, { fields, allLater: allLater ?? false });
    return this.seen(actor, eventId);
  }

  @Op('task.manage')
  @Mutation(() => EventTasks)
  async updateTask(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('fields', { type: () => TaskFieldsInput }) fields: TaskFieldsInput,
    @Args('allLater', { type: () => Boolean, nullable: true }) allLater?: boolean | null,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.tasks.update(actor, id, { fields, allLater: allLater ?? false }));
  }

  @Op('task.manage')
  @Mutation(() => EventTasks)
  async removeTask(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('allLater', { type: () => Boolean, nullable: true }) allLater?: boolean | null,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.tasks.remove(actor, id, allLater ?? false));
  }

  @Op('task.manage')
  @Mutation(() => EventTasks, { description: 'Puts the tasks of an event in this order.' })
  async orderTasks(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('taskIds', { type: () => [ID] }) taskIds: string[],
  ): Promise<EventTasks> {
    await this.tasks.order(actor, eventId, taskIds);
    return this.seen(actor, eventId);
  }

  @Op('task.take')
  @Mutation(() => EventTasks)
  async takeTask(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => TakeTaskInput }) input: TakeTaskInput,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.takes.take(actor, input));
  }

  @Op('task.release')
  @Mutation(() => EventTasks, { description: "Hands a task back: one's own, or as a host that of somebody else." })
  async releaseTask(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('personId', { type: () => ID, nullable: true }) personId?: string | null,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.takes.release(actor, id, personId ?? null));
  }

  @Op('task.take')
  @Mutation(() => EventTasks, {
    description: "Asks somebody to take one's task over; without a person it takes the question back.",
  })
  async offerTask(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('personId', { type: () => ID, nullable: true }) personId?: string | null,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.takes.offer(actor, id, personId ?? null));
  }

  @Op('task.take')
  @Mutation(() => EventTasks, { description: 'Answers somebody who asks the viewer to take a task over.' })
  async answerTaskOffer(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('fromId', { type: () => ID }) fromId: string,
    @Args('accept', { type: () => Boolean }) accept: boolean,
  ): Promise<EventTasks> {
    return this.seen(actor, await this.takes.answer(actor, id, { fromId, accept }));
  }

  private async seen(actor: Actor, eventId: string): Promise<EventTasks> {
    const tasks = await this.store.ofEvent(this.database.reads, actor, eventId);
    if (!tasks) throw new NotFound();
    return tasks;
  }
}
