import { Inject, Injectable } from '@nestjs/common';
import { GroupsStore } from '../groups/index.ts';
import { visitor } from '../platform/actor.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import type { PageHead } from '../platform/http/page-heads.ts';
import { escapeHtml } from '../platform/mail/mail-text.ts';
import { plainStart } from '../platform/markdown.ts';
import { FindStore } from './discovery/find.store.ts';
import { checkedFilter } from './discovery/filter.ts';
import { eventJsonLd, withOffset } from './event-json-ld.ts';
import { isPublic } from './event-sight.ts';
import type { EventCard } from './events.graphql.ts';
import { EventsStore, type PageRow } from './events.store.ts';
import { feedWords } from './feeds/feed-words.ts';
import { eventWords, whenText } from './words.ts';

/** What the pages of events and groups say before any script runs. Read as a visitor, always. */
@Injectable()
export class EventHeads {
  constructor(
    private readonly database: Database,
    private readonly store: EventsStore,
    private readonly groups: GroupsStore,
    private readonly found: FindStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async event(id: string): Promise<PageHead | null> {
    const event = await this.store.page(this.database.reads, visitor, id);
    if (!event) return null;
    const { locale } = event.group;
    const when = whenText(
      { start_local: event.startLocal, end_local: event.endLocal, zone: event.zone, all_day: event.allDay },
      locale,
    );
    const place = [event.placeName, event.placeAddress, event.locality].filter(Boolean).join(', ');
    return {
      title: `${event.title} · ${event.group.name}`,
      description: event.summary || plainStart(event.body) || [when, place].filter(Boolean).join(' · '),
      locale,
      canonicalPath: `/e/${id}`,
      ...(event.visibility === 'unlisted' ? { noIndex: true } : {}),
      ...(event.visibility === 'group' ? {} : { imagePath: `/e/${id}/card.png` }),
      feeds: [{ type: 'text/calendar', title: event.title, path: `/e/${id}.ics` }],
      jsonLd: eventJsonLd(event, this.config.baseUrl),
      digest: eventDigest(event, { when, place, url: `${this.config.baseUrl}/e/${id}` }),
    };
  }

  /** Public events of a year back and on, newest first. */
  async paths(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.database.reads,
      `SELECT e.id FROM event e JOIN folk_group g ON g.id = e.group_id AND g.archived_at IS NULL
       WHERE ${isPublic} AND e.status <> 'draft' AND e.start_at > clock_now() - interval '1 year' ORDER BY e.start_at DESC LIMIT 25000`,
    );
    return found.map(({ id }) => `/e/${id}`);
  }

  async group(handle: string): Promise<PageHead | null> {
    const group = await this.groups.byHandle(this.database.reads, visitor, handle);
    if (!group) return null;
    const coming = await this.coming(handle);
    const feeds = group.visibility === 'open' ? { feeds: feedsAt(`/g/${handle}/events`, group.name) } : {};
    return {
      title: group.name,
      description: group.summary || group.name,
      locale: group.locale,
      canonicalPath: `/g/${handle}`,
      ...feeds,
      digest: `<main class="digest"><h1>${escapeHtml(group.name)}</h1><p>${escapeHtml(group.summary)}</p>${eventList(coming, group.locale)}</main>`,
    };
  }

  /** What is public and coming of the whole instance, as its list for visitors. */
  async explore(): Promise<PageHead> {
    const [instance] = await rows<{ name: string; locale: string }>(
      this.database.reads,
      `SELECT name, coalesce((SELECT locale FROM folk_group ORDER BY created_at LIMIT 1), 'en') AS locale FROM instance`,
    );
    const { name = 'Folkmoot', locale = 'en' } = instance ?? {};
    const title = `${feedWords(locale).coming} · ${name}`;
    const coming = await this.coming('');
    return {
      title,
      description: coming.map((event) => event.title).join(', ') || title,
      locale,
      canonicalPath: '/explore',
      feeds: feedsAt('/find', title),
      digest: `<main class="digest"><h1>${escapeHtml(title)}</h1>${eventList(coming, locale)}</main>`,
    };
  }

  private async coming(group: string): Promise<EventCard[]> {
    const of = { filter: checkedFilter({ group }), since: new Date(), first: 20, after: null };
    return (await this.found.find(this.database.reads, visitor, of)).slice(0, of.first);
  }
}

const feedsAt = (path: string, title: string): NonNullable<PageHead['feeds']> => [
  { type: 'text/calendar', title, path: `${path}.ics` },
  { type: 'application/atom+xml', title, path: `${path}.atom` },
  { type: 'application/feed+json', title, path: `${path}.json` },
];

const walls = (event: Pick<EventCard, 'startLocal' | 'endLocal' | 'zone' | 'allDay'>) => ({
  start_local: event.startLocal,
  end_local: event.endLocal,
  zone: event.zone,
  all_day: event.allDay,
});

const time = (kind: string, wall: string, zone: string, words: string): string =>
  `<time class="${kind}" datetime="${escapeHtml(withOffset(wall, zone))}">${escapeHtml(words)}</time>`;

/** The event as h-event, readable without script. */
function eventDigest(event: PageRow, { when, place, url }: { when: string; place: string; url: string }): string {
  const words = eventWords(event.group.locale);
  const off = `<p><strong>${event.status === 'postponed' ? words.postponed : words.cancelled}</strong> ${escapeHtml(event.reason ?? '')}</p>`;
  return [
    `<main class="digest h-event"><p><a class="p-author" href="/g/${escapeHtml(event.group.handle)}">${escapeHtml(event.group.name)}</a></p>`,
    `<h1 class="p-name"><a class="u-url" href="${escapeHtml(url)}">${escapeHtml(event.title)}</a></h1>`,
    event.status === 'cancelled' || event.status === 'postponed' ? off : '',
    event.summary ? `<p class="p-summary">${escapeHtml(event.summary)}</p>` : '',
    `<p>${time('dt-start', event.startLocal, event.zone, when)}<data class="dt-end" value="${escapeHtml(withOffset(event.endLocal, event.zone))}"></data></p>`,
    place ? `<p class="p-location">${escapeHtml(place)}</p>` : '',
    `<div class="e-content">${event.bodyHtml}</div>`,
    event.tags.length > 0
      ? `<p>${event.tags.map((tag) => `<a class="p-category" href="/explore?tag=${encodeURIComponent(tag)}">${escapeHtml(tag)}</a>`).join(' ')}</p>`
      : '',
    '</main>',
  ].join('');
}

function eventList(events: readonly EventCard[], locale: string): string {
  const items = events.map(
    (event) =>
      `<li class="h-event"><a class="p-name u-url" href="/e/${event.id}">${escapeHtml(event.title)}</a> ${time('dt-start', event.startLocal, event.zone, whenText(walls(event), locale))} <span class="p-location">${escapeHtml(event.placeName || event.locality)}</span></li>`,
  );
  return items.length > 0 ? `<ul class="h-feed">${items.join('')}</ul>` : `<p>${feedWords(locale).empty}</p>`;
}
