import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { boardRoot, toHex } from '#libs/log';
import type { Choice } from '#libs/voting';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { sha256 } from '../../platform/log/group-log.ts';
import { DelegationsStore } from '../delegations/delegations.store.ts';
import { type CountedBallot, countedBallot } from '../hashes.ts';
import type { ProposalRow } from '../proposals.store.ts';

/** What the count takes of a vote, named or secret: choices, and the root of the board where there is one. */
export interface CountedBallots {
  readonly ballots: readonly CountedBallot[];
  readonly boardRoot: string | null;
}

/** The life of secret votes beside their ballots: what the count takes, and the destruction of every trace. */
@Injectable()
export class SecretVotes {
  constructor(
    private readonly database: Database,
    private readonly delegations: DelegationsStore,
  ) {}

  /**
   * The ballots that count, in an order that says nothing: of a named vote with the votes that others gave them; of a secret one they move
   * to the board at this, in the caller's transaction.
   */
  async take(
    tx: EntityManager,
    proposal: ProposalRow,
    electors: readonly { person_id: string }[],
  ): Promise<CountedBallots> {
    if (proposal.secrecy !== 'named') return this.publish(tx, proposal);
    const found = await rows<{ person_id: string; choice: Choice; objection: 'ruled_out' | null }>(
      tx,
      `SELECT b.person_id, b.choice, o.state AS objection FROM ballot b LEFT JOIN objection o ON o.ballot_id = b.id AND o.state = 'ruled_out'
       WHERE b.proposal_id = $1 AND b.round = $2 AND b.is_current AND b.choice IS NOT NULL ORDER BY b.person_id`,
      [proposal.id, proposal.round],
    );
    const ballots = found.map((ballot) => ({ person_id: ballot.person_id, ...countedBallot(ballot) }));
    return { ballots: await this.delegations.weighAtEnd(tx, proposal, { electors, ballots }), boardRoot: null };
  }

  /** Board in the order of commitments, turnout in the order of persons; what they were copied from is deleted. */
  private async publish(tx: EntityManager, { id, secrecy }: ProposalRow): Promise<CountedBallots> {
    const [from, nonce, signature] =
      secrecy === 'blind' ? ['blind_ballot', 'token', 'signature'] : ['secret_ballot', 'nonce', 'NULL::bytea'];
    await rows(
      tx,
      `INSERT INTO ballot_board (proposal_id, commitment, choice, nonce, signature) SELECT proposal_id, commitment, choice, ${nonce}, ${signature} FROM ${from} WHERE proposal_id = $1 ORDER BY commitment`,
      [id],
    );
    await rows(
      tx,
      'INSERT INTO turnout (proposal_id, person_id) SELECT proposal_id, person_id FROM secret_turnout WHERE proposal_id = $1 ORDER BY person_id',
      [id],
    );
    await rows(tx, `DELETE FROM ${from} WHERE proposal_id = $1`, [id]);
    await rows(tx, 'DELETE FROM secret_turnout WHERE proposal_id = $1', [id]);
    const board = await rows<{ commitment: string; choice: Choice }>(
      tx,
      `SELECT encode(commitment, 'hex') AS commitment, choice FROM ballot_board WHERE proposal_id = $1 ORDER BY ballot_board.commitment`,
      [id],
    );
    const root = toHex(
      boardRoot(
        sha256,
        board.map(({ commitment }) => commitment),
      ),
    );
    await rows(tx, `UPDATE secret_vote SET board_root = decode($2, 'hex') WHERE proposal_id = $1`, [id, root]);
    return { ballots: board, boardRoot: root };
  }

  /**
   * What time brings: once an hour the rounded turnout of open votes is told anew, and after each end, and with each telling, the tables of
   * secret ballots are written anew so that no transaction number is left in them. Until that has worked it is tried again.
   */
  async keep(): Promise<void> {
    const told = await rows(
      this.database.reads,
      `UPDATE secret_vote s SET shown = (SELECT count(*) FROM secret_turnout v WHERE v.proposal_id = p.id)::int / 5 * 5, shown_at = clock_now()
       FROM proposal p WHERE p.id = s.proposal_id AND p.status = 'open' AND s.sealed_at IS NULL AND s.shown_at <= clock_now() - interval '1 hour' RETURNING 1`,
    );
    const over = await row(
      this.database.reads,
      `SELECT 1 FROM secret_vote s JOIN proposal p ON p.id = s.proposal_id WHERE s.sealed_at IS NULL AND p.status <> 'open' LIMIT 1`,
    );
    if (told.length > 0 || over) await this.database.quietTransaction((tx) => rows(tx, 'SELECT seal_secret_ballots()'));
  }
}
