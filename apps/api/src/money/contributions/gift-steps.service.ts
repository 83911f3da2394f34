import { Injectable } from '@nestjs/common';
import { isId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { ContributionsStore } from './contributions.store.ts';
import { Dues } from './dues.service.ts';
import { GiftPages } from './gift-pages.service.ts';
import type { Contribution, MemberDues } from './gifts.graphql.ts';

/** What a change of gifts and dues answers with. */
@Injectable()
export class GiftSteps {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: ContributionsStore,
    private readonly pages: GiftPages,
    private readonly dues: Dues,
  ) {}

  /** A contribution as whoever has just changed it sees it. The change itself has asked whether they may know of it. */
  async seen(actor: Actor, id: string): Promise<Contribution> {
    const { group_id: groupId } = await this.store.find(this.database.reads, id);
    return this.pages.seen(this.database.reads, actor, id, groupId);
  }

  /** Where members stand: everybody's for who may read it, else the viewer's own. */
  async standings(actor: Actor, groupId: string): Promise<MemberDues[]> {
    if (!isId(groupId)) throw new NotFound();
    const db = this.database.reads;
    const all = await this.policy.may(db, actor, 'contribution.standing.read', { groupId });
    if (!all && actor.personId === null) return [];
    const found = await this.dues.standings(db, groupId);
    return [...found]
      .filter(([personId]) => all || personId === actor.personId)
      .map(([personId, { state, since }]) => ({ personId, state, since }));
  }
}
