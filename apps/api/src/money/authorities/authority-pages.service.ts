import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { AuthoritiesStore, type AuthorityJson } from './authorities.store.ts';
import type { SpendingAuthorities, SpendingAuthority } from './authorities.graphql.ts';

/** The page that says who may spend what, for members. */
@Injectable()
export class AuthorityPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: AuthoritiesStore,
  ) {}

  async of(actor: Actor, handle: string): Promise<SpendingAuthorities | null> {
    const [door, found] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    if (!door || !found || !this.policy.allows(actor, 'spending.read', {}, door.standing)) return null;
    return { id: found.id, authorities: found.authorities.map(authorityView) };
  }
}

function stateOf({ ended, runs, used, ceiling }: AuthorityJson): SpendingAuthority['state'] {
  if (ended) return 'ENDED';
  if (!runs) return 'AHEAD';
  return used === ceiling ? 'USED' : 'RUNS';
}

function authorityView(one: AuthorityJson): SpendingAuthority {
  const { each, ceiling, used, currency, ...rest } = one;
  return {
    ...rest,
    each: moneyValue(each, currency),
    ceiling: moneyValue(ceiling, currency),
    used: moneyValue(used, currency),
    left: moneyValue(BigInt(ceiling) - BigInt(used), currency),
    state: stateOf(one),
    endedBy: one.ended ? (one.endedBy ?? 'day') : null,
  };
}
