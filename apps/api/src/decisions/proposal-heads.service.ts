import { Injectable } from '@nestjs/common';
import { GroupsStore } from '../groups/index.ts';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import type { PageHead } from '../platform/http/page-heads.ts';
import { escapeHtml } from '../platform/mail/mail-text.ts';
import { plainStart } from '../platform/markdown.ts';
import { ProposalsStore } from './proposals.store.ts';
import { registerFilter } from './register/filter.ts';
import { RegisterStore } from './register/register.store.ts';

/** What the pages of decisions say before any script runs. Read as a visitor, always; never a ballot, never a count. */
@Injectable()
export class ProposalHeads {
  constructor(
    private readonly database: Database,
    private readonly store: ProposalsStore,
    private readonly register: RegisterStore,
    private readonly groups: GroupsStore,
  ) {}

  async proposal(id: string): Promise<PageHead | null> {
    const proposal = await this.store.page(this.database.reads, visitor, id);
    if (!proposal) return null;
    const group = proposal.group as unknown as { handle: string; name: string; locale: string };
    return {
      title: `${proposal.title} · ${group.name}`,
      description: plainStart(proposal.body) || proposal.title,
      locale: group.locale,
      canonicalPath: `/p/${id}`,
      digest: `<main class="digest"><p><a href="/g/${escapeHtml(group.handle)}/decisions">${escapeHtml(group.name)}</a></p><h1>${escapeHtml(proposal.title)}</h1>${proposal.body_html}</main>`,
    };
  }

  async ofGroup(handle: string): Promise<PageHead | null> {
    const group = await this.groups.byHandle(this.database.reads, visitor, handle);
    if (group?.visibility !== 'open') return null;
    const cards = await this.register.ofGroup(this.database.reads, visitor, {
      handle,
      filter: registerFilter(),
      first: 20,
      after: null,
    });
    const title = `${group.locale.startsWith('de') ? 'Entscheidungen' : 'Decisions'} · ${group.name}`;
    return {
      title,
      description: cards.map((card) => card.title).join(' · ') || group.summary || title,
      locale: group.locale,
      canonicalPath: `/g/${handle}/decisions`,
      digest: `<main class="digest"><h1>${escapeHtml(title)}</h1><ul>${cards.map((card) => `<li><a href="/p/${card.id}">${escapeHtml(card.title)}</a></li>`).join('')}</ul></main>`,
    };
  }

  async paths(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.database.reads,
      `SELECT p.id FROM proposal p JOIN folk_group g ON g.id = p.group_id AND g.visibility = 'open' AND g.archived_at IS NULL
       WHERE p.status IN ('open', 'closed') AND NOT p.members_only ORDER BY p.created_at DESC LIMIT 10000`,
    );
    return found.map(({ id }) => `/p/${id}`);
  }
}
