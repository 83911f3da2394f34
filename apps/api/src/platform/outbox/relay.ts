import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config.ts';
import { Database } from '../database/database.ts';
import { Bus } from './bus.ts';
import { HappeningHandlers, type StoredHappening } from './outbox.ts';

interface Row {
  id: string;
  kind: string;
  group_id: string | null;
  payload: Record<string, unknown>;
  topics: string[];
}

const BATCH = 100;
const NET_MS = 1000;

/** Drains the outbox: woken after each commit of this process, and each second as a net for what another process or a crash left. */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Relay');
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly handlers: HappeningHandlers,
    private readonly bus: Bus,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.database.onCommit(() => this.wakeIn(20));
    this.wakeIn(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Works off everything that is due. Tests await it instead of sleeping. */
  async drain(): Promise<void> {
    // A round of the timer may hold the last row while our own finds nothing.
    do await this.#running;
    while ((await this.batch()) > 0 || this.#running);
  }

  private wakeIn(ms: number): void {
    if (this.#stopped || (this.#running && ms > 0 && this.#timer)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running ??= this.drainQuietly().finally(() => {
        this.#running = null;
        if (!this.#timer) this.wakeIn(NET_MS);
      });
    }, ms);
    this.#timer.unref();
  }

  private async drainQuietly(): Promise<void> {
    try {
      while (!this.#stopped && (await this.batch()) > 0);
    } catch (error) {
      this.#logger.error(error);
    }
  }

  /** Takes due rows one by one, so that a handler that fails holds up nobody else. Returns how many were done. */
  private async batch(): Promise<number> {
    const done: Row[] = [];
    for (let n = 0; n < BATCH; n += 1) {
      const row = await this.one();
      if (!row) break;
      done.push(row);
    }
    const version = Date.now();
    await this.bus.publish([...new Set(done.flatMap((row) => row.topics))].map((topic) => ({ topic, version })));
    return done.length;
  }

  private async one(): Promise<Row | null> {
    let taken: Row | null = null;
    try {
      await this.database.quietTransaction(async (tx) => {
        const rows = await tx.query<Row[]>(
          `SELECT id, kind, group_id, payload, topics FROM outbox WHERE not_before <= clock_now() AND (attempts < 12)
           ORDER BY not_before, created_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        );
        taken = rows[0] ?? null;
        if (!taken) return;
        for (const handle of this.handlers.of(taken.kind)) await handle(tx, toHappening(taken));
        await tx.query('DELETE FROM outbox WHERE id = $1', [taken.id]);
      });
      return taken;
    } catch (error) {
      const failed = taken as Row | null;
      if (!failed) throw error;
      this.#logger.error(error, failed.kind);
      await this.database.reads.query(
        `UPDATE outbox SET attempts = attempts + 1, failure = $2, not_before = clock_now() + least(interval '1 hour', interval '2 seconds' * 2 ^ attempts) WHERE id = $1`,
        [failed.id, error instanceof Error ? error.message.slice(0, 500) : 'unknown'],
      );
      return { ...failed, topics: [] };
    }
  }
}

function toHappening(row: Row): StoredHappening {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    topics: row.topics,
    ...(row.group_id ? { groupId: row.group_id } : {}),
  };
}
