import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { Closings } from './closings.service.ts';
import { EffectRunner } from './effect-runner.service.ts';
import { Openings } from './life/openings.service.ts';
import { SecretVotes } from './secret/secret-votes.service.ts';

const EVERY_MS = 15_000;
const SOONEST_MS = 250;

/**
 * Opens and closes votes at their instant by the database's clock: at the start, every 15 seconds, and on a timer to the next deadline. Each in one
 * transaction: count, result, outcome, execution, log, outbox. Two processes or a crash in between change nothing.
 */
@Injectable()
export class Closer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Closer');
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  #going: Promise<void> = Promise.resolve();
  #queued: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly openings: Openings,
    private readonly closings: Closings,
    private readonly effects: EffectRunner,
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

  /**
   * Works off everything that is due: votes in the order of their ends, what passed, and what begins. One run at a time in a process: what
   * another holds is skipped, so whoever asks meanwhile has the next run, and finds nothing due after it.
   */
  closeDue(): Promise<void> {
    this.#queued ??= this.#going
      .catch(() => undefined)
      .then(() => {
        this.#queued = null;
        this.#going = this.workOff();
        return this.#going;
      });
    return this.#queued;
  }

  private async workOff(): Promise<void> {
    while (await this.database.transaction((tx) => this.closings.closeNext(tx)));
    await this.effects.runDue();
    await this.secret.keep();
    await this.openings.openDue();
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
        `SELECT extract(epoch FROM least((SELECT min(closes_at) FROM proposal WHERE status = 'open'), (SELECT min(not_before) FROM execution WHERE state = 'waiting'), (SELECT min(opens_at) FROM proposal WHERE status = 'announced')) - clock_now())::float8 * 1000 AS ms`,
      );
      if (due?.ms != null) next = Math.min(EVERY_MS, Math.max(SOONEST_MS, Math.ceil(due.ms) + 20));
    } catch (error) {
      this.#logger.error(error);
    }
    this.plan(next);
  }
}
