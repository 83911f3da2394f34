import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import {
  DataSource,
  type DataSourceOptions,
  type EntityManager,
  MigrationExecutor,
  type MigrationInterface,
  type MixedList,
} from 'typeorm';
import type { Config } from '../config.ts';
import { openPglite } from './open-pglite.ts';
import { SnakeNames } from './snake-names.ts';

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text); // a date is a date: no midnight of any zone

/** What the rest of the process opens the database with. */
export interface DatabaseParts {
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<new () => MigrationInterface>;
  readonly progress: (line: string) => void;
}

/** An open data source and how to close all of it, the embedded database and its lock included. */
export interface OpenDatabase {
  readonly source: DataSource;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/**
 * Pages are a handful of statements that look up by key: one plan for all values is right, and planning each anew costs more than running
 * it. A pooler without named statements takes no start-up options.
 */
const planning = ['plan_cache_mode=force_generic_plan', 'jit=off'];

const timeouts = { statement_timeout: 5000, lock_timeout: 4000, idle_in_transaction_session_timeout: 15_000 };

/** Opens PostgreSQL where `databaseUrl` is set, PGlite in the data folder else, and brings the schema up to date. */
export async function openDatabase(config: Config, parts: DatabaseParts): Promise<OpenDatabase> {
  const common = {
    type: 'postgres',
    driver: pg,
    entities: parts.entities,
    migrations: parts.migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNames(),
    synchronize: false,
    logging: false,
    installExtensions: false,
  } as const satisfies Partial<DataSourceOptions>;
  if (config.databaseUrl) {
    const source = new DataSource({
      ...common,
      url: config.databaseUrl,
      poolSize: config.poolSize,
      connectTimeoutMS: 8000, // also the longest that a request waits for its turn in the pool
      extra: {
        query_timeout: 8000,
        keepAlive: true,
        maxUses: 7500,
        ...timeouts,
        ...(config.preparedStatements ? { options: planning.map((setting) => `-c ${setting}`).join(' ') } : {}),
      },
    });
    await source.initialize();
    await migrate(source, parts.progress);
    return { source, embedded: false, close: () => source.destroy() };
  }
  const opened = await openPglite(config.dataDir, parts.progress);
  try {
    const source = new DataSource({
      ...common,
      poolSize: 1,
      extra: { ...createPgConfig(opened.pglite), max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 30_000 },
    });
    await source.initialize();
    await migrate(source, parts.progress);
    return {
      source,
      embedded: true,
      async close() {
        await source.destroy();
        await opened.close(); // destroy() leaves PGlite open
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

const MIGRATION_LOCK = 7_011_726;

/** Runs what is pending on one connection, under a lock that makes a second process wait and then find nothing left. */
async function migrate(source: DataSource, progress: (line: string) => void): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query("SET statement_timeout = '10min'");
    await runner.query("SET lock_timeout = '2min'");
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'each';
    if ((await executor.getPendingMigrations()).length === 0) return;
    progress('Bringing the database up to date');
    await executor.executePendingMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.query(`SET statement_timeout = ${timeouts.statement_timeout}`);
    await runner.query(`SET lock_timeout = ${timeouts.lock_timeout}`);
    await runner.release();
  }
}

const retryable = new Set(['40001', '40P01', '55P03']);

/** The SQLSTATE of a failed statement, or null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  return driverErrorOf(error)?.code ?? null;
}

/** The name of the constraint that a statement broke, or null. The table of constraint names is each feature's own. */
export function constraintOf(error: unknown): string | null {
  return driverErrorOf(error)?.constraint ?? null;
}

function driverErrorOf(error: unknown): { code?: string; constraint?: string } | null {
  if (typeof error !== 'object' || error === null) return null;
  return ('driverError' in error ? error.driverError : error) as { code?: string; constraint?: string };
}

export const OPEN_DATABASE = Symbol('open database');

/** The database as services see it: transactions, and the manager for reads outside one. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly #commitListeners: (() => void)[] = [];

  constructor(@Inject(OPEN_DATABASE) private readonly open: OpenDatabase) {}

  get source(): DataSource {
    return this.open.source;
  }

  get embedded(): boolean {
    return this.open.embedded;
  }

  /** Reads outside a transaction. */
  get reads(): EntityManager {
    return this.open.source.manager;
  }

  /**
   * Runs one use case in one READ COMMITTED transaction. Serialisation failures, deadlocks and lock time-outs roll back and run again,
   * three times at most; `work` must therefore do nothing outside the database.
   */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const result = await this.quietTransaction(work);
    for (const listener of this.#commitListeners) listener();
    return result;
  }

  /** Called after each committed use case of this process; the relay of the outbox listens. */
  onCommit(listener: () => void): void {
    this.#commitListeners.push(listener);
  }

  /** Whether the database answers a write within two seconds: what `/readyz` says. */
  async isReachable(): Promise<boolean> {
    const probe = this.reads.query(
      'INSERT INTO rate_count VALUES ($1, to_timestamp(0), 1) ON CONFLICT (limit_key, window_start) DO UPDATE SET n = 1',
      ['readyz'],
    );
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000).unref());
    return Promise.race([
      probe.then(
        () => true,
        () => false,
      ),
      patience,
    ]);
  }

  /** A transaction nobody is woken after: for the outbox and the jobs themselves. */
  async quietTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.open.source.transaction(work);
      } catch (error) {
        if (attempt >= 4 || !retryable.has(sqlStateOf(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 20 + Math.random() * 30));
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.open.close();
  }
}
