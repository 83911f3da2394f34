import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { row } from '../database/sql.ts';
import { Jobs } from './jobs.ts';

const BATCH = 1000;

interface Rule {
  readonly what: string;
  readonly letGo: () => Promise<number>;
}

/** Registry: what is not kept for ever. Each room says at the start what it lets go of and when; one job an hour does it. */
@Injectable()
export class Retention implements OnModuleInit {
  readonly #rules: Rule[] = [];

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.rows('answers to repeated requests', {
      table: 'idempotency',
      where: `created_at < clock_now() - interval '1 day'`,
    });
    this.rows('counters of limits', { table: 'rate_count', where: `window_start < clock_now() - interval '1 day'` });
    this.rows('mails', { table: 'mail', where: `created_at < clock_now() - interval '14 days'` });
    this.jobs.every('retention', '17 * * * *', async () => void (await this.sweep()));
  }

  /** Rows of a table for which `where` holds, by the database's clock. In small batches, so that nobody waits for it. */
  rows(what: string, of: { table: string; where: string }): void {
    const statement = `WITH gone AS (DELETE FROM ${of.table} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${of.table} WHERE ${of.where} LIMIT ${BATCH})) RETURNING 1)
      SELECT count(*)::int AS n FROM gone`;
    this.also(what, async () => {
      for (let total = 0; ;) {
        const { n } = (await row<{ n: number }>(this.database.reads, statement))!;
        total += n;
        if (n < BATCH) return total;
      }
    });
  }

  /** What is more than rows; the work returns how many it let go. */
  also(what: string, letGo: () => Promise<number>): void {
    this.#rules.push({ what, letGo });
  }

  /** Lets go of everything that is due and says how much of what. */
  async sweep(): Promise<Readonly<Record<string, number>>> {
    const gone: Record<string, number> = {};
    for (const { what, letGo } of this.#rules) gone[what] = await letGo();
    return gone;
  }
}
