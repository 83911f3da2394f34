import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config.ts';

/** A hint that something changed. Hints may be lost; who hears one reads again under their own rights. */
export interface Hint {
  readonly topic: string;
  readonly version: number;
}

const CHANNEL = 'folkmoot_live';

/** Carries hints to the open streams of this process, and between processes by one NOTIFY a batch on a connection of its own. */
@Injectable()
export class Bus implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #listeners = new Set<(hints: readonly Hint[]) => void>();
  readonly #self = randomUUID();
  #listening: pg.Client | null = null;
  #stopped = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  onApplicationBootstrap(): void {
    if (this.config.databaseUrl) void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#listening?.end().catch(() => undefined);
  }

  subscribe(listener: (hints: readonly Hint[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async publish(hints: readonly Hint[]): Promise<void> {
    if (hints.length === 0) return;
    this.deliver(hints);
    for (let at = 0; this.#listening && at < hints.length; at += 60) {
      const body = JSON.stringify({ from: this.#self, hints: hints.slice(at, at + 60) });
      await this.#listening.query('SELECT pg_notify($1, $2)', [CHANNEL, body]).catch(() => undefined);
    }
  }

  private deliver(hints: readonly Hint[]): void {
    for (const listener of this.#listeners) listener(hints);
  }

  private async listen(): Promise<void> {
    if (this.#stopped) return;
    const client = new pg.Client({ connectionString: this.config.databaseUrl ?? '', keepAlive: true });
    const again = (): void => {
      if (this.#listening === client) this.#listening = null;
      client.removeAllListeners('end');
      if (!this.#stopped) setTimeout(() => void this.listen(), 2000).unref();
    };
    client.on('error', () => void client.end().catch(() => undefined));
    client.on('end', again);
    client.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? '{}') as { from?: string; hints?: Hint[] };
      if (message.from !== this.#self && message.hints) this.deliver(message.hints);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.#listening = client;
    } catch {
      again();
    }
  }
}
