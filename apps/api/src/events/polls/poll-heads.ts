import { Injectable, type OnModuleInit } from '@nestjs/common';
import { visitor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { LiveTopics } from '../../platform/http/live-topics.ts';
import { type PageHead, PageHeads } from '../../platform/http/page-heads.ts';
import { escapeHtml } from '../../platform/mail/mail-text.ts';
import { whenText } from '../words.ts';
import { instantText, pollWords } from './poll-words.ts';
import { type PollJson, PollsStore } from './polls.store.ts';

/** What the page of a date poll says before any script runs. Read as a visitor, always; found by who has the link, not by search engines. */
@Injectable()
export class PollHeads implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly heads: PageHeads,
    private readonly topics: LiveTopics,
    private readonly store: PollsStore,
  ) {}

  onModuleInit(): void {
    this.heads.register('/d/:id', ({ id }) => this.poll(id!));
    this.topics.register('poll', (db, actor, id) => this.store.mayRead(db, actor, id));
  }

  async poll(id: string): Promise<PageHead | null> {
    const poll = await this.store.page(this.database.reads, visitor, id);
    if (!poll) return null;
    const { locale } = poll;
    const words = pollWords(locale);
    const until = words.until(instantText(poll.closesAt, poll.zone, locale));
    return {
      title: `${poll.title} · ${poll.groupName}`,
      description: `${words.question} ${until}`,
      locale,
      canonicalPath: `/d/${id}`,
      noIndex: true,
      digest: `<main class="digest"><p><a href="/g/${escapeHtml(poll.groupHandle)}">${escapeHtml(poll.groupName)}</a></p><h1>${escapeHtml(poll.title)}</h1><p>${escapeHtml(words.question)} ${escapeHtml(until)}</p><ul>${poll.options
        .filter(({ isWithdrawn }) => !isWithdrawn)
        .map((one) => `<li>${escapeHtml(dateLine(one, locale))}</li>`)
        .join('')}</ul><div>${poll.bodyHtml}</div></main>`,
    };
  }
}

function dateLine(option: PollJson['options'][number], locale: string): string {
  const { startLocal, endLocal, zone, allDay, placeName } = option;
  const when = whenText({ start_local: startLocal, end_local: endLocal, zone, all_day: allDay }, locale);
  return [when, zone.replaceAll('_', ' '), placeName].filter(Boolean).join(', ');
}
