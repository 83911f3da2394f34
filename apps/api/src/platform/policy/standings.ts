import type { EntityManager } from 'typeorm';
import type { Duty, Standing } from '#libs/governance';

/** Where a person stands in a group at this moment, and the rules in force there. */
export interface GroupStanding {
  readonly groupId: string;
  readonly visibility: 'open' | 'closed' | 'secret';
  readonly standing: Standing;
  readonly duties: readonly Duty[];
  readonly rules: Readonly<Record<string, unknown>>;
  readonly rulesVersion: number;
}

/** Registry: reads a person's standing from the roll. Filled by groups. */
export abstract class Standings {
  /** Null where there is no such group. One statement. */
  abstract of(db: EntityManager, groupId: string, personId: string | null): Promise<GroupStanding | null>;
}
