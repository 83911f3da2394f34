import type { EntityManager } from 'typeorm';
import { instantOf, wallAt } from '#libs/zone';

const DAY_MS = 86_400_000;

/** Lives through a year by moving the database's clock, from which everything reads its time; it must be brought home at the end. */
export class TimeTravel {
  readonly #today: number;

  constructor(
    private readonly db: EntityManager,
    readonly zone: string,
    now = Date.now(),
  ) {
    this.#today = now;
  }

  /** The day of the calendar so many days from today, in the zone. */
  day(days: number): string {
    return wallAt(this.#today + days * DAY_MS, this.zone).slice(0, 10);
  }

  instant(days: number): Date {
    return new Date(this.#today + days * DAY_MS);
  }

  /** How many days from now the clock of the zone shows a time on the day so many days from today. */
  daysTo(days: number, time: string): number {
    return (instantOf(`${this.day(days)}T${time}`, this.zone).at - this.#today) / DAY_MS;
  }

  /** Makes it so many days from today. */
  async to(days: number): Promise<void> {
    await this.set(`clock_timestamp() + interval '${(days * 86_400).toFixed(0)} seconds'`);
  }

  async home(): Promise<void> {
    await this.set('clock_timestamp()');
  }

  private async set(expression: string): Promise<void> {
    await this.db.query(
      `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT ${expression} $$`,
    );
  }
}
