import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BallotLinks, BallotsService } from '../decisions/index.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Limits } from '../platform/limits.ts';
import { BadInput, Refusal, TooMany } from '../platform/graphql/errors.ts';
import type { IncomingMail } from '../platform/mail/incoming.ts';
import { MailPort } from '../platform/mail/mail-port.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { ReplyAddresses } from './reply-addresses.ts';
import { readVote } from './vote-answers.ts';
import { stancesOf, type Vote, VoteLetters } from './vote-letters.service.ts';

const perLink = { name: 'vote-replies', max: 20, windowSeconds: 3600 };

/** What became of an answer: taken, or why not; `refused:` has the code of the ballot. */
export type VoteReplyOutcome = 'recorded' | 'recorded-bare' | 'unclear' | 'no-stance' | 'closed' | `refused:${string}`;

/** What stands around an answer: how often it may come, who hears of it. */
@Injectable()
export class VoteReplyParts {
  constructor(
    readonly limits: Limits,
    readonly outbox: Outbox,
    readonly letters: VoteLetters,
  ) {}
}

/** Takes votes that are answered by mail: "agree" as the first line. The address is the proof; From is none. */
@Injectable()
export class VoteReplies implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly port: MailPort,
    private readonly addresses: ReplyAddresses,
    private readonly links: BallotLinks,
    private readonly ballots: BallotsService,
    private readonly parts: VoteReplyParts,
  ) {}

  onModuleInit(): void {
    this.port.on({
      accepts: (address) => this.addresses.voteOf(address) !== null,
      take: (address, mail) => this.mailed(address, mail),
    });
  }

  /** A mail that came to the address of one elector in one vote. Each mail counts once, however often it is delivered. */
  async mailed(address: string, mail: IncomingMail): Promise<void> {
    const linkId = this.addresses.voteOf(address);
    const db = this.database.reads;
    const bearer = linkId && !mail.isAutomatic ? await this.links.byId(db, linkId) : null;
    if (!bearer || !(await this.withinLimit(linkId!))) return;
    const key = createHash('sha256')
      .update(`${linkId}\n${mail.messageId ?? JSON.stringify(mail)}`)
      .digest();
    if (await row(db, 'SELECT 1 FROM mail_reply WHERE key = $1', [key])) return;
    const vote = await this.parts.letters.find(db, bearer.proposalId);
    const outcome = await this.vote(bearer, vote!, mail.text);
    await this.database.transaction((tx) => this.keep(tx, { key, bearer, outcome }));
  }

  private async vote(
    { actor, proposalId, textVersion }: NonNullable<Awaited<ReturnType<BallotLinks['byId']>>>,
    vote: Vote,
    text: string,
  ): Promise<VoteReplyOutcome> {
    const options = stancesOf(vote);
    if (options.length === 0) return 'no-stance';
    const said = readVote(text, options);
    if (!said) return 'unclear';
    const reason = vote.reasons === 'off' ? null : said.reason;
    const input = { proposalId, option: said.option, reason: reason?.slice(0, 2001) ?? null, textVersion };
    const refused = await this.ballots.cast(actor, input, 'link.ballot').catch(refusedBy);
    if (!refused) return said.reason !== '' && reason === null ? 'recorded-bare' : 'recorded';
    return 'code' in refused ? `refused:${refused.code}` : 'closed';
  }

  private async keep(
    tx: EntityManager,
    {
      key,
      bearer,
      outcome,
    }: {
      key: Buffer;
      bearer: { proposalId: string; actor: { personId: string | null } };
      outcome: VoteReplyOutcome;
    },
  ): Promise<void> {
    const { proposalId, actor } = bearer;
    const first = await rows(
      tx,
      `INSERT INTO mail_reply (key, proposal_id, outcome, came_by) VALUES ($1, $2, $3, 'port') ON CONFLICT DO NOTHING RETURNING key`,
      [key, proposalId, outcome],
    );
    if (first.length === 0) return;
    const payload = { proposalId, personId: actor.personId, outcome };
    await this.parts.outbox.announce(tx, { kind: 'VoteAnswered', payload });
  }

  private async withinLimit(linkId: string): Promise<boolean> {
    try {
      await this.parts.limits.count(perLink, linkId);
      return true;
    } catch (error) {
      if (error instanceof TooMany) return false;
      throw error;
    }
  }
}

/** What a ballot is refused for before it is read: the words are too many, or the vote is not there any more. */
function refusedBy(error: unknown): { readonly code: string } {
  if (!(error instanceof Refusal)) throw error;
  return { code: error instanceof BadInput ? 'REASON_TOO_LONG' : error.code };
}
