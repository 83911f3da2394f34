import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { Limits } from '../../platform/limits.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { Policy, type Subject } from '../../platform/policy/policy.service.ts';
import { EventRecords } from '../event-records.service.ts';
import type { EventRow } from '../events.store.ts';
import { RsvpSide } from './rsvp-side.service.ts';
import type { SeatOutcome } from './seat-state.ts';
import { say } from '../../platform/words/words.ts';

const invitations = { name: 'event-invitations', max: 200, windowSeconds: 86_400 };
const AT_ONCE = 100;

/** What stands beside the acts of hosts: permission, log, who hears of it. */
@Injectable()
export class DeskSide {
  constructor(
    private readonly policy: Policy,
    private readonly log: GroupLog,
    private readonly limits: Limits,
    private readonly idempotency: Idempotency,
    private readonly side: RsvpSide,
    private readonly records: EventRecords,
  ) {}

  async require(db: EntityManager, actor: Actor, operation: Operation, of: Subject): Promise<void> {
    await this.policy.require(db, actor, operation, of);
  }

  once<T>(tx: EntityManager, actor: Actor, input: { idempotencyKey: string }, work: () => Promise<T>): Promise<T> {
    const call = { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input };
    return this.idempotency.once(tx, call, work);
  }

  /** So many invitations a day by one person, counted one by one. */
  async limit(actor: Actor, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) await this.limits.count(invitations, actor.personId!);
  }

  /** Addresses as they are kept, each once. Throws at the field for one that is none. */
  addresses(texts: readonly string[]): string[] {
    if (texts.length > AT_ONCE) throw new BadInput('addresses', say`${AT_ONCE} at once at most.`);
    return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))].map((text) => {
      const email = readAddress(text);
      if (!email) throw new BadInput('addresses', say`"${text.slice(0, 60)}" is not an e-mail address.`);
      return email;
    });
  }

  /** The log names the answer, never the person's words but in what can be erased. */
  async record(
    tx: EntityManager,
    actor: Actor,
    of: { event: EventRow; log: string; rsvpId?: string; reason?: string | undefined; count?: number },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.event.group_id,
      type: of.log,
      actorId: actor.personId,
      facts: {
        event: of.event.id,
        ...(of.rsvpId ? { rsvp: of.rsvpId } : {}),
        ...(of.count ? { count: of.count } : {}),
      },
      ...(of.reason ? { detail: { reason: of.reason } } : {}),
    });
    await this.side.announce(tx, of.event, { kind: 'AnswersDecided', payload: {} });
    await this.records.bump(tx, of.event.group_id);
  }

  async tell(
    tx: EntityManager,
    event: EventRow,
    of: { kind: string; personId: string | null; reason?: string | undefined; outcome: SeatOutcome },
  ): Promise<void> {
    if (!of.personId) return;
    const { status, position } = of.outcome;
    const before = of.outcome.before?.status ?? null;
    await this.side.announce(tx, event, {
      kind: of.kind,
      payload: { personId: of.personId, status, position, before, ...(of.reason ? { reason: of.reason } : {}) },
      topics: [`person:${of.personId}`],
    });
  }

  /** In the language of the group: whose address it is, is not known. */
  async tellAddress(tx: EntityManager, event: EventRow, of: { email: string; token: string }): Promise<void> {
    const group = await row<{ locale: string }>(tx, 'SELECT locale FROM folk_group WHERE id = $1', [event.group_id]);
    await this.side.announce(tx, event, {
      kind: 'AddressAskedToCome',
      payload: { ...of, locale: group?.locale ?? 'en' },
    });
  }
}
