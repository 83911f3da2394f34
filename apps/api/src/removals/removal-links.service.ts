import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../identity/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { NotFound } from '../platform/graphql/errors.ts';

const PURPOSE = 'removal';
const KEPT_MS = 365 * 86_400_000;

/** Who a link of a case stands for: the person concerned, for this one case and nothing else. */
export interface CaseBearer {
  readonly actor: Actor;
  readonly caseId: string;
}

/** Links by which the person concerned reads a case about them, replies, appeals and takes it away: without signing in, and when the membership is over. */
@Injectable()
export class RemovalLinks {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /** Makes a link for the mail to the person concerned. It holds for a year. */
  async make(tx: EntityManager, of: { caseId: string; personId: string }): Promise<string> {
    const expiresAt = new Date((await this.clock.now(tx)).getTime() + KEPT_MS);
    return this.links.make(tx, { purpose: PURPOSE, personId: of.personId, objectId: of.caseId, expiresAt });
  }

  /** Who stands behind a link; null for one that is not good. */
  async find(token: string): Promise<CaseBearer | null> {
    const link = await this.links.find(this.database.reads, token, PURPOSE);
    if (!link?.personId || !link.objectId) return null;
    const person = await row<{ name: string; locale: string }>(
      this.database.reads,
      'SELECT q.name, q.locale FROM person q JOIN removal_case c ON c.id = $2 AND c.subject_id = q.id WHERE q.id = $1 AND q.suspended_at IS NULL',
      [link.personId, link.objectId],
    );
    if (!person) return null;
    const behind = { operator: false, sessionId: null, authAt: null };
    const actor = {
      ...behind,
      ...person,
      personId: link.personId,
      link: { purpose: PURPOSE, objectId: link.objectId },
    };
    return { actor, caseId: link.objectId };
  }

  /** As `find`; throws NOT_FOUND. */
  async require(token: string): Promise<CaseBearer> {
    const bearer = await this.find(token);
    if (!bearer) throw new NotFound();
    return bearer;
  }
}
