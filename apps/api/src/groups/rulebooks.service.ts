import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/log';
import type { Rulebook } from '#libs/governance';
import { row, rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';

/** A version of a group's rules. */
export interface RulebookVersion {
  readonly id: string;
  readonly n: number;
  readonly rules: Rulebook;
}

/** The rules of groups by version: read, and followed by the next one. A version is never changed. */
@Injectable()
export class Rulebooks {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The version in force, or the one of a number. */
  async of(db: EntityManager, groupId: string, n: number | null = null): Promise<RulebookVersion> {
    const found = await row<RulebookVersion>(
      db,
      'SELECT id, n, rules FROM rulebook_version WHERE group_id = $1 AND ($2::int IS NULL OR n = $2) ORDER BY n DESC LIMIT 1',
      [groupId, n],
    );
    if (!found) throw new Error('the group has no rulebook');
    return found;
  }

  /** Writes the next version by the authority of a decision. The caller holds the group. */
  async follow(
    tx: EntityManager,
    of: { groupId: string; rules: Rulebook; proposalId: string; effectNo: number },
  ): Promise<string> {
    const id = newId();
    const text = canonicalJson(JSON.parse(JSON.stringify(of.rules)) as object);
    const hash = createHash('sha256').update(text).digest();
    const { n } = await this.of(tx, of.groupId);
    await rows(
      tx,
      `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash, authority_proposal, effect_no) VALUES ($1, $2, $3, $4, clock_now(), $5, $6, $7, $8)`,
      [
        id,
        of.groupId,
        n + 1,
        text,
        JSON.stringify({ kind: 'decision', id: of.proposalId }),
        hash,
        of.proposalId,
        of.effectNo,
      ],
    );
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'rulebook.changed',
      actorId: null,
      facts: { version: n + 1, rulebook: hash.toString('hex') },
    });
    await this.outbox.announce(tx, {
      kind: 'RulebookChanged',
      groupId: of.groupId,
      payload: { version: n + 1 },
      topics: [`group:${of.groupId}`],
    });
    return id;
  }
}
