import { Module, type OnModuleInit } from '@nestjs/common';
import { HappeningHandlers } from '../platform/outbox/outbox.ts';
import { EventMails } from './event-mails.ts';
import { GroupMails } from './group-mails.ts';
import { MailChoicesResolver } from './mail-choices.resolver.ts';
import { MailChoices } from './mail-choices.service.ts';
import { PollMails } from './poll-mails.ts';
import { Post } from './post.service.ts';
import { ReminderMails } from './reminder-mails.ts';
import { SeriesMails } from './series-mails.ts';
import { TaskMails } from './task-mails.ts';
import { UnsubscribeController } from './unsubscribe.controller.ts';

/** Turns happenings into mail. Stands above everything it tells of. */
@Module({
  controllers: [UnsubscribeController],
  providers: [
    EventMails,
    GroupMails,
    MailChoices,
    MailChoicesResolver,
    PollMails,
    Post,
    ReminderMails,
    SeriesMails,
    TaskMails,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly handlers: HappeningHandlers,
    private readonly events: EventMails,
    private readonly reminders: ReminderMails,
    private readonly groups: GroupMails,
    private readonly series: SeriesMails,
    private readonly tasks: TaskMails,
    private readonly polls: PollMails,
  ) {}

  onModuleInit(): void {
    for (const mails of [this.events, this.reminders, this.groups, this.series, this.tasks, this.polls])
      mails.register(this.handlers);
  }
}
