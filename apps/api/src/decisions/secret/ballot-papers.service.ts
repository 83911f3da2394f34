import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromHex, PAPER_BYTES } from '#libs/log';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { checkHex, SecretAdmission } from './admission.service.ts';
import { PaperKeys } from './paper-keys.service.ts';
import { PaperSigned, type TakePaperInput } from './secret.graphql.ts';

/**
 * Gives each elector of a blind vote one paper: what is signed is blinded, so that nothing here says which paper it becomes. What stays is
 * who has one, and the hash of what was signed, for the retry after a lost answer.
 */
@Injectable()
export class BallotPapers {
  constructor(
    private readonly admission: SecretAdmission,
    private readonly keys: PaperKeys,
  ) {}

  /** Signs a blinded paper. The same again gets the same signature; another one is refused as PAPER_TAKEN. */
  async take(actor: Actor, input: TakePaperInput): Promise<PaperSigned | VotingClosed | BallotRefused> {
    checkHex('blinded', input.blinded, PAPER_BYTES.key);
    return this.admission.quietly(input.proposalId, (tx) => this.takeIn(tx, actor, input));
  }

  private async takeIn(
    tx: EntityManager,
    actor: Actor,
    { proposalId, blinded }: TakePaperInput,
  ): Promise<PaperSigned | VotingClosed | BallotRefused> {
    const asked = { proposalId, secrecy: 'blind', operation: 'ballot.paper.take', case: 'secret-ballot' } as const;
    const held = await this.admission.admit(tx, actor, asked);
    if (held instanceof VotingClosed || held instanceof BallotRefused) return held;
    const hash = createHash('sha256').update(fromHex(blinded)).digest();
    const took = await rows(
      tx,
      'INSERT INTO secret_turnout (proposal_id, person_id, asked) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
      [held.id, actor.personId, hash],
    );
    if (took.length === 0) {
      const mine = 'SELECT 1 FROM secret_turnout WHERE proposal_id = $1 AND person_id = $2 AND asked = $3';
      if (!(await row(tx, mine, [held.id, actor.personId, hash]))) return new BallotRefused('PAPER_TAKEN');
    }
    const signed = await this.keys.sign(tx, held.id, blinded);
    if (!signed)
      throw new BadInput('blinded', 'This is no blinded paper of this vote. Reload the page, then try again.');
    return new PaperSigned(signed);
  }
}
