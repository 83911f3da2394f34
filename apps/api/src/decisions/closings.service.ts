import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { count, toPlain } from '#libs/voting';
import { row, rows } from '../platform/database/sql.ts';
import { Appeals } from './appeals.service.ts';
import { EffectRunner } from './effect-runner.service.ts';
import { ENGINE, inputDigest } from './hashes.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { ProposalRow } from './proposals.store.ts';
import { SecretVotes } from './secret/secret-votes.service.ts';
import { rulesNow } from './rules-now.ts';

/** Counts a vote at its end, in the caller's transaction: result, outcome, execution, log, outbox. */
@Injectable()
export class Closings {
  constructor(
    private readonly records: ProposalRecords,
    private readonly effects: EffectRunner,
    private readonly appeals: Appeals,
    private readonly secret: SecretVotes,
  ) {}

  /** Closes the vote whose end came first, if one is due; false where none is. */
  async closeNext(tx: EntityManager): Promise<boolean> {
    const proposal = await row<ProposalRow>(
      tx,
      `SELECT * FROM proposal WHERE status = 'open' AND closes_at <= clock_now() ORDER BY closes_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!proposal) return false;
    const electors = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM elector WHERE proposal_id = $1 ORDER BY person_id',
      [proposal.id],
    );
    const rules = rulesNow(proposal.rules!, {
      added: proposal.added_options,
      withdrawn: proposal.withdrawn_options,
    });
    const { ballots, boardRoot: root } = await this.secret.take(tx, proposal, electors);
    const result = count(rules, ballots, BigInt(electors.length));
    const digest = inputDigest(rules, electors.length, ballots);
    await rows(
      tx,
      `INSERT INTO result (proposal_id, run, engine, input_digest, verdict, output) VALUES ($1, 1, $2, $3, $4, $5)`,
      [proposal.id, ENGINE, digest, result.verdict, JSON.stringify(toPlain(result))],
    );
    await rows(
      tx,
      `UPDATE proposal SET status = 'closed', closed_at = closes_at, counted_at = clock_now(), version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [proposal.id],
    );
    const hasEffects = (await this.effects.toCarryOut(tx, proposal.id)).length > 0;
    if (result.verdict === 'passed' && hasEffects) {
      await rows(
        tx,
        `INSERT INTO execution (proposal_id, state, not_before) VALUES ($1, 'waiting', $2::timestamptz + $3 * interval '1 hour')`,
        [proposal.id, proposal.closes_at, proposal.grace_hours],
      );
    }
    await this.records.log(tx, null, {
      groupId: proposal.group_id,
      type: 'proposal.closed',
      proposalId: proposal.id,
      facts: {
        verdict: result.verdict,
        code: result.code,
        digest: digest.toString('hex'),
        ...(root && { board: root }),
      },
    });
    await this.appeals.decided(tx, proposal, { passed: result.verdict === 'passed' });
    await this.records.announce(tx, 'ProposalClosed', { groupId: proposal.group_id, proposalId: proposal.id });
    return true;
  }
}
