import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Candidacies } from './candidacies.service.ts';
import type { LinkedCandidacy } from './candidacies.graphql.ts';

const PURPOSE = 'candidacy';
/** Who comes after the opening reads what became of it, instead of nothing. */
const KEPT_AFTER_MS = 60 * 86_400_000;

/** Saying by the link of a mail whether one stands: for one person and one election, without signing in. Reading it changes nothing. */
@Injectable()
export class CandidacyLinks {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly candidacies: Candidacies,
  ) {}

  /** Makes a link for the mail to somebody who is asked. */
  make(tx: EntityManager, of: { proposalId: string; personId: string; opensAt: Date }): Promise<string> {
    const expiresAt = new Date(of.opensAt.getTime() + KEPT_AFTER_MS);
    return this.links.make(tx, { purpose: PURPOSE, personId: of.personId, objectId: of.proposalId, expiresAt });
  }

  /** What a link asks; null for one that is not good, or whose person has left. */
  async open(token: string): Promise<LinkedCandidacy | null> {
    const link = await this.links.find(this.database.reads, token, PURPOSE);
    return link && this.seen(link.personId, link.objectId);
  }

  /** Answers for the person of a link. Throws NOT_FOUND for one that is not good, CONFLICT where the vote has opened. */
  async answer(token: string, stands: boolean): Promise<LinkedCandidacy> {
    const link = await this.links.find(this.database.reads, token, PURPOSE);
    const seen = link && (await this.seen(link.personId, link.objectId));
    if (!seen) throw new NotFound();
    const actor: Actor = {
      operator: false,
      sessionId: null,
      authAt: null,
      personId: link.personId,
      name: seen.name,
      locale: seen.locale,
      link: { purpose: PURPOSE, objectId: seen.proposalId },
    };
    await this.candidacies.answer(actor, { id: seen.proposalId, stands }, 'link.candidacy');
    return (await this.seen(link.personId, link.objectId))!;
  }

  private seen(personId: string | null, id: string | null): Promise<(LinkedCandidacy & { locale: string }) | null> {
    return row<LinkedCandidacy & { locale: string }>(
      this.database.reads,
      `SELECT q.name, q.locale, c.state, n.name AS "namedBy", p.id AS "proposalId", p.title, p.body_html AS "bodyHtml", g.name AS "groupName", g.zone, p.opens_at AS "opensAt", p.status = 'announced' AS "isOpen"
       FROM candidacy c JOIN person q ON q.id = c.person_id AND q.suspended_at IS NULL JOIN person n ON n.id = c.named_by JOIN proposal p ON p.id = c.proposal_id AND p.status <> 'draft'
       JOIN folk_group g ON g.id = p.group_id WHERE c.person_id = $1 AND c.proposal_id = $2 AND is_member(p.group_id, c.person_id)`,
      [personId, id],
    );
  }
}
