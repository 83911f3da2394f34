import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ballotCommitment, toHex } from '#libs/log';
import type { Choice } from '#libs/voting';
import { shareStanding } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { sha256 } from '../../platform/log/group-log.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { readBallot } from '../choices.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { askedOf } from '../tally-for.ts';
import { type CastSecretBallotInput, SecretBallotRecorded } from './secret.graphql.ts';
import { say } from '../../platform/words/words.ts';

type Answer = SecretBallotRecorded | VotingClosed | BallotRefused;

/**
 * Takes secret ballots: who voted and what was voted go into two tables that share nothing. No row of the voter is locked, since a lock
 * leaves the number of the transaction behind; nothing is logged or announced, and every ballot is answered alike.
 */
@Injectable()
export class SecretBallots {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
  ) {}

  /** Records a ballot once and for all. The same again is recorded already; another one is refused as ALREADY_VOTED. */
  async cast(actor: Actor, input: CastSecretBallotInput): Promise<Answer> {
    checkHex('nonce', input.nonce, 16);
    checkHex('commitment', input.commitment, 32);
    try {
      return await this.database.quietTransaction((tx) => this.castIn(tx, actor, input));
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('VOTING_CLOSED')) throw error;
      const sql = 'SELECT closes_at FROM proposal WHERE id = $1';
      const ended = await row<{ closes_at: Date }>(this.database.reads, sql, [input.proposalId]);
      return new VotingClosed(ended!.closes_at);
    }
  }

  private async castIn(tx: EntityManager, actor: Actor, input: CastSecretBallotInput): Promise<Answer> {
    const { personId } = actor;
    const { proposal, belongs } = await this.locks.heldToVote(tx, actor, input.proposalId, (whose) =>
      shareStanding(tx, whose),
    );
    if (proposal.secrecy === 'named') throw new BadInput('proposalId', 'This vote is not secret. Reload the page.');
    if (personId && !(await isElector(tx, proposal.id, personId))) return new BallotRefused('NOT_AN_ELECTOR');
    if (personId && !belongs) return new BallotRefused('NOT_A_MEMBER');
    await this.policy.require(tx, actor, 'ballot.cast', { groupId: proposal.group_id });
    if (proposal.status !== 'open' || proposal.closes_at <= (await this.clock.now(tx)))
      return new VotingClosed(proposal.closes_at);
    const read = readBallot(askedOf(proposal), input, '');
    if ('refused' in read) return read.refused;
    if (commitmentOf(proposal, read.choice, input.nonce) !== input.commitment)
      return new BallotRefused('COMMITMENT_WRONG');
    return this.write(tx, { proposalId: proposal.id, personId: personId!, choice: read.choice }, input);
  }

  /** The key of the turnout is the one-vote rule. Conflicts are asked for, not met: an error would write their values into the database's log. */
  private async write(
    tx: EntityManager,
    of: { proposalId: string; personId: string; choice: Choice },
    { commitment, nonce }: CastSecretBallotInput,
  ): Promise<SecretBallotRecorded | BallotRefused> {
    const took = await rows(
      tx,
      'INSERT INTO secret_turnout (proposal_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
      [of.proposalId, of.personId],
    );
    if (took.length === 0) {
      const mine = await row(
        tx,
        `SELECT 1 FROM secret_ballot WHERE proposal_id = $1 AND commitment = decode($2, 'hex')`,
        [of.proposalId, commitment],
      );
      return mine ? new SecretBallotRecorded() : new BallotRefused('ALREADY_VOTED');
    }
    const written = await rows(
      tx,
      `INSERT INTO secret_ballot (proposal_id, commitment, choice, nonce) VALUES ($1, decode($2, 'hex'), $3, decode($4, 'hex')) ON CONFLICT DO NOTHING RETURNING 1`,
      [of.proposalId, commitment, JSON.stringify(of.choice), nonce],
    );
    if (written.length === 0) throw new BadInput('nonce', 'This nonce has been used. Draw another one.');
    return new SecretBallotRecorded();
  }
}

function checkHex(field: string, text: string, bytes: number): void {
  if (!/^[0-9a-f]+$/.test(text) || text.length !== bytes * 2)
    throw new BadInput(field, say`The ${field} must be ${bytes} bytes in hexadecimal.`);
}

async function isElector(tx: EntityManager, proposalId: string, personId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2';
  return (await row(tx, sql, [proposalId, personId])) !== null;
}

/** The commitment that an honest browser made of this choice, in hexadecimal. */
function commitmentOf(proposal: ProposalRow, choice: Choice, nonce: string): string {
  const asked = { proposal: proposal.id, rulesHash: proposal.rules_hash!.toString('hex') };
  return toHex(ballotCommitment(sha256, { ...asked, choice, nonce }));
}
