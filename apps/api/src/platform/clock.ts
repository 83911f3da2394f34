import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * The one clock: the database's, so that two processes and a restart agree about a deadline.
 * `clock_now()` is an SQL function (first migration); tests move time by replacing it.
 */
@Injectable()
export class Clock {
  /** The present instant. Read once in a use case, after the lock was taken. */
  async now(db: DataSource | EntityManager): Promise<Date> {
    const rows = await db.query<{ now: Date }[]>('SELECT clock_now() AS now');
    return rows[0]!.now;
  }
}
