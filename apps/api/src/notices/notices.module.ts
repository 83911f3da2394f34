import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TalkParents } from '../discussions/index.ts';
import { DeadlineSources } from '../events/index.ts';
import { Endings } from '../groups/index.ts';
import { Database } from '../platform/database/database.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { NoticeLocks } from './notice-locks.service.ts';
import { NoticeObjections } from './notice-objections.service.ts';
import { NoticePages } from './notice-pages.service.ts';
import { NoticePosting } from './notice-posting.service.ts';
import { NoticeRecords } from './notice-records.service.ts';
import { NoticeWindows } from './notice-windows.service.ts';
import { LoadsResolver, NoticesResolver } from './notices.resolver.ts';
import { NoticesService } from './notices.service.ts';
import { NoticesStore } from './notices.store.ts';
import { WholeRegisterResolver } from './register/register.resolver.ts';
import { WholeRegister } from './register/register.service.ts';
import { WholeRegisterStore } from './register/register.store.ts';

/** "I'm doing this": stands above decisions, events and money, all of which it uses. */
@Global()
@Module({
  providers: [
    LoadsResolver,
    NoticeLocks,
    NoticeObjections,
    NoticePages,
    NoticePosting,
    NoticeRecords,
    NoticesResolver,
    NoticesService,
    NoticesStore,
    NoticeWindows,
    WholeRegister,
    WholeRegisterResolver,
    WholeRegisterStore,
  ],
  exports: [NoticeObjections, NoticePosting, NoticesService, NoticeWindows],
})
export class NoticesModule implements OnModuleInit {
  constructor(
    private readonly talks: TalkParents,
    private readonly topics: LiveTopics,
    private readonly endings: Endings,
    private readonly store: NoticesStore,
    private readonly notices: NoticesService,
    private readonly deadlines: DeadlineSources,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.talks.register('notice', (db, actor, id) => this.store.groupOf(db, actor, id));
    this.topics.register('notice', async (db, actor, id) => (await this.store.groupOf(db, actor, id)) !== null);
    this.deadlines.add((personId) => this.store.deadlinesOf(this.database.reads, personId));
    this.endings.on('notices', (tx, ending) => this.notices.endedMembership(tx, ending));
  }
}
