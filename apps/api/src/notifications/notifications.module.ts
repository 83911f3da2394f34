import { Module, type OnModuleInit } from '@nestjs/common';
import { HappeningHandlers } from '../platform/outbox/outbox.ts';
import { EventMails } from './event-mails.ts';
import { GroupMails } from './group-mails.ts';
import { Post } from './post.service.ts';

/** Turns happenings into mail. Stands above everything it tells of. */
@Module({ providers: [EventMails, GroupMails, Post] })
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly handlers: HappeningHandlers,
    private readonly events: EventMails,
    private readonly groups: GroupMails,
  ) {}

  onModuleInit(): void {
    this.events.register(this.handlers);
    this.groups.register(this.handlers);
  }
}
