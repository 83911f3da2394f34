import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { count, toPlain } from '#libs/voting';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Appeals } from './appeals.service.ts';
import { EffectRunner } from './effect-runner.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { ProposalRow } from './proposals.store.ts';
import { SecretVotes } from './secret/secret-votes.service.ts';
import { ENGINE, inputDigest } from './hashes.ts';
import { rulesNow } from './rules-now.ts';

const EVERY_MS = 15_000;
const SOONEST_MS = 250;

/**
 * Closes votes at their instant by the database's clock: at the start, every 15 seconds, and on a timer to the next deadline. Each in one
 * transaction: count, result, outcome, execution, log, outbox. Two processes or a crash in between change nothing.
 */
@Injectable()
export class Closer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Closer');
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly records: ProposalRecords,
    private readonly effects: EffectRunner,
    private readonly appeals: Appeals,
    private readonly secret: SecretVotes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role === 'all') this.plan(SOONEST_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Works off everything that is due: votes in the order of their ends, then what passed. */
  async closeDue(): Promise<void> {
    while (await this.database.transaction((tx) => this.closeOne(tx)));
    await this.effects.runDue();
    await this.secret.keep();
  }

  private plan(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.tick().finally(() => {
        this.#running = null;
      });
    }, ms);
    this.#timer.unref();
  }

  private async tick(): Promise<void> {
    let next = EVERY_MS;
    try {
      await this.closeDue();
      const due = await row<{ ms: number | null }>(
        this.database.reads,
        `SELECT extract(epoch FROM least((SELECT min(closes_at) FROM proposal WHERE status = 'open'), (SELECT min(not_before) FROM execution WHERE state = 'waiting')) - clock_now())::float8 * 1000 AS ms`,
      );
      if (due?.ms != null) next = Math.min(EVERY_MS, Math.max(SOONEST_MS, Math.ceil(due.ms) + 20));
    } catch (error) {
      this.#logger.error(error);
    }
    this.plan(next);
  }

  private async closeOne(tx: EntityManager): Promise<boolean> {
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
