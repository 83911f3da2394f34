import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { BadInput, Forbidden, NotFound, SignInFirst } from '../platform/graphql/errors.ts';
import { isId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { DutyInput, EndDutyInput } from './groups.graphql.ts';
import { Roll } from './roll.service.ts';
import { Invitations } from './invitations.service.ts';

/** Coming, going and being trusted with something. */
@Injectable()
export class MembershipService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly roll: Roll,
    private readonly invitations: Invitations,
  ) {}

  /** Joins an open group at once, or asks a closed one. */
  async join(actor: Actor, groupId: string, statement: string | null): Promise<void> {
    if (!isId(groupId)) throw new NotFound();
    const words = longText('statement', statement, { what: 'The text', max: 1000 });
    await this.database.transaction(async (tx) => {
      const standing = await this.policy.require(tx, actor, 'membership.request', { groupId, case: 'group' });
      const atOnce = standing?.rules['joining'] === 'open';
      if (standing?.rules['joining'] === 'invited') throw new Forbidden('This group takes members by invitation only.');
      await this.roll.begin(tx, {
        groupId,
        personId: actor.personId!,
        standing: atOnce ? 'member' : 'applying',
        authority: { kind: 'self', id: actor.personId },
        ...(words ? { statement: words } : {}),
      });
    });
  }

  /** Redeems an invitation; its uses are counted in the same statement that checks them. */
  async redeem(actor: Actor, token: string): Promise<string> {
    if (!actor.personId) throw new SignInFirst();
    return this.database.transaction(async (tx) => {
      const invitation = await this.invitations.take(tx, token, actor.personId!);
      const pending = await row(
        tx,
        `SELECT 1 FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL WHERE m.group_id = $1 AND m.person_id = $2 AND s.standing = 'applying'`,
        [invitation.group_id, actor.personId],
      );
      const authority = { kind: 'duty', id: invitation.inviter_id } as const;
      if (pending)
        await this.roll.step(tx, {
          groupId: invitation.group_id,
          personId: actor.personId!,
          step: 'admit',
          authority,
          reason: 'admitted',
        });
      else
        await this.roll.begin(tx, {
          groupId: invitation.group_id,
          personId: actor.personId!,
          standing: 'member',
          authority,
        });
      return invitation.handle;
    });
  }

  /** Leaving is refused to nobody who belongs, nor to who has lapsed or is suspended. */
  async leave(actor: Actor, groupId: string): Promise<void> {
    if (!isId(groupId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      const aside = await row(
        tx,
        `SELECT 1 FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('lapsed', 'suspended') WHERE m.group_id = $1 AND m.person_id = $2`,
        [groupId, actor.personId],
      );
      await this.policy.require(tx, actor, 'membership.leave', { groupId, own: aside !== null });
      await this.roll.step(tx, {
        groupId,
        personId: actor.personId!,
        step: 'leave',
        authority: { kind: 'self', id: actor.personId },
        reason: 'left',
      });
    });
  }

  async answer(actor: Actor, of: { groupId: string; personId: string }, admit: boolean): Promise<void> {
    if (!isId(of.groupId) || !isId(of.personId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, admit ? 'membership.approve' : 'membership.decline', {
        groupId: of.groupId,
        own: of.personId === actor.personId,
      });
      await this.roll.step(tx, {
        ...of,
        step: admit ? 'admit' : 'decline',
        authority: { kind: 'duty', id: actor.personId },
        reason: admit ? 'admitted' : 'declined',
      });
    });
  }

  async giveDuty(actor: Actor, input: DutyInput): Promise<void> {
    await this.changeDuty(actor, input, 'duty.give', (tx) =>
      this.roll.giveDuty(tx, actor, { ...input, authority: { kind: 'duty', id: actor.personId } }),
    );
  }

  /** Ends somebody's duty, or lays down one's own. */
  async endDuty(actor: Actor, input: EndDutyInput): Promise<void> {
    const isOwn = input.personId === actor.personId;
    const reason = longText('reason', input.reason, { what: 'The reason', max: 500 });
    if (!isOwn && reason === '')
      throw new BadInput('reason', 'Say why, in a few words: who holds the duty will read it.');
    await this.changeDuty(actor, input, isOwn ? 'duty.resign' : 'duty.end', (tx) =>
      this.roll.endDuty(tx, actor, { ...input, reason }),
    );
  }

  private async changeDuty(
    actor: Actor,
    input: DutyInput,
    operation: 'duty.give' | 'duty.end' | 'duty.resign',
    work: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    if (!isId(input.groupId) || !isId(input.personId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      const founding = await row<{ few: boolean }>(
        tx,
        `SELECT count(*) < 3 AS few FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = $1`,
        [input.groupId],
      );
      const rule = await row<{ steward: boolean }>(
        tx,
        `SELECT rules ->> 'duty.by' = 'steward' AS steward FROM rulebook_version WHERE group_id = $1 ORDER BY n DESC LIMIT 1`,
        [input.groupId],
      );
      await this.policy.require(tx, actor, operation, {
        groupId: input.groupId,
        own: input.personId === actor.personId,
        flags: { 'rule:duty.by': rule?.steward === true || founding?.few === true },
      });
      await work(tx);
    });
  }
}
