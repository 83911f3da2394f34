import { Inject, Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import { type Link, Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { AuditLink } from './audit.graphql.ts';

const PURPOSE = 'audit';
const DAY = 86_400_000;

/** Links by which an auditor reads the whole book: made, listed and ended by the treasurer, each opening in the group's log. */
@Injectable()
export class AuditLinks {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly links: Links,
    private readonly log: GroupLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes a link and returns its address, which nobody can read again. */
  async make(actor: Actor, of: { groupId: string; label: string; days: number }): Promise<string> {
    if (!isId(of.groupId)) throw new NotFound();
    const label = requiredName('label', of.label, { what: 'The name', max: 80 });
    if (of.days < 1 || of.days > 90) throw new BadInput('days', 'A link is good for 1 to 90 days.');
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'book.audit.manage', { groupId: of.groupId });
      const { now } = (await row<{ now: Date }>(tx, 'SELECT clock_now() AS now', []))!;
      const token = await this.links.make(tx, {
        purpose: PURPOSE,
        personId: actor.personId,
        objectId: of.groupId,
        expiresAt: new Date(now.getTime() + of.days * DAY),
        label,
      });
      const facts = { days: of.days };
      await this.log.append(tx, { chainId: of.groupId, type: 'audit.link.made', actorId: actor.personId, facts });
      return `${this.config.baseUrl}/l/audit/${token}`;
    });
  }

  /** Ends a link at once. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const link = isId(id)
        ? await row<{ group_id: string }>(tx, 'SELECT object_id AS group_id FROM link WHERE id = $1 AND purpose = $2', [
            id,
            PURPOSE,
          ])
        : null;
      if (!link) throw new NotFound();
      const { group_id: groupId } = link;
      await this.policy.require(tx, actor, 'book.audit.manage', { groupId });
      await rows(tx, 'UPDATE link SET revoked_at = clock_now() WHERE id = $1 AND revoked_at IS NULL', [id]);
      const facts = { link: id };
      await this.log.append(tx, { chainId: groupId, type: 'audit.link.revoked', actorId: actor.personId, facts });
    });
  }

  /** All links of a group, the newest first; null for whoever does not keep the book. */
  async list(actor: Actor, handle: string): Promise<AuditLink[] | null> {
    const door = await this.doors.open(actor, handle);
    if (!door || !this.policy.allows(actor, 'book.audit.manage', {}, door.standing)) return null;
    return rows<AuditLink>(
      this.database.reads,
      `SELECT l.id, coalesce(l.label, '') AS label, p.name AS "madeBy", l.expires_at AS "expiresAt", l.revoked_at IS NULL AND l.expires_at > clock_now() AS good, o.n AS openings, o.last AS "lastOpenedAt"
       FROM link l JOIN person p ON p.id = l.person_id CROSS JOIN LATERAL (SELECT count(*)::int AS n, max(at) AS last FROM audit_opening a WHERE a.link_id = l.id) o
       WHERE l.purpose = $2 AND l.object_id = $1 ORDER BY l.expires_at DESC, l.id LIMIT 50`,
      [door.group.id, PURPOSE],
    );
  }

  /** Opens a good link and notes what is looked at; null for one that is used up, ended or invented. Its `objectId` is the group. */
  async open(token: string, what: 'page' | 'receipt' | 'export'): Promise<(Link & { objectId: string }) | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.links.find(tx, token, PURPOSE);
      if (!link?.objectId) return null;
      const { id, objectId } = link;
      await rows(tx, 'INSERT INTO audit_opening (link_id, what) VALUES ($1, $2)', [id, what]);
      await this.log.append(tx, { chainId: objectId, type: 'book.audited', actorId: null, facts: { link: id, what } });
      return { ...link, objectId };
    });
  }
}
