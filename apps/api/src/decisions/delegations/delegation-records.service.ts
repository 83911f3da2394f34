import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';

interface Word {
  readonly id: string;
  readonly groupId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly tag: string | null;
  readonly proposalId: string | null;
}

/** What giving and ending a word leaves in the log, and who hears of it. */
@Injectable()
export class DelegationRecords {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async given(tx: EntityManager, actor: Actor, { id, groupId, toId, tag, proposalId }: Word): Promise<void> {
    await this.log.append(tx, {
      chainId: groupId,
      type: 'delegation.given',
      actorId: actor.personId,
      facts: { delegation: id, to: toId, ...(proposalId ? { proposal: proposalId } : {}) },
      ...(tag ? { detail: { topic: tag } } : {}),
    });
    const payload = { delegationId: id };
    await this.outbox.announce(tx, { kind: 'DelegationGiven', groupId, payload, topics: topics(groupId, proposalId) });
  }

  async ended(tx: EntityManager, actor: Actor, of: { id: string; groupId: string }): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'delegation.ended',
      actorId: actor.personId,
      facts: { delegation: of.id },
    });
    const payload = { delegationId: of.id };
    await this.outbox.announce(tx, {
      kind: 'DelegationEnded',
      groupId: of.groupId,
      payload,
      topics: topics(of.groupId, null),
    });
  }

  /** Somebody has left to whom others gave their word. */
  async freed(
    tx: EntityManager,
    { groupId, personId, freed }: { groupId: string; personId: string; freed: readonly string[] },
  ): Promise<void> {
    const payload = { personId, freed };
    await this.outbox.announce(tx, { kind: 'DelegateLeft', groupId, payload, topics: topics(groupId, null) });
  }
}

function topics(groupId: string, proposalId: string | null): string[] {
  return [`group:${groupId}`, ...(proposalId ? [`proposal:${proposalId}`] : [])];
}
