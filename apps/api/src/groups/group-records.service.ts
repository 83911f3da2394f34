import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/log';
import type { Actor } from '../platform/actor.ts';
import { rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';

/** What a group's life leaves in its log and outbox. */
@Injectable()
export class GroupRecords {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async begin(tx: EntityManager, founderId: string, groupId: string, rules: object): Promise<void> {
    const text = canonicalJson(rules);
    await rows(
      tx,
      `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash) VALUES ($1, $2, 1, $3, clock_now(), $4, $5)`,
      [
        newId(),
        groupId,
        text,
        JSON.stringify({ kind: 'self', id: founderId }),
        createHash('sha256').update(text).digest(),
      ],
    );
    await rows(tx, 'INSERT INTO calendar_version (group_id) VALUES ($1)', [groupId]);
    await this.log.append(tx, {
      chainId: groupId,
      type: 'group.founded',
      actorId: founderId,
      facts: { rulebook: createHash('sha256').update(text).digest('hex') },
    });
  }

  async changed(tx: EntityManager, actor: Actor, groupId: string): Promise<void> {
    await this.log.append(tx, { chainId: groupId, type: 'group.changed', actorId: actor.personId, facts: {} });
    await this.outbox.announce(tx, { kind: 'GroupChanged', groupId, payload: {}, topics: [`group:${groupId}`] });
  }
}
