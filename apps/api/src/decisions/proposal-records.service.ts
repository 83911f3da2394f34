import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';

/** What may happen to a proposal more than once. */
const repeats = new Set([
  'ProposalChanged',
  'ProposalAnnounced',
  'ProposalNotOpened',
  'ProposalAmended',
  'ProposalExtended',
  'ObjectionRaised',
  'ObjectionAnswered',
  'ObjectionRuledOut',
  'OutcomeStated',
  'ReviewDue',
  'OptionWithdrawn',
  'BallotCast',
  'CandidateAsked',
  'CandidateDeclined',
  'EffectsFailed',
]);

/** What a proposal's life leaves in the log and tells others. Never a ballot. */
@Injectable()
export class ProposalRecords {
  constructor(
    private readonly groupLog: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async log(
    tx: EntityManager,
    actor: Actor | null,
    of: {
      groupId: string;
      type: string;
      proposalId: string;
      facts?: Record<string, string | number>;
      detail?: Record<string, string>;
    },
  ): Promise<void> {
    await this.groupLog.append(tx, {
      chainId: of.groupId,
      type: of.type,
      actorId: actor?.personId ?? null,
      facts: { proposal: of.proposalId, ...of.facts },
      ...(of.detail ? { detail: of.detail } : {}),
    });
  }

  async opened(
    tx: EntityManager,
    actor: Actor | null,
    of: { groupId: string; proposalId: string; electors: number; rulesHash: string },
  ): Promise<void> {
    await this.log(tx, actor, {
      ...of,
      type: 'proposal.opened',
      facts: { electors: of.electors, rules: of.rulesHash },
    });
    await this.announce(tx, 'ProposalOpened', of);
  }

  async withdrawn(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; proposalId: string; wasOpen: boolean },
  ): Promise<void> {
    await this.log(tx, actor, { ...of, type: 'proposal.withdrawn' });
    await this.announce(tx, of.wasOpen ? 'ProposalWithdrawn' : 'ProposalChanged', of);
  }

  /** That some electors of an open vote are to be reminded of it. */
  async remind(
    tx: EntityManager,
    of: { groupId: string; proposalId: string; kind: string; personIds: readonly string[] },
  ): Promise<void> {
    const { proposalId, kind, personIds } = of;
    const payload = { proposalId, kind, personIds };
    await this.outbox.announce(tx, { kind: 'ElectorsReminded', groupId: of.groupId, payload });
  }

  async announce(
    tx: EntityManager,
    kind: string,
    of: { groupId: string; proposalId: string; option?: string },
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.outbox.announce(tx, {
      kind,
      groupId: of.groupId,
      payload: { ...more, proposalId: of.proposalId, ...(of.option ? { option: of.option } : {}) },
      topics: [`proposal:${of.proposalId}`, `group:${of.groupId}`],
      ...(repeats.has(kind) ? {} : { key: `${kind}:${of.proposalId}` }),
    });
  }
}
