import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Database } from './database/database.ts';
import { TooMany } from './graphql/errors.ts';

export interface Limit {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** Counts tries in fixed windows: in a table on PostgreSQL, in memory on the embedded database, which has one process only. */
@Injectable()
export class Limits {
  readonly #memory = new Map<string, { from: number; n: number }>();

  constructor(private readonly database: Database) {}

  /** Counts one try and throws RATE_LIMITED when it is one too many. `who` is an address, a person or a block of network addresses. */
  async count(limit: Limit, who: string): Promise<void> {
    const windowMs = limit.windowSeconds * 1000;
    const from = Math.floor(Date.now() / windowMs) * windowMs;
    const n = this.database.embedded
      ? this.inMemory(`${limit.name}:${who}`, from)
      : await this.inTable(`${limit.name}:${who}`, from);
    this.judge(limit, n, from + windowMs);
  }

  /** As `count`, in the memory of this process alone: for what must leave no row anywhere. */
  countHere(limit: Limit, who: string): void {
    const windowMs = limit.windowSeconds * 1000;
    const from = Math.floor(Date.now() / windowMs) * windowMs;
    this.judge(limit, this.inMemory(`${limit.name}:${who}`, from), from + windowMs);
  }

  private judge({ max }: Limit, n: number, until: number): void {
    if (n > max) throw new TooMany(Math.max(1, Math.ceil((until - Date.now()) / 1000)));
  }

  private inMemory(key: string, from: number): number {
    const held = this.#memory.get(key);
    const n = held?.from === from ? held.n + 1 : 1;
    this.#memory.delete(key);
    this.#memory.set(key, { from, n });
    if (this.#memory.size > 50_000) this.#memory.delete(this.#memory.keys().next().value!);
    return n;
  }

  private async inTable(key: string, from: number): Promise<number> {
    const rows = await this.database.reads.query<{ n: number }[]>(
      `INSERT INTO rate_count (limit_key, window_start, n) VALUES ($1, $2, 1)
       ON CONFLICT (limit_key, window_start) DO UPDATE SET n = rate_count.n + 1 RETURNING n`,
      [key, new Date(from)],
    );
    return rows[0]!.n;
  }
}

/** The block of a network address that limits count by: an IPv4 address, or the /64 of an IPv6 one. */
export function networkBlock(ip: string | undefined): string {
  if (!ip || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
