import { Injectable } from '@nestjs/common';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import type { PageHead } from '../platform/http/page-heads.ts';
import { escapeHtml } from '../platform/mail/mail-text.ts';
import { GroupsStore } from './groups.store.ts';

/** What the first page says before any script runs, and which pages of groups a crawler may find. */
@Injectable()
export class GroupHeads {
  constructor(
    private readonly database: Database,
    private readonly store: GroupsStore,
  ) {}

  async instance(): Promise<PageHead> {
    const found = await row<{ name: string }>(this.database.reads, 'SELECT name FROM instance');
    const name = found?.name ?? 'Folkmoot';
    const groups = await this.store.discoverable(this.database.reads, visitor);
    return {
      title: name,
      description: groups.map((group) => group.name).join(', ') || name,
      locale: groups[0]?.locale ?? 'en',
      canonicalPath: '/',
      digest: `<main class="digest"><h1>${escapeHtml(name)}</h1><ul>${groups.map((group) => `<li><a href="/g/${escapeHtml(group.handle)}">${escapeHtml(group.name)}</a> ${escapeHtml(group.summary)}</li>`).join('')}</ul></main>`,
    };
  }

  /** Cards of open and closed groups; what stands within is for everybody in open ones only. */
  async paths(): Promise<string[]> {
    const groups = await rows<{ handle: string; open: boolean }>(
      this.database.reads,
      `SELECT handle, visibility = 'open' AS open FROM folk_group WHERE visibility <> 'secret' AND archived_at IS NULL ORDER BY created_at DESC LIMIT 5000`,
    );
    return [
      '/',
      '/explore',
      ...groups.flatMap(({ handle, open }) => [
        `/g/${handle}`,
        ...(open ? ['about', 'calendar', 'decisions', 'book'].map((part) => `/g/${handle}/${part}`) : []),
      ]),
    ];
  }
}
