import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Link, Links } from '../../identity/index.ts';
import { Endings } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import type { BallotRefused, CastBallotInput, VotingClosed } from '../ballots.graphql.ts';
import { BallotsService } from '../ballots.service.ts';
import { ProposalPages } from '../proposal-pages.service.ts';
import { LinkedBallot } from './ballot-links.graphql.ts';

const PURPOSE = 'ballot';
/** A vote may be made longer; and who comes late reads that it is over, instead of nothing. */
const KEPT_AFTER_MS = 60 * 86_400_000;

interface Bearer {
  readonly actor: Actor;
  readonly proposalId: string;
  /** The text that the mail was about. */
  readonly textVersion: number;
}

/**
 * Voting by a link in a mail: it names one elector and one open vote, works until the vote closes or the membership ends, and can do nothing
 * else. Reading it changes nothing, and shows no result: a forwarded mail must not tell more than the question.
 */
@Injectable()
export class BallotLinks implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly endings: Endings,
    private readonly pages: ProposalPages,
    private readonly ballots: BallotsService,
  ) {}

  onModuleInit(): void {
    this.endings.on('ballot links', (tx, { groupId, personId }) =>
      rows(
        tx,
        `UPDATE link SET revoked_at = clock_now() WHERE purpose = $1 AND person_id = $2 AND revoked_at IS NULL AND object_id IN (SELECT id FROM proposal WHERE group_id = $3)`,
        [PURPOSE, personId, groupId],
      ).then(() => undefined),
    );
  }

  /** Makes a link for the mail to one elector. The id is for the address to answer to; the token stands in the mail alone. */
  async make(
    tx: EntityManager,
    of: {
      readonly proposalId: string;
      readonly personId: string;
      readonly closesAt: Date;
      readonly textVersion: number;
    },
  ): Promise<{ readonly token: string; readonly id: string }> {
    const expiresAt = new Date(of.closesAt.getTime() + KEPT_AFTER_MS);
    const { proposalId: objectId, personId, textVersion } = of;
    const token = await this.links.make(tx, { purpose: PURPOSE, personId, objectId, expiresAt, data: { textVersion } });
    return { token, id: (await this.links.find(tx, token, PURPOSE))!.id };
  }

  /** The ballot that a link opens; null for one that is not good. */
  async open(token: string): Promise<LinkedBallot | null> {
    const bearer = await this.bearer(await this.links.find(this.database.reads, token, PURPOSE));
    return bearer && this.seen(bearer);
  }

  /** Casts the ballot of a link's elector. Throws NOT_FOUND for a link that is not good. */
  async cast(
    token: string,
    input: Omit<CastBallotInput, 'proposalId'>,
  ): Promise<LinkedBallot | VotingClosed | BallotRefused> {
    const bearer = await this.bearer(await this.links.find(this.database.reads, token, PURPOSE));
    if (!bearer) throw new NotFound();
    const { actor, proposalId } = bearer;
    return (await this.ballots.cast(actor, { ...input, proposalId }, 'link.ballot')) ?? (await this.seen(bearer))!;
  }

  async takeBack(token: string): Promise<LinkedBallot | VotingClosed | BallotRefused> {
    const bearer = await this.bearer(await this.links.find(this.database.reads, token, PURPOSE));
    if (!bearer) throw new NotFound();
    return (await this.ballots.takeBack(bearer.actor, bearer.proposalId, 'link.ballot')) ?? (await this.seen(bearer))!;
  }

  /** Who stands behind a link by its id, as an answer by mail names it; the address it came to was signed. */
  async byId(db: EntityManager, id: string): Promise<Bearer | null> {
    const link = await row<Link>(
      db,
      `SELECT id, purpose, person_id AS "personId", object_id AS "objectId", data FROM link
       WHERE id = $1 AND purpose = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_now())`,
      [id, PURPOSE],
    );
    return this.bearer(link);
  }

  /** The elector as who acts: no session, this one operation, and only while they stand in the group in any way. */
  private async bearer(link: Link | null): Promise<Bearer | null> {
    if (!link?.personId || !link.objectId) return null;
    const { personId, objectId: proposalId } = link;
    const person = await row<{ name: string; locale: string }>(
      this.database.reads,
      `SELECT q.name, q.locale FROM person q JOIN proposal p ON p.id = $2 AND p.secrecy = 'named' JOIN elector e ON e.proposal_id = p.id AND e.person_id = q.id
       WHERE q.id = $1 AND q.suspended_at IS NULL AND EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL
         WHERE m.group_id = p.group_id AND m.person_id = q.id AND s.standing IN ('member', 'paused', 'suspended'))`,
      [personId, proposalId],
    );
    if (!person) return null;
    const behind = { operator: false, sessionId: null, authAt: null };
    const actor = { ...behind, ...person, personId, link: { purpose: PURPOSE, objectId: proposalId } };
    return { actor, proposalId, textVersion: Number(link.data['textVersion']) };
  }

  private async seen({ actor, proposalId, textVersion }: Bearer): Promise<LinkedBallot | null> {
    const proposal = await this.pages.proposal(actor, proposalId);
    if (!proposal) return null;
    const isOpen = proposal.status === 'open' && !proposal.counting;
    const none = Object.fromEntries(Object.keys(proposal.can).map((right) => [right, false]));
    const { delegation } = proposal;
    const shown = Object.assign(proposal, {
      result: null,
      tally: null,
      ballots: [],
      can: { ...none, vote: isOpen } as typeof proposal.can,
      delegation: delegation && { ...delegation, mayGive: false, mine: withoutChoice(delegation.mine) },
    });
    const isOther = shown.textVersion !== textVersion;
    const sent = isOther
      ? (await this.pages.texts(actor, proposalId)).find((one) => one.version === textVersion)
      : null;
    return Object.assign(new LinkedBallot(), { name: actor.name!, proposal: shown, sent: sent ?? null });
  }
}

function withoutChoice<M extends { choice: unknown } | null>(mine: M): M {
  return mine && { ...mine, choice: null };
}
