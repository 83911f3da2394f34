import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import type { GraphQLContext } from '../platform/graphql/context.ts';
import { Limits, networkBlock } from '../platform/limits.ts';
import { MailPort } from '../platform/mail/mail-port.ts';
import { Op } from '../platform/policy/op.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { MailDoor, PastedReply } from './replies.graphql.ts';
import { Replies } from './replies.service.ts';

const pastes = { name: 'pasted-replies', max: 30, windowSeconds: 3600 };

/** Answers that are pasted, by whoever holds them: the address inside names one person and one event. */
@Resolver()
export class RepliesResolver {
  constructor(
    private readonly replies: Replies,
    private readonly limits: Limits,
  ) {}

  @Op('link.rsvp')
  @Mutation(() => PastedReply)
  async pasteReply(
    @Context() { req }: GraphQLContext,
    @Args('text', { type: () => String }) text: string,
  ): Promise<PastedReply> {
    if (text.length > 150_000)
      throw new BadInput('text', 'This is longer than an answer can be. Paste the answer alone.');
    await this.limits.count(pastes, networkBlock(req.ip));
    return this.replies.pasted(text);
  }
}

@Resolver()
export class MailDoorResolver {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly port: MailPort,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Op('instance.mail.read')
  @Query(() => MailDoor, { nullable: true, description: 'Null while no mail port is set up.' })
  async mailDoor(@Context('actor') actor: Actor): Promise<MailDoor | null> {
    await this.policy.require(this.database.reads, actor, 'instance.mail.read', {});
    const { mailPort: port, mailDomain: domain } = this.config;
    if (port === null || domain === null) return null;
    const taken = await row<{ taken: number; lastAt: Date | null }>(
      this.database.reads,
      `SELECT count(*) FILTER (WHERE at > clock_now() - interval '24 hours')::int AS taken, max(at) AS "lastAt" FROM mail_reply WHERE came_by = 'port'`,
    );
    return { port, domain, listening: this.port.isListening, ...taken! };
  }
}
