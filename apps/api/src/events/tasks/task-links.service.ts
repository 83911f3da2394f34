import { Injectable } from '@nestjs/common';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/graphql/errors.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { linkActor, TakesService } from './takes.service.ts';
import type { EventTasks } from './tasks.graphql.ts';
import { TasksStore } from './tasks.store.ts';

/** What the button of a task's form asks for. */
export type LinkAct = 'take' | 'back' | 'accept' | 'decline';

/** Tasks for people without an account: the link in their mail speaks for them, on its one event. */
@Injectable()
export class TaskLinks {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly events: EventsStore,
    private readonly store: TasksStore,
    private readonly takes: TakesService,
  ) {}

  /** The tasks behind a link, or null for one that is not good. */
  async page(token: string, locale: string): Promise<{ event: EventRow; tasks: EventTasks } | null> {
    const actor = await this.actorOf(token, locale);
    const tasks = actor ? await this.store.ofEvent(this.database.reads, actor, actor.link!.objectId!) : null;
    const event = tasks ? await this.events.find(this.database.reads, tasks.eventId) : null;
    return event && tasks ? { event, tasks } : null;
  }

  /** Does what a form asks for; returns why not, in words. */
  async act(
    token: string,
    locale: string,
    of: { act: LinkAct; taskId: string; quantity: number | null; fromId: string },
  ): Promise<string | null> {
    const actor = await this.actorOf(token, locale);
    const task = actor ? await this.store.find(this.database.reads, of.taskId) : null;
    if (!actor || task?.event_id !== actor.link!.objectId) return null;
    try {
      await this.run(actor, of);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  private async run(
    actor: Actor,
    { act, taskId, quantity, fromId }: { act: LinkAct; taskId: string; quantity: number | null; fromId: string },
  ): Promise<void> {
    switch (act) {
      case 'take':
        await this.takes.take(actor, { taskId, quantity });
        return;
      case 'back':
        await this.takes.release(actor, taskId, null);
        return;
      case 'accept':
      case 'decline':
        await this.takes.answer(actor, taskId, { fromId, accept: act === 'accept' });
    }
  }

  private async actorOf(token: string, locale: string): Promise<Actor | null> {
    const link = await this.links.find(this.database.reads, token, 'rsvp');
    return link?.personId && link.objectId
      ? linkActor({ personId: link.personId, objectId: link.objectId }, locale)
      : null;
  }
}
