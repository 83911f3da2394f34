import { Injectable } from '@nestjs/common';
import { instantOf } from '#libs/zone';
import { GroupsStore } from '../groups/index.ts';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import type { PageHead } from '../platform/http/page-heads.ts';
import { escapeHtml } from '../platform/mail/mail-text.ts';
import { plainStart } from '../platform/markdown.ts';
import { EventsStore, type PageRow } from './events.store.ts';
import { eventWords, whenText } from './words.ts';

/** What the pages of events and groups say before any script runs. Read as a visitor, always. */
@Injectable()
export class EventHeads {
  constructor(
    private readonly database: Database,
    private readonly store: EventsStore,
    private readonly groups: GroupsStore,
  ) {}

  async event(id: string): Promise<PageHead | null> {
    const event = await this.store.page(this.database.reads, visitor, id);
    if (!event) return null;
    const { locale } = event.group;
    const when = whenText(
      { start_local: event.startLocal, end_local: event.endLocal, zone: event.zone, all_day: event.allDay },
      locale,
    );
    const place = [event.placeName, event.placeAddress].filter(Boolean).join(', ');
    return {
      title: `${event.title} · ${event.group.name}`,
      description: plainStart(event.body) || [when, place].filter(Boolean).join(' · '),
      locale,
      canonicalPath: `/e/${id}`,
      imagePath: `/e/${id}/card.png`,
      feeds: [{ type: 'text/calendar', title: event.title, path: `/e/${id}.ics` }],
      jsonLd: jsonLd(event),
      digest: `<main class="digest h-event"><p><a href="/g/${escapeHtml(event.group.handle)}">${escapeHtml(event.group.name)}</a></p><h1 class="p-name">${escapeHtml(event.title)}</h1>${event.status === 'cancelled' ? `<p><strong>${eventWords(locale).cancelled}</strong> ${escapeHtml(event.reason ?? '')}</p>` : ''}<p><time class="dt-start" datetime="${escapeHtml(String(event.startAt))}">${escapeHtml(when)}</time></p>${place ? `<p class="p-location">${escapeHtml(place)}</p>` : ''}<div class="e-content">${event.bodyHtml}</div></main>`,
    };
  }

  /** Public events of a year back and on, newest first. */
  async paths(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.database.reads,
      `SELECT e.id FROM event e JOIN folk_group g ON g.id = e.group_id AND g.visibility <> 'secret' AND g.archived_at IS NULL
       WHERE e.visibility = 'public' AND e.status <> 'draft' AND e.start_at > clock_now() - interval '1 year' ORDER BY e.start_at DESC LIMIT 25000`,
    );
    return found.map(({ id }) => `/e/${id}`);
  }

  async group(handle: string): Promise<PageHead | null> {
    const group = await this.groups.byHandle(this.database.reads, visitor, handle);
    if (!group) return null;
    const feeds =
      group.visibility === 'open'
        ? { feeds: [{ type: 'text/calendar', title: group.name, path: `/g/${handle}/events.ics` }] }
        : {};
    return {
      title: group.name,
      description: group.summary || group.name,
      locale: group.locale,
      canonicalPath: `/g/${handle}`,
      ...feeds,
      digest: `<main class="digest"><h1>${escapeHtml(group.name)}</h1><p>${escapeHtml(group.summary)}</p></main>`,
    };
  }
}

function withOffset(wall: string, zone: string): string {
  const { at } = instantOf(wall, zone);
  const minutes = Math.round((Date.parse(`${wall}Z`) - at) / 60_000);
  const size = Math.abs(minutes);
  return `${wall}${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

function jsonLd(event: PageRow): Record<string, unknown> {
  const location =
    event.placeName || event.placeAddress
      ? {
          '@type': 'Place',
          name: event.placeName || event.placeAddress,
          ...(event.placeAddress ? { address: event.placeAddress } : {}),
        }
      : event.onlineUrl
        ? { '@type': 'VirtualLocation', url: event.onlineUrl }
        : null;
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.title,
    startDate: withOffset(event.startLocal, event.zone),
    endDate: withOffset(event.endLocal, event.zone),
    eventStatus: `https://schema.org/${event.status === 'cancelled' ? 'EventCancelled' : event.previousStartAt ? 'EventRescheduled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${event.placeName || event.placeAddress ? 'OfflineEventAttendanceMode' : 'OnlineEventAttendanceMode'}`,
    ...(event.previousStartAt ? { previousStartDate: event.previousStartAt } : {}),
    ...(location ? { location } : {}),
    organizer: { '@type': 'Organization', name: event.group.name },
    description: plainStart(event.body, 300),
    isAccessibleForFree: true,
    inLanguage: event.group.locale,
    ...(event.capacity === null || event.placesLeft === null
      ? {}
      : {
          maximumAttendeeCapacity: event.capacity,
          remainingAttendeeCapacity: event.placesLeft,
          offers: {
            '@type': 'Offer',
            price: 0,
            availability: `https://schema.org/${event.placesLeft === 0 ? 'SoldOut' : 'InStock'}`,
          },
        }),
  };
}
