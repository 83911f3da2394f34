import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { checkBallot } from '#libs/voting';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { newId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { BallotRefused, type CastBallotInput, VotingClosed } from './proposals.graphql.ts';
import { type ProposalRow, ProposalsStore } from './proposals.store.ts';

/** Takes ballots: one an elector, changeable until the end. The row lock keeps one from slipping in while the proposal closes. */
@Injectable()
export class BallotsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly store: ProposalsStore,
    private readonly records: ProposalRecords,
  ) {}

  async cast(actor: Actor, input: CastBallotInput): Promise<VotingClosed | BallotRefused | null> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 2000 });
    try {
      return await this.database.transaction(async (tx) => {
        const groupId = await this.store.groupOf(tx, actor, input.proposalId);
        if (!groupId) throw new NotFound();
        const held = await this.holdStanding(tx, groupId, actor.personId);
        const proposal = (await this.store.hold(tx, input.proposalId, 'FOR SHARE'))!;
        const isElector = await row(tx, 'SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2', [
          proposal.id,
          actor.personId,
        ]);
        if (actor.personId && !isElector) return new BallotRefused('NOT_AN_ELECTOR');
        if (actor.personId && !held) return new BallotRefused('NOT_A_MEMBER');
        await this.policy.require(tx, actor, 'ballot.cast', { groupId });
        const now = await this.clock.now(tx);
        if (proposal.status !== 'open' || proposal.closes_at <= now) return new VotingClosed(proposal.closes_at);
        const fault = checkBallot(proposal.rules!, { option: input.option }, reason);
        if (fault) return new BallotRefused(fault);
        await this.write(tx, proposal, actor.personId!, { option: input.option, reason });
        return null;
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      if (message.includes('VOTING_CLOSED'))
        return new VotingClosed(
          (await row<{ closes_at: Date }>(this.database.reads, 'SELECT closes_at FROM proposal WHERE id = $1', [
            input.proposalId,
          ]))!.closes_at,
        );
      if (message.includes('TEXT_CHANGED')) return new BallotRefused('TEXT_CHANGED');
      throw error;
    }
  }

  /** The membership row in share: an ending waits, or has happened. Paused and suspended electors may still vote. */
  private async holdStanding(tx: EntityManager, groupId: string, personId: string | null): Promise<boolean> {
    const held = await row<{ id: string }>(
      tx,
      'SELECT id FROM membership WHERE group_id = $1 AND person_id = $2 FOR SHARE',
      [groupId, personId],
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

  /** A change is a new revision; the same choice again writes nothing. */
  private async write(
    tx: EntityManager,
    proposal: ProposalRow,
    personId: string,
    choice: { option: string; reason: string },
  ): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [`${proposal.id}${personId}`]); // two taps at once are two revisions, never two ballots
    const current = await row<{ id: string; option: string; reason: string }>(
      tx,
      `SELECT id, choice ->> 'option' AS option, reason FROM ballot WHERE proposal_id = $1 AND round = $2 AND person_id = $3 AND is_current`,
      [proposal.id, proposal.round, personId],
    );
    if (current && current.option === choice.option && current.reason === choice.reason) return;
    if (current) await rows(tx, 'UPDATE ballot SET is_current = false WHERE id = $1', [current.id]);
    await rows(
      tx,
      'INSERT INTO ballot (id, proposal_id, person_id, round, text_version, choice, reason, cast_at) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now())',
      [
        newId(),
        proposal.id,
        personId,
        proposal.round,
        proposal.text_version,
        JSON.stringify({ option: choice.option }),
        choice.reason,
      ],
    );
    await this.records.announce(tx, 'BallotCast', { groupId: proposal.group_id, proposalId: proposal.id });
  }
}
