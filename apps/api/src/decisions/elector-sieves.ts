import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';

type Sieve = (tx: EntityManager, groupId: string, rules: Rulebook) => Promise<readonly string[]>;

/** Registry: members who by a rule of the group have no vote in what opens now, such as who is behind with dues. Read once, at the opening. */
@Injectable()
export class ElectorSieves {
  readonly #sieves: Sieve[] = [];

  add(sieve: Sieve): void {
    this.#sieves.push(sieve);
  }

  /** Who has no vote. A rule that would leave nobody to vote holds for nobody: else no decision could change it. */
  async of(tx: EntityManager, groupId: string, rules: Rulebook): Promise<string[]> {
    const out = (await Promise.all(this.#sieves.map((sieve) => sieve(tx, groupId, rules)))).flat();
    if (out.length === 0) return [];
    const [left] = await tx.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = $1 AND m.person_id <> ALL($2::uuid[])`,
      [groupId, out],
    );
    return left!.n > 0 ? out : [];
  }
}
