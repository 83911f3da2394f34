import { Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { HappeningHandlers } from '../platform/outbox/outbox.ts';
import { AdvanceMails } from './advance-mails.ts';
import { AnswerMails } from './answer-mails.ts';
import { BillMails } from './bill-mails.ts';
import { CandidacyMails } from './candidacy-mails.ts';
import { ChangeMails } from './change-mails.ts';
import { GiftMails } from './gift-mails.ts';
import { GroupMails } from './group-mails.ts';
import { DecisionMails } from './decision-mails.ts';
import { HandEntryMails } from './hand-entry-mails.ts';
import { ShareMails } from './share-mails.ts';
import { HostMails } from './host-mails.ts';
import { InvoiceMails } from './invoice-mails.ts';
import { Invitations } from './invitations.service.ts';
import { LapseMails } from './lapse-mails.ts';
import { LifeMails } from './life-mails.ts';
import { MailChoicesResolver } from './mail-choices.resolver.ts';
import { MailChoices } from './mail-choices.service.ts';
import { MessageMails } from './message-mails.ts';
import { MessagesResolver } from './messages.resolver.ts';
import { Messages } from './messages.service.ts';
import { PollChangeMails } from './poll-change-mails.ts';
import { NoticeMails } from './notice-mails.ts';
import { AuthorityMails } from './authority-mails.ts';
import { EventMoneyMails } from './event-money-mails.ts';
import { BudgetMails } from './budget-mails.ts';
import { RecurringMails } from './recurring-mails.ts';
import { LineMails } from './line-mails.ts';
import { RoundMails } from './round-mails.ts';
import { OptionMails } from './option-mails.ts';
import { PollMails } from './poll-mails.ts';
import { Post } from './post.service.ts';
import { RemovalMails } from './removal-mails.ts';
import { ReminderMails } from './reminder-mails.ts';
import { MailDoorResolver, RepliesResolver } from './replies.resolver.ts';
import { Replies, ReplyParts } from './replies.service.ts';
import { ReplyAddresses } from './reply-addresses.ts';
import { ReplyMails } from './reply-mails.ts';
import { SeriesMails } from './series-mails.ts';
import { TaskMails } from './task-mails.ts';
import { DelegationMails } from './delegation-mails.ts';
import { UnsubscribeController } from './unsubscribe.controller.ts';
import { VoteLetters } from './vote-letters.service.ts';
import { VoteMails } from './vote-mails.ts';
import { VoteReplies, VoteReplyParts } from './vote-replies.service.ts';
import { VoteReplyMails } from './vote-reply-mails.ts';

/** What is told of, a class a kind of thing. */
const mails = [
  AdvanceMails,
  AnswerMails,
  BillMails,
  GiftMails,
  LapseMails,
  ReminderMails,
  ChangeMails,
  MessageMails,
  GroupMails,
  HandEntryMails,
  ShareMails,
  InvoiceMails,
  SeriesMails,
  TaskMails,
  PollChangeMails,
  PollMails,
  DecisionMails,
  NoticeMails,
  RoundMails,
  EventMoneyMails,
  BudgetMails,
  LineMails,
  RecurringMails,
  AuthorityMails,
  RemovalMails,
  CandidacyMails,
  OptionMails,
  VoteMails,
  VoteReplyMails,
  DelegationMails,
  LifeMails,
  HostMails,
  ReplyMails,
];

/** Turns happenings into mail. Stands above everything it tells of. */
@Module({
  controllers: [UnsubscribeController],
  providers: [
    ...mails,
    Invitations,
    MailChoices,
    MailChoicesResolver,
    Messages,
    MessagesResolver,
    Post,
    MailDoorResolver,
    Replies,
    RepliesResolver,
    ReplyAddresses,
    ReplyParts,
    VoteLetters,
    VoteReplies,
    VoteReplyParts,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly handlers: HappeningHandlers,
    private readonly parts: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const one of mails)
      this.parts.get<{ register(handlers: HappeningHandlers): void }>(one).register(this.handlers);
  }
}
