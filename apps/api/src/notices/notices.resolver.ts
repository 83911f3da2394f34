import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { RollEntry } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../platform/graphql/connection.ts';
import type { GraphQLContext } from '../platform/graphql/context.ts';
import { Op } from '../platform/policy/op.ts';
import { NoticeObjections } from './notice-objections.service.ts';
import { NoticePages } from './notice-pages.service.ts';
import { NoticePosting } from './notice-posting.service.ts';
import {
  ChangeNoticeInput,
  Load,
  Notice,
  NoticeCard,
  NoticeConnection,
  NoticeDesk,
  NoticeText,
  NoticeWaiting,
  ObjectToNoticeInput,
  PostNoticeInput,
} from './notices.graphql.ts';
import { NoticesService } from './notices.service.ts';
import { NoticesStore } from './notices.store.ts';

const noticeId = { type: () => ID } as const;
const reasonArg = { type: () => String, nullable: true } as const;

@Resolver(() => Notice)
export class NoticesResolver {
  constructor(
    private readonly pages: NoticePages,
    private readonly posting: NoticePosting,
    private readonly notices: NoticesService,
    private readonly objections: NoticeObjections,
  ) {}

  @Op('notice.read')
  @Query(() => Notice, { nullable: true })
  notice(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<Notice | null> {
    return this.pages.notice(actor, id);
  }

  @Op('notice.read')
  @Query(() => [NoticeText], { description: 'What it said before it was changed, and says now.' })
  noticeTexts(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<NoticeText[]> {
    return this.pages.texts(actor, id);
  }

  @Op('notice.read')
  @Query(() => NoticeConnection, { description: 'Newest first.' })
  groupNotices(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('alive', { type: () => Boolean, nullable: true, description: 'Only what still concerns anybody.' })
    alive?: boolean,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<NoticeCard>> {
    return this.pages.ofGroup(actor, { handle, alive, first, after });
  }

  @Op('notice.read')
  @Query(() => [NoticeWaiting], {
    description: 'What I may object to and have not looked at, what I have to answer, and what I am late with.',
  })
  noticesWaiting(@Context('actor') actor: Actor): Promise<NoticeWaiting[]> {
    return this.pages.waiting(actor);
  }

  @Op('notice.read')
  @Query(() => NoticeCard, { nullable: true, description: 'The notice that a proposal was made of.' })
  noticeBehindProposal(
    @Context('actor') actor: Actor,
    @Args('proposalId', noticeId) proposalId: string,
  ): Promise<NoticeCard | null> {
    return this.pages.behind(actor, proposalId);
  }

  @Op('notice.post')
  @Query(() => NoticeDesk, { nullable: true, description: 'Null for who may not post.' })
  noticeDesk(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<NoticeDesk | null> {
    return this.pages.desk(actor, handle);
  }

  @Op('notice.post')
  @Mutation(() => Notice)
  async postNotice(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => PostNoticeInput }) input: PostNoticeInput,
  ): Promise<Notice> {
    return this.pages.seen(actor, await this.posting.post(actor, input));
  }

  @Op('notice.change')
  @Mutation(() => Notice, { description: 'Another text: a new time to object begins.' })
  async changeNotice(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ChangeNoticeInput }) input: ChangeNoticeInput,
  ): Promise<Notice> {
    await this.posting.change(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('notice.object')
  @Mutation(() => Notice)
  async objectToNotice(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ObjectToNoticeInput }) input: ObjectToNoticeInput,
  ): Promise<Notice> {
    await this.objections.object(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('notice.objection.withdraw')
  @Mutation(() => Notice)
  async takeBackNoticeObjection(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<Notice> {
    await this.objections.takeBack(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('notice.raise')
  @Mutation(() => Notice, { description: 'Drafts the proposal, linked both ways.' })
  async raiseNotice(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<Notice> {
    await this.objections.raise(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('notice.object')
  @Mutation(() => Notice, { description: 'I have nothing against it: it leaves my inbox, and nobody is told.' })
  async seeNotice(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<Notice> {
    await this.notices.see(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('notice.withdraw')
  @Mutation(() => Notice)
  async withdrawNotice(
    @Context('actor') actor: Actor,
    @Args('id', noticeId) id: string,
    @Args('reason', reasonArg) reason?: string,
  ): Promise<Notice> {
    await this.notices.withdraw(actor, id, reason ?? null);
    return this.pages.seen(actor, id);
  }

  @Op('notice.complete')
  @Mutation(() => Notice)
  async completeNotice(@Context('actor') actor: Actor, @Args('id', noticeId) id: string): Promise<Notice> {
    await this.notices.complete(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('notice.handBack')
  @Mutation(() => Notice)
  async handBackNotice(
    @Context('actor') actor: Actor,
    @Args('id', noticeId) id: string,
    @Args('reason', reasonArg) reason?: string,
  ): Promise<Notice> {
    await this.notices.handBack(actor, id, reason ?? null);
    return this.pages.seen(actor, id);
  }

  @Op('notice.take')
  @Mutation(() => Notice)
  async takeNotice(
    @Context('actor') actor: Actor,
    @Args('id', noticeId) id: string,
    @Args('untilOn', { type: () => String, nullable: true }) untilOn?: string,
  ): Promise<Notice> {
    await this.notices.take(actor, id, untilOn ?? null);
    return this.pages.seen(actor, id);
  }
}

/** What each on the roll carries. */
@Resolver(() => RollEntry)
export class LoadsResolver {
  constructor(private readonly store: NoticesStore) {}

  @Op('membership.list')
  @ResolveField(() => Load, { description: 'Notices and duties that they carry.' })
  async load(@Parent() entry: RollEntry, @Context('loaders') loaders: GraphQLContext['loaders']): Promise<Load> {
    return (await loaders.get(this.store.loads).load(entry.membershipId)) ?? { notices: 0, duties: 0 };
  }
}
