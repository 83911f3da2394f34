import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ballotCommitment, toHex } from '#libs/log';
import type { Choice } from '#libs/voting';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { sha256 } from '../../platform/log/group-log.ts';
import { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { readBallot } from '../choices.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { askedOf } from '../tally-for.ts';
import { checkHex, SecretAdmission } from './admission.service.ts';
import { type CastSecretBallotInput, SecretBallotRecorded } from './secret.graphql.ts';

type Answer = SecretBallotRecorded | VotingClosed | BallotRefused;

/**
 * Takes secret ballots: who voted and what was voted go into two tables that share nothing. Nothing is logged or announced, and every
 * ballot is answered alike.
 */
@Injectable()
export class SecretBallots {
  constructor(private readonly admission: SecretAdmission) {}

  /** Records a ballot once and for all. The same again is recorded already; another one is refused as ALREADY_VOTED. */
  async cast(actor: Actor, input: CastSecretBallotInput): Promise<Answer> {
    checkHex('nonce', input.nonce, 16);
    checkHex('commitment', input.commitment, 32);
    return this.admission.quietly(input.proposalId, (tx) => this.castIn(tx, actor, input));
  }

  private async castIn(tx: EntityManager, actor: Actor, input: CastSecretBallotInput): Promise<Answer> {
    const { proposalId } = input;
    const held = await this.admission.admit(tx, actor, { proposalId, secrecy: 'secret', operation: 'ballot.cast' });
    if (held instanceof VotingClosed || held instanceof BallotRefused) return held;
    const read = readBallot(askedOf(held), input, '');
    if ('refused' in read) return read.refused;
    if (commitmentOf(held, read.choice, input.nonce) !== input.commitment) return new BallotRefused('COMMITMENT_WRONG');
    return this.write(tx, { proposalId: held.id, personId: actor.personId!, choice: read.choice }, input);
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

/** The commitment that an honest browser made of this choice, in hexadecimal. */
export function commitmentOf(proposal: ProposalRow, choice: Choice, nonce: string): string {
  const asked = { proposal: proposal.id, rulesHash: proposal.rules_hash!.toString('hex') };
  return toHex(ballotCommitment(sha256, { ...asked, choice, nonce }));
}
