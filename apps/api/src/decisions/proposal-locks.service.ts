import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { rows } from '../platform/database/sql.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { type ProposalRow, ProposalsStore } from './proposals.store.ts';

/** How every change of a proposal begins: what the actor may not read is NOT_FOUND, then the locks, in the order group, membership, proposal. */
@Injectable()
export class ProposalLocks {
  constructor(private readonly store: ProposalsStore) {}

  /** The group of a proposal that the actor may read, or null. */
  find(db: EntityManager, actor: Actor, id: string): Promise<string | null> {
    return this.store.groupOf(db, actor, id);
  }

  /** As `find`. Throws NOT_FOUND. */
  async groupOf(db: EntityManager, actor: Actor, id: string): Promise<string> {
    const groupId = await this.find(db, actor, id);
    if (!groupId) throw new NotFound();
    return groupId;
  }

  /** A proposal that the actor may read, locked. Throws NOT_FOUND. */
  async held(
    tx: EntityManager,
    actor: Actor,
    id: string,
    lock: 'FOR UPDATE' | 'FOR SHARE' = 'FOR UPDATE',
  ): Promise<ProposalRow> {
    await this.groupOf(tx, actor, id);
    return (await this.store.hold(tx, id, lock))!;
  }

  /** As `held`, with its group locked first: for what writes more of the group than this proposal. */
  async heldInGroup(
    tx: EntityManager,
    actor: Actor,
    id: string,
    lock: 'FOR UPDATE' | 'FOR SHARE' = 'FOR UPDATE',
  ): Promise<ProposalRow> {
    const groupId = await this.groupOf(tx, actor, id);
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
    return (await this.store.hold(tx, id, lock))!;
  }

  /** For a ballot: the proposal in share, after its voter's own standing, which `hold` locks and says whether it lets them vote. */
  async heldToVote(
    tx: EntityManager,
    actor: Actor,
    id: string,
    hold: (of: { groupId: string; personId: string }) => Promise<boolean>,
  ): Promise<{ proposal: ProposalRow; belongs: boolean }> {
    const groupId = await this.groupOf(tx, actor, id);
    const belongs = actor.personId !== null && (await hold({ groupId, personId: actor.personId }));
    return { proposal: (await this.store.hold(tx, id, 'FOR SHARE'))!, belongs };
  }
}
