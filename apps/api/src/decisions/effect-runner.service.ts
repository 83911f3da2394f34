import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Demand, isWithin, type Mandate } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Database, sqlStateOf } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, Refusal } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import {
  type EffectCall,
  type EffectExecutor,
  EffectExecutors,
  EffectRefused,
  lockOrder,
  type Payload,
} from './effects.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { StoredOption } from './question.ts';
import { say } from '../platform/words/words.ts';

interface DueRow {
  proposal_id: string;
  group_id: string;
  number: number;
  author_id: string;
  mandate: Mandate;
  /** The options that have won, in the order of the vote; those of a round at what they were granted. */
  options: StoredOption[];
}

interface DueEffect {
  idx: number;
  kind: string;
  payload: Payload;
  expects: Payload;
}

const passing = new Set(['40001', '40P01', '55P03', '08006', '57P01', '57014']);
/** How often passing trouble is waited out before it is shown. */
const PATIENCE = 8;

/** Carries out what has passed: all effects of a proposal, their traces and the state in one transaction, exactly once; or visibly not. */
@Injectable()
export class EffectRunner {
  readonly #logger = new Logger('EffectRunner');

  constructor(
    private readonly database: Database,
    private readonly executors: EffectExecutors,
    private readonly records: ProposalRecords,
    private readonly policy: Policy,
    private readonly locks: ProposalLocks,
    private readonly log: GroupLog,
  ) {}

  /** Runs everything that is due, in the order of closing. */
  async runDue(): Promise<void> {
    while (await this.runOne());
  }

  /** Tries a failed effect again, with all its checks; returns once it is carried out or has failed anew, also where two people ask for it at once. */
  async retry(actor: Actor, id: string): Promise<void> {
    await this.change(
      actor,
      id,
      'effect.retry',
      `UPDATE execution SET state = 'waiting', failure_code = NULL, failure_text = NULL, failure_words = NULL, attempts = 0, not_before = clock_now() WHERE proposal_id = $1 AND state = 'failed' RETURNING proposal_id`,
    );
    await this.runOne(id);
  }

  async drop(actor: Actor, id: string, note: string): Promise<void> {
    const words = longText('note', note, { what: 'The note', max: 500 });
    if (words === '') throw new BadInput('note', 'Say why it is not carried out.');
    await this.change(
      actor,
      id,
      'effect.drop',
      `UPDATE execution SET state = 'dropped', failure_code = NULL, failure_text = NULL, failure_words = NULL, note = $2 WHERE proposal_id = $1 AND state = 'failed' RETURNING proposal_id`,
      [words],
    );
  }

  private async change(
    actor: Actor,
    id: string,
    operation: 'effect.retry' | 'effect.drop',
    sql: string,
    values: unknown[] = [],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const groupId = await this.locks.groupOf(tx, actor, id);
      await this.policy.require(tx, actor, operation, { groupId });
      const changed = await rows(tx, sql, [id, ...values]);
      if (changed.length === 0) throw new Conflict('There is nothing that failed here.');
      await this.records.log(tx, actor, {
        groupId,
        type: operation === 'effect.retry' ? 'effect.retried' : 'effect.dropped',
        proposalId: id,
      });
      await this.records.announce(tx, 'ProposalChanged', { groupId, proposalId: id });
    });
  }

  /** Runs the one that is due first and that nobody else runs, or one named, waiting for who holds it. */
  private async runOne(id: string | null = null): Promise<boolean> {
    const claim: { due: DueRow | null } = { due: null };
    try {
      await this.database.transaction(async (tx) => {
        claim.due = await this.claim(tx, id);
        if (claim.due) await this.carryOut(tx, claim.due);
      });
      return claim.due !== null;
    } catch (error) {
      if (!claim.due) throw error;
      await this.fail(claim.due, error);
      return true;
    }
  }

  private claim(tx: EntityManager, id: string | null): Promise<DueRow | null> {
    return row<DueRow>(
      tx,
      `SELECT x.proposal_id, p.group_id, p.number, p.author_id, coalesce(p.mandate, '{"procedure": "usual", "rulebook": 1, "spendMax": null}') AS mandate,
         coalesce((SELECT json_agg(CASE WHEN r.output -> 'granted' ? (o.value ->> 'id') THEN jsonb_set(o.value, '{cost,minor}', r.output -> 'granted' -> (o.value ->> 'id')) ELSE o.value END ORDER BY o.ordinality) FROM jsonb_array_elements(p.options || p.added_options) WITH ORDINALITY o JOIN result r ON r.proposal_id = p.id AND r.run = 1
           WHERE r.output -> 'winners' @> (o.value -> 'id')), '[]') AS options
       FROM execution x JOIN proposal p ON p.id = x.proposal_id WHERE x.state = 'waiting' AND x.not_before <= clock_now()
         AND x.proposal_id = coalesce($1::uuid, x.proposal_id)
       ORDER BY x.not_before, x.proposal_id LIMIT 1 FOR UPDATE OF x ${id ? '' : 'SKIP LOCKED'}`,
      [id],
    );
  }

  /** The effects that an outcome carries out: those on its being passed, and those on an option that has won. */
  toCarryOut(db: EntityManager, proposalId: string): Promise<DueEffect[]> {
    return rows(
      db,
      `SELECT f.idx, f.kind, f.payload, f.expects FROM effect f JOIN result r ON r.proposal_id = f.proposal_id AND r.run = 1
       WHERE f.proposal_id = $1 AND (f.on_option IS NULL OR r.output -> 'winners' @> to_jsonb(f.on_option)) ORDER BY f.idx`,
      [proposalId],
    );
  }

  /** All locks first, in the one order; then effect by effect its checks and its writes. */
  private async carryOut(tx: EntityManager, due: DueRow): Promise<void> {
    this.log.actFor(tx, due.proposal_id);
    const effects = await this.toCarryOut(tx, due.proposal_id);
    const calls = effects.map(({ idx, kind, payload, expects }) => ({
      kind,
      executor: this.executors.of(kind),
      call: {
        groupId: due.group_id,
        vote: due.proposal_id,
        proposalId: due.proposal_id,
        proposalNumber: due.number,
        authorId: due.author_id,
        mandate: due.mandate,
        options: due.options,
        index: idx,
        payload,
        expects,
      },
    }));
    if (!isWithin(due.mandate, effects as Demand[]))
      throw new EffectRefused('LIMIT', 'This is more than the vote was allowed to decide.');
    const byLock = calls.toSorted((a, b) => lockOrder.indexOf(a.executor.locks) - lockOrder.indexOf(b.executor.locks));
    for (const { executor, call } of byLock) await executor.lock(tx, call);
    for (const { executor, call } of calls) await this.runEffect(tx, executor, call);
    await rows(
      tx,
      `UPDATE execution SET state = 'done', executed_at = clock_now(), attempts = attempts + 1 WHERE proposal_id = $1`,
      [due.proposal_id],
    );
    await this.records.log(tx, null, {
      groupId: due.group_id,
      type: 'effect.done',
      proposalId: due.proposal_id,
      facts: { effects: effects.length },
    });
    await this.records.announce(tx, 'EffectsDone', { groupId: due.group_id, proposalId: due.proposal_id });
  }

  private async runEffect(tx: EntityManager, executor: EffectExecutor, call: EffectCall): Promise<void> {
    const refusal = await executor.refusal(tx, call);
    if (refusal) throw refusal;
    const of = [call.proposalId, call.index];
    await rows(tx, 'INSERT INTO effect_run (authority_proposal, effect_no) VALUES ($1, $2)', of);
    const made = await executor.run(tx, call);
    await rows(tx, 'UPDATE effect SET outcome_ref = $3 WHERE proposal_id = $1 AND idx = $2', [...of, made]);
  }

  /** The outcome stands; the state says why it was not carried out. Passing trouble waits, longer each time, and is tried again. */
  private async fail(due: DueRow, error: unknown): Promise<void> {
    const refused = error instanceof EffectRefused || error instanceof Refusal;
    if (!refused) this.#logger.error(error);
    await this.database.transaction(async (tx) => {
      const waits =
        passing.has(sqlStateOf(error) ?? '') &&
        (await rows(
          tx,
          `UPDATE execution SET attempts = attempts + 1, not_before = clock_now() + least(2 ^ attempts * 5, 600) * interval '1 second'
           WHERE proposal_id = $1 AND state = 'waiting' AND attempts < $2 RETURNING 1`,
          [due.proposal_id, PATIENCE],
        ));
      if (waits && waits.length > 0) return;
      const [code, words] = refused
        ? [error.code, error.words]
        : ['INTERNAL', say`Something went wrong on our side. Try again.`];
      const failed = await rows(
        tx,
        `UPDATE execution SET state = 'failed', failure_code = $2, failure_text = $3, failure_words = $4, attempts = attempts + 1 WHERE proposal_id = $1 AND state = 'waiting' RETURNING 1`,
        [due.proposal_id, code, String(words), JSON.stringify(words)],
      );
      if (failed.length === 0) return;
      await this.records.log(tx, null, {
        groupId: due.group_id,
        type: 'effect.failed',
        proposalId: due.proposal_id,
        facts: { code },
      });
      await this.records.announce(tx, 'EffectsFailed', { groupId: due.group_id, proposalId: due.proposal_id });
    });
  }
}
