import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, NotFound } from '../platform/graphql/errors.ts';
import { hashOf, isId, newId, newToken } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { readAddress } from '../platform/mail/mail-text.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { CreateInviteLinkInput, InviteByEmailInput, InviteLink } from './groups.graphql.ts';
import { say } from '../platform/words/words.ts';

interface HeldInvitation {
  id: string;
  group_id: string;
  handle: string;
  inviter_id: string;
}

/** Invitations by address and by link; only the hash of a token is kept. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly outbox: Outbox,
    private readonly log: GroupLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Invites addresses. One that is a member already, known or unknown looks the same to the inviter. */
  async byEmail(actor: Actor, input: InviteByEmailInput): Promise<number> {
    const emails = [...new Set(input.emails.map((text) => text.trim()).filter(Boolean))].map((text) => {
      const email = readAddress(text);
      if (!email) throw new BadInput('emails', say`"${text.slice(0, 80)}" is not an e-mail address.`);
      return email;
    });
    if (emails.length === 0 || emails.length > 50) throw new BadInput('emails', 'Give 1 to 50 addresses at a time.');
    if (!isId(input.groupId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'invite.email.create', { groupId: input.groupId });
      const today = await row<{ n: number }>(
        tx,
        `SELECT count(*)::int AS n FROM invitation WHERE group_id = $1 AND inviter_id = $2 AND email IS NOT NULL AND created_at > clock_now() - interval '1 day'`,
        [input.groupId, actor.personId],
      );
      if ((today?.n ?? 0) + emails.length > 100)
        throw new BadInput('emails', 'That would be more than 100 invitations today. Send the rest tomorrow.');
      for (const email of emails) await this.invite(tx, actor, input.groupId, email);
      await this.log.append(tx, {
        chainId: input.groupId,
        type: 'invitation.sent',
        actorId: actor.personId,
        facts: { count: emails.length },
      });
    });
    return emails.length;
  }

  async link(actor: Actor, input: CreateInviteLinkInput): Promise<InviteLink> {
    if (input.days < 1 || input.days > 30) throw new BadInput('days', 'A link works for 1 to 30 days.');
    if (input.maxUses < 1 || input.maxUses > 200) throw new BadInput('maxUses', 'A link is for 1 to 200 people.');
    if (!isId(input.groupId)) throw new NotFound();
    const token = newToken();
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'invite.link.create', { groupId: input.groupId });
      const made = await row<{ expires_at: Date }>(
        tx,
        `INSERT INTO invitation (id, group_id, inviter_id, token_hash, max_uses, expires_at) VALUES ($1, $2, $3, $4, $5, clock_now() + $6 * interval '1 day') RETURNING expires_at`,
        [newId(), input.groupId, actor.personId, hashOf(token), input.maxUses, input.days],
      );
      await this.log.append(tx, {
        chainId: input.groupId,
        type: 'invitation.link',
        actorId: actor.personId,
        facts: { uses: input.maxUses, days: input.days },
      });
      return { url: `${this.config.baseUrl}/join/${token}`, expiresAt: made!.expires_at };
    });
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    if (!isId(id)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      const invitation = await row<{ group_id: string; inviter_id: string }>(
        tx,
        'SELECT group_id, inviter_id FROM invitation WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (!invitation) throw new NotFound();
      await this.policy.require(tx, actor, 'invite.revoke', {
        groupId: invitation.group_id,
        own: invitation.inviter_id === actor.personId,
      });
      await rows(tx, 'UPDATE invitation SET revoked_at = clock_now() WHERE id = $1 AND revoked_at IS NULL', [id]);
      await this.log.append(tx, {
        chainId: invitation.group_id,
        type: 'invitation.revoked',
        actorId: actor.personId,
        facts: { invitation: id },
      });
    });
  }

  /** Uses an invitation up by one, if it is good and, when addressed, for this person's own address. */
  async take(tx: EntityManager, token: string, personId: string): Promise<HeldInvitation> {
    const taken = await row<HeldInvitation>(
      tx,
      `UPDATE invitation i SET uses = uses + 1 FROM folk_group g WHERE i.token_hash = $1 AND g.id = i.group_id AND g.archived_at IS NULL AND i.uses < i.max_uses AND i.expires_at > clock_now()
         AND i.revoked_at IS NULL AND (i.email IS NULL OR EXISTS (SELECT FROM address a WHERE a.person_id = $2 AND a.email = i.email))
       RETURNING i.id, i.group_id, g.handle, i.inviter_id`,
      [hashOf(token), personId],
    );
    if (!taken) throw new NotFound();
    return taken;
  }

  private async invite(tx: EntityManager, actor: Actor, groupId: string, email: string): Promise<void> {
    const token = newToken();
    const id = newId();
    const isMember = await row(
      tx,
      `SELECT 1 FROM address a JOIN membership m ON m.person_id = a.person_id AND m.group_id = $2 JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL WHERE a.email = $1`,
      [email, groupId],
    );
    if (isMember) return;
    await rows(
      tx,
      `INSERT INTO invitation (id, group_id, inviter_id, email, token_hash, max_uses, expires_at) VALUES ($1, $2, $3, $4, $5, 1, clock_now() + interval '30 days')`,
      [id, groupId, actor.personId, email, hashOf(token)],
    );
    await this.outbox.announce(tx, {
      kind: 'PersonInvited',
      groupId,
      payload: { email, inviterId: actor.personId, invitationId: id, url: `${this.config.baseUrl}/join/${token}` },
      key: `invited:${id}`,
    });
  }
}
