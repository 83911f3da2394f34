import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { ContributionRow } from './contributions.store.ts';

/** What every change of a contribution needs beside its own room: the door, the log, the telling. */
@Injectable()
export class GiftSides {
  constructor(
    readonly database: Database,
    readonly policy: Policy,
    readonly idempotency: Idempotency,
    readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Throws NOT_FOUND for whoever is neither its giver nor may read the list: what others give is nobody's business. */
  async mayKnow(tx: EntityManager, actor: Actor, contribution: ContributionRow): Promise<void> {
    const own = contribution.person_id !== null && contribution.person_id === actor.personId;
    if (own) return;
    const groupId = contribution.group_id;
    const knows =
      (await this.policy.may(tx, actor, 'contribution.list.read', { groupId })) ||
      (await this.policy.may(tx, actor, 'contribution.refund.answer', { groupId }));
    if (!knows) throw new NotFound();
  }

  /** Writes a step into the group's log and tells open pages. Amounts and names stay out of the log. */
  async told(tx: EntityManager, actor: Actor | null, contribution: ContributionRow, type: string): Promise<void> {
    await this.log.append(tx, {
      chainId: contribution.group_id,
      type,
      actorId: actor?.personId ?? null,
      facts: { number: contribution.number },
    });
    await this.changed(tx, contribution.group_id, contribution.person_id);
  }

  /** What mails hear of. */
  async happened(
    tx: EntityManager,
    of: {
      kind: string;
      groupId: string;
      payload: Readonly<Record<string, unknown>>;
      key?: string;
      topics?: readonly string[];
    },
  ): Promise<void> {
    await this.outbox.announce(tx, of);
  }

  async changed(tx: EntityManager, groupId: string, personId: string | null): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'ContributionChanged',
      groupId,
      payload: {},
      topics: [`group:${groupId}`, ...(personId ? [`person:${personId}`] : [])],
    });
  }
}
