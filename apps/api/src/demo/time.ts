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
    return wallAt(this.#at(days), this.zone).slice(0, 10);
  }

  instant(days: number): Date {
    return new Date(this.#at(days));
  }

  /** How many days from now the clock of the zone shows a time on the day so many days from today. */
  daysTo(days: number, time: string): number {
    const wanted = instantOf(`${this.day(days)}T${time}`, this.zone).at;
    const near = Math.floor((wanted - this.#today) / DAY_MS);
    const whole = this.#at(near) > wanted ? near - 1 : near;
    return whole + (wanted - this.#at(whole)) / DAY_MS;
  }

  /** Makes it so many days from today. */
  async to(days: number): Promise<void> {
    const seconds = ((this.#at(days) - this.#today) / 1000).toFixed(0);
    await this.set(`clock_timestamp() + interval '${seconds} seconds'`);
  }

  /** The same time of the day so many days from today, also where clocks were changed in between. */
  #at(days: number): number {
    const whole = Math.floor(days);
    const [today, time] = wallAt(this.#today, this.zone).split('T') as [string, string];
    const day = new Date(Date.parse(`${today}T00:00:00Z`) + whole * DAY_MS).toISOString().slice(0, 10);
    return instantOf(`${day}T${time}`, this.zone).at + (days - whole) * DAY_MS;
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
