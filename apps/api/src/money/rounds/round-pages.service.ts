import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Standings } from '../../platform/policy/standings.ts';
import { RoundClock } from './round-clock.service.ts';
import type { BudgetRound, GroupRounds, RoundCard } from './rounds.graphql.ts';
import { type CardJson, type RoundJson, RoundsStore } from './rounds.store.ts';

/** Reads for the pages of rounds, which are for members. How a vote stands is told by the vote alone. */
@Injectable()
export class RoundPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly doors: GroupDoors,
    private readonly store: RoundsStore,
    private readonly clock: RoundClock,
  ) {}

  async round(actor: Actor, id: string): Promise<BudgetRound | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    if (!page) return null;
    const isOver = page.proposingUntil <= page.now;
    if (page.state === 'proposing' && isOver) this.clock.wake();
    const groupId = page.group.id;
    const standing = await this.standings.of(this.database.reads, groupId, actor.personId);
    this.policy.requireWith(actor, 'round.read', { groupId }, standing);
    const may = (operation: Parameters<Policy['allows']>[1], own = false): boolean =>
      this.policy.allows(actor, operation, { own }, standing);
    const isOpen = page.state === 'proposing' && !isOver;
    return {
      ...viewOf(page),
      list: page.list.map((bucket) => ({
        ...bucket,
        minimum: moneyValue(bucket.minimum, page.currency),
        stretch: moneyValue(bucket.stretch, page.currency),
        granted: bucket.granted === null ? null : moneyValue(bucket.granted, page.currency),
        can: {
          update: isOpen && may('bucket.update', [bucket.authorId, bucket.carrierId].includes(actor.personId!)),
        },
      })),
      can: {
        propose: isOpen && may('bucket.propose'),
        callOff: page.state === 'proposing' && may('round.callOff', page.openedById === actor.personId),
      },
    };
  }

  async seen(actor: Actor, id: string): Promise<BudgetRound> {
    const round = await this.round(actor, id);
    if (!round) throw new NotFound();
    return round;
  }

  async ofGroup(actor: Actor, handle: string): Promise<GroupRounds> {
    const [door, cards] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.ofGroup(this.database.reads, actor, handle),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'round.read', { groupId: group.id }, standing);
    return { rounds: cards.map(toCard), mayOpen: this.policy.allows(actor, 'round.open', {}, standing) };
  }
}

function toCard({ pot, currency, ...card }: CardJson): RoundCard {
  return { ...card, pot: moneyValue(pot, currency) };
}

function viewOf({ pot, currency, openedById: _, ...page }: RoundJson): Omit<BudgetRound, 'list' | 'can'> {
  const granted = page.list.reduce((sum, one) => sum + BigInt(one.granted ?? '0'), 0n);
  const isOver = page.state === 'closed' || page.state === 'called_off';
  return {
    ...page,
    pot: moneyValue(pot, currency),
    granted: page.state === 'closed' ? moneyValue(granted, currency) : null,
    returned: isOver ? moneyValue(BigInt(pot) - granted, currency) : null,
  };
}
