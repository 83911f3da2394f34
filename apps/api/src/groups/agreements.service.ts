import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/log';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Policy } from '../platform/policy/policy.service.ts';

/** The text that members of a group accept, by version: adopted by a decision, accepted by each member for themselves. */
@Injectable()
export class Agreements {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The number of the version in force, 0 where there is none. */
  async current(db: EntityManager, groupId: string): Promise<number> {
    const found = await row<{ n: number }>(
      db,
      'SELECT coalesce(max(n), 0)::int AS n FROM agreement_version WHERE group_id = $1',
      [groupId],
    );
    return found!.n;
  }

  /** Makes a text the next version. The caller holds the group. */
  async adopt(
    tx: EntityManager,
    of: { groupId: string; title: string; text: string; proposalId: string; effectNo: number },
  ): Promise<string> {
    const id = newId();
    const n = (await this.current(tx, of.groupId)) + 1;
    const hash = createHash('sha256')
      .update(canonicalJson({ title: of.title, text: of.text }))
      .digest();
    await rows(
      tx,
      `INSERT INTO agreement_version (id, group_id, n, title, body, body_html, hash, from_at, authority_proposal, effect_no) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now(), $8, $9)`,
      [id, of.groupId, n, of.title, of.text, renderMarkdown(of.text), hash, of.proposalId, of.effectNo],
    );
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'agreement.adopted',
      actorId: null,
      facts: { version: n, hash: hash.toString('hex') },
    });
    await this.outbox.announce(tx, {
      kind: 'AgreementAdopted',
      groupId: of.groupId,
      payload: { versionId: id },
      topics: [`group:${of.groupId}`],
    });
    return id;
  }

  /** Accepts the version in force for oneself, once; an older one is CONFLICT: what one agrees to is what one has read. */
  async accept(actor: Actor, versionId: string): Promise<void> {
    if (!isId(versionId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      const version = await row<{ group_id: string; n: number; hash: Buffer }>(
        tx,
        'SELECT group_id, n, hash FROM agreement_version WHERE id = $1',
        [versionId],
      );
      if (!version) throw new NotFound();
      await this.policy.require(tx, actor, 'agreement.accept', { groupId: version.group_id });
      if (version.n !== (await this.current(tx, version.group_id)))
        throw new Conflict('There is a newer version. Read that one, then accept it.');
      const first = await rows(
        tx,
        'INSERT INTO agreement_accepted (version_id, person_id, accepted_at) VALUES ($1, $2, clock_now()) ON CONFLICT DO NOTHING RETURNING 1',
        [versionId, actor.personId],
      );
      if (first.length === 0) return;
      await this.log.append(tx, {
        chainId: version.group_id,
        type: 'agreement.accepted',
        actorId: actor.personId,
        facts: { version: version.n, hash: version.hash.toString('hex') },
      });
      await this.outbox.announce(tx, {
        kind: 'GroupChanged',
        groupId: version.group_id,
        payload: {},
        topics: [`group:${version.group_id}`],
      });
    });
  }
}
