import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BallotPaper, isPaperOf, PAPER_BYTES } from '#libs/log';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BallotRefused, type LinkedBallotInput, VotingClosed } from '../ballots.graphql.ts';
import { readBallot } from '../choices.ts';
import { ProposalsStore } from '../proposals.store.ts';
import { askedOf } from '../tally-for.ts';
import { checkHex, SecretAdmission } from './admission.service.ts';
import { PaperKeys } from './paper-keys.service.ts';
import { commitmentOf } from './secret-ballots.service.ts';

/** A ballot without a name: the paper, the answer, and the commitment to both. */
export type BlindBallot = LinkedBallotInput & BallotPaper & { readonly commitment: string };

export const sha384 = (bytes: Uint8Array): Uint8Array => createHash('sha384').update(bytes).digest();

/**
 * Takes the ballots of blind votes from whoever holds a paper: the last one of a paper counts, and what it said before is forgotten. Who
 * sends one is not asked, not known and nowhere written down.
 */
@Injectable()
export class BlindBallots {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: ProposalsStore,
    private readonly keys: PaperKeys,
    private readonly admission: SecretAdmission,
  ) {}

  /** Records a ballot, or says why not. Whoever holds no paper of the vote learns nothing of it, not even whether there is one. */
  async cast(actor: Actor, id: string, ballot: BlindBallot): Promise<VotingClosed | BallotRefused | null> {
    checkHex('token', ballot.token, PAPER_BYTES.token);
    checkHex('signature', ballot.signature, PAPER_BYTES.key);
    checkHex('commitment', ballot.commitment, 32);
    const key = await this.keys.of(this.database.reads, id);
    if (!key || !isPaperOf(sha384, { proposal: id, key }, ballot))
      throw new BadInput('token', 'This is no ballot paper of this vote.', 'NO_PAPER');
    this.policy.requireWith(actor, 'link.paper', { case: 'token', own: true }, null);
    return this.admission.quietly(id, (tx) => this.castIn(tx, id, ballot));
  }

  private async castIn(
    tx: EntityManager,
    id: string,
    ballot: BlindBallot,
  ): Promise<VotingClosed | BallotRefused | null> {
    const proposal = (await this.store.hold(tx, id, 'FOR SHARE'))!;
    if (!(await this.admission.isOpen(tx, proposal))) return new VotingClosed(proposal.closes_at);
    const read = readBallot(askedOf(proposal), ballot, '');
    if ('refused' in read) return read.refused;
    const { token, signature, commitment } = ballot;
    if (commitmentOf(proposal, read.choice, token) !== commitment) return new BallotRefused('COMMITMENT_WRONG');
    const same = `SELECT 1 FROM blind_ballot WHERE proposal_id = $1 AND token = decode($2, 'hex') AND commitment = decode($3, 'hex')`;
    if (await row(tx, same, [id, token, commitment])) return null;
    await rows(
      tx,
      `SELECT put_blind_ballot(ROW($1::uuid, decode($2, 'hex'), decode($3, 'hex'), decode($4, 'hex'), $5::jsonb)::blind_ballot)`,
      [id, token, signature, commitment, JSON.stringify(read.choice)],
    );
    return null;
  }
}
