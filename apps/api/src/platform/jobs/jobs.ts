import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config.ts';
import { Database } from '../database/database.ts';

type Handler = (data: Record<string, unknown>) => Promise<void>;

interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

interface Work {
  readonly handler: Handler;
  readonly cron?: string;
}

/** Background work on pg-boss: queued in the caller's transaction, or by the clock. Deadlines of domain rows are read from the rows; jobs only wake. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Jobs');
  readonly #work = new Map<string, Work>();
  #boss: PgBoss | null = null;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What to do with a queue's jobs. Called by features while the application is put together. */
  on(queue: string, handler: Handler): void {
    this.#work.set(queue, { handler });
  }

  /** Work by the clock, at most once a minute. */
  every(queue: string, cron: string, handler: Handler): void {
    this.#work.set(queue, { handler, cron });
  }

  async onApplicationBootstrap(): Promise<void> {
    const boss = new PgBoss({
      db: poolExecutor(this.database),
      schema: 'jobs',
      ...(this.database.embedded ? { backend: 'pglite' as const } : {}),
      supervise: this.config.role === 'all',
      schedule: this.config.role === 'all',
    });
    boss.on('error', (error) => this.#logger.error(error));
    await boss.start();
    this.#boss = boss;
    for (const [queue, work] of this.#work) await this.begin(boss, queue, work);
  }

  /** Queues a job in the caller's transaction: a rolled-back one leaves no job. */
  async enqueue(
    tx: EntityManager,
    queue: string,
    data: Record<string, unknown>,
    options: { startAfter?: Date; singletonKey?: string } = {},
  ): Promise<void> {
    if (!this.#boss) throw new Error('jobs have not started');
    await this.#boss.send(queue, data, {
      ...options,
      retryLimit: 8,
      retryBackoff: true,
      db: { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#boss?.stop({ graceful: true, timeout: 5000 });
    this.#boss = null;
  }

  private async begin(boss: PgBoss, queue: string, { handler, cron }: Work): Promise<void> {
    await boss.createQueue(queue);
    if (this.config.role === 'web') return;
    await boss.work<Record<string, unknown>>(
      queue,
      { pollingIntervalSeconds: cron ? 10 : 2, batchSize: 20 },
      async (jobs) => {
        for (const job of jobs) await handler(job.data ?? {});
      },
    );
    if (cron) await boss.schedule(queue, cron);
  }
}

/** pg-boss on the one pool of the process; a statement that fails inside its own BEGIN must not poison the connection. */
function poolExecutor(database: Database): Executor {
  const pool = (database.source.driver as unknown as { master: { connect(): Promise<PoolClient> } }).master;
  return {
    async executeSql(text, values) {
      const client = await pool.connect();
      try {
        const result: unknown = await client.query(text, values);
        const results = Array.isArray(result) ? (result as { rows?: unknown[] }[]) : [result as { rows?: unknown[] }];
        return { rows: results.flatMap((one) => one.rows ?? []) };
      } catch (error) {
        if (!values?.length) await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
