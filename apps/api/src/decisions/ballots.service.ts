import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/log';
import type { Choice } from '#libs/voting';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { BallotRefused, type CastBallotInput, VotingClosed } from './ballots.graphql.ts';
import { readBallot } from './choices.ts';
import { Objections } from './life/objections.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { ProposalRow } from './proposals.store.ts';
import { askedOf } from './tally-for.ts';

/** What a revision says; without a choice the ballot is taken back. */
interface Revision {
  readonly choice: Choice | null;
  readonly reason: string;
}
/** What the table is asked about each way to a ballot. */
const asked = {
  'ballot.cast': {},
  'ballot.change': { case: 'named-ballot', own: true },
  'link.ballot': { case: 'token', own: true },
} as const;
type Refused = VotingClosed | BallotRefused;

/** Takes ballots: one an elector, changeable until the end. The row lock keeps one from slipping in while the proposal closes. */
@Injectable()
export class BallotsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly objections: Objections,
  ) {}

  /** Takes a ballot, or says why it is not taken. A change is a new revision; the same again writes nothing. */
  async cast(
    actor: Actor,
    input: CastBallotInput,
    operation: 'ballot.cast' | 'link.ballot' = 'ballot.cast',
  ): Promise<Refused | null> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 2000 });
    return this.revise(actor, { id: input.proposalId, operation }, (proposal) => {
      if (input.textVersion != null && input.textVersion !== proposal.text_version)
        return new BallotRefused('TEXT_CHANGED');
      const read = readBallot(askedOf(proposal), input, reason);
      return 'refused' in read ? read.refused : { choice: read.choice, reason };
    });
  }

  /** Takes a ballot back: its elector counts as silent again. */
  takeBack(
    actor: Actor,
    id: string,
    operation: 'ballot.change' | 'link.ballot' = 'ballot.change',
  ): Promise<Refused | null> {
    return this.revise(actor, { id, operation }, () => ({ choice: null, reason: '' }));
  }

  private async revise(
    actor: Actor,
    of: { id: string; operation: keyof typeof asked },
    revision: (proposal: ProposalRow) => Revision | BallotRefused,
  ): Promise<Refused | null> {
    try {
      return await this.database.transaction(async (tx) => {
        const { proposal, belongs } = await this.locks.heldToVote(tx, actor, of.id, (whose) =>
          this.holdStanding(tx, whose),
        );
        const isElector = await row(tx, 'SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2', [
          proposal.id,
          actor.personId,
        ]);
        if (actor.personId && !isElector) return new BallotRefused('NOT_AN_ELECTOR');
        if (actor.personId && !belongs) return new BallotRefused('NOT_A_MEMBER');
        await this.policy.require(tx, actor, of.operation, { groupId: proposal.group_id, ...asked[of.operation] });
        const now = await this.clock.now(tx);
        if (proposal.status !== 'open' || proposal.closes_at <= now) return new VotingClosed(proposal.closes_at);
        if (proposal.secrecy !== 'named') return new BallotRefused('IS_SECRET');
        const next = revision(proposal);
        if (next instanceof BallotRefused) return next;
        await this.write(tx, proposal, actor.personId!, next);
        return null;
      });
    } catch (error) {
      return this.lateRefusal(of.id, error);
    }
  }

  /** What the database itself refused: it reads its clock once more, after every lock. */
  private async lateRefusal(id: string, error: unknown): Promise<Refused> {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('TEXT_CHANGED')) return new BallotRefused('TEXT_CHANGED');
    if (!message.includes('VOTING_CLOSED')) throw error;
    const sql = 'SELECT closes_at FROM proposal WHERE id = $1';
    return new VotingClosed((await row<{ closes_at: Date }>(this.database.reads, sql, [id]))!.closes_at);
  }

  /** The membership row in share: an ending waits, or has happened. Paused and suspended electors may still vote. */
  private async holdStanding(tx: EntityManager, of: { groupId: string; personId: string }): Promise<boolean> {
    const held = await row<{ id: string }>(
      tx,
      'SELECT id FROM membership WHERE group_id = $1 AND person_id = $2 FOR SHARE',
      [of.groupId, of.personId],
    );
    return (
      held !== null &&
      (await row(
        tx,
        `SELECT 1 FROM spell WHERE membership_id = $1 AND to_at IS NULL AND standing IN ('member', 'paused', 'suspended')`,
        [held.id],
      )) !== null
    );
  }

  private async write(tx: EntityManager, proposal: ProposalRow, personId: string, next: Revision): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [`${proposal.id}${personId}`]); // two taps at once are two revisions, never two ballots
    const current = await row<Revision & { id: string }>(
      tx,
      'SELECT id, choice, reason FROM ballot WHERE proposal_id = $1 AND round = $2 AND person_id = $3 AND is_current',
      [proposal.id, proposal.round, personId],
    );
    if (isSame(current, next)) return;
    const id = newId();
    if (current) await rows(tx, 'UPDATE ballot SET is_current = false WHERE id = $1', [current.id]);
    await rows(
      tx,
      'INSERT INTO ballot (id, proposal_id, person_id, round, text_version, choice, reason, cast_at) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now())',
      [
        id,
        proposal.id,
        personId,
        proposal.round,
        proposal.text_version,
        next.choice && JSON.stringify(next.choice),
        next.reason,
      ],
    );
    await this.objections.follow(tx, proposal, { id, personId, ...next });
    await this.records.announce(tx, 'BallotCast', { groupId: proposal.group_id, proposalId: proposal.id });
  }
}

/** Whoever has no ballot, or took it back, is silent already. */
function isSame(current: Revision | null, next: Revision): boolean {
  if (!current?.choice || !next.choice) return !current?.choice && !next.choice;
  return canonicalJson(current.choice) === canonicalJson(next.choice) && current.reason === next.reason;
}
