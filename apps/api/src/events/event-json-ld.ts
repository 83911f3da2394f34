import { instantOf } from '#libs/zone';
import { plainStart } from '../platform/markdown.ts';
import { withKey } from './event-ref.ts';
import type { PageRow } from './events.store.ts';

const schema = (name: string): string => `https://schema.org/${name}`;

/** What a place offers, in the words that schema.org has for it. */
const features: Readonly<Record<string, string>> = {
  stepFree: 'Step-free access',
  toilet: 'Wheelchair-accessible toilet',
  hearingLoop: 'Hearing loop',
  signLanguage: 'Sign language',
  quiet: 'Quiet room',
  children: 'Children welcome',
};

/** A wall time with the offset that the zone has then. */
export function withOffset(wall: string, zone: string): string {
  const { at } = instantOf(wall, zone);
  const minutes = Math.round((Date.parse(`${wall}Z`) - at) / 60_000);
  const size = Math.abs(minutes);
  return `${wall}${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** An event as schema.org describes it (events.md 16), as far as the row's viewer may see it; nobody who comes is named. */
export function eventJsonLd(event: PageRow, baseUrl: string): Record<string, unknown> {
  const url = `${baseUrl}/e/${withKey(event.id, event.linkKey)}`;
  const previous = event.previousStartAt ? { previousStartDate: event.previousStartAt } : {};
  const location = locationOf(event, url);
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    '@id': url,
    url,
    name: event.title,
    startDate: withOffset(event.startLocal, event.zone),
    endDate: withOffset(event.endLocal, event.zone),
    eventStatus: schema(statusOf(event)),
    eventAttendanceMode: schema(modes[event.kind] ?? 'OfflineEventAttendanceMode'),
    ...previous,
    ...(location ? { location } : {}),
    ...(event.visibility === 'group' ? {} : { image: [`${url}/card.png`] }),
    ...(event.series
      ? { superEvent: { '@type': 'EventSeries', '@id': `urn:uuid:${event.series.lineId}`, name: event.title } }
      : {}),
    organizer: { '@type': 'Organization', name: event.group.name, url: `${baseUrl}/g/${event.group.handle}` },
    description: event.summary || plainStart(event.body, 300),
    ...(event.tags.length > 0 ? { keywords: event.tags.join(', ') } : {}),
    inLanguage: event.language || event.group.locale,
    ...(event.priceNote === '' ? { isAccessibleForFree: true } : {}),
    offers: offerOf(event, url),
    ...(event.capacity === null || event.placesLeft === null
      ? {}
      : { maximumAttendeeCapacity: event.capacity, remainingAttendeeCapacity: event.placesLeft }),
  };
}

const modes: Readonly<Record<string, string>> = {
  in_person: 'OfflineEventAttendanceMode',
  online: 'OnlineEventAttendanceMode',
  hybrid: 'MixedEventAttendanceMode',
};

function statusOf({ status, previousStartAt }: PageRow): string {
  if (status === 'cancelled') return 'EventCancelled';
  if (status === 'postponed') return 'EventPostponed';
  return previousStartAt ? 'EventRescheduled' : 'EventScheduled';
}

function locationOf(event: PageRow, url: string): unknown {
  const places = [
    ...(event.kind === 'online' ? [] : placeOf(event)),
    // Where the link is for some only, the page is where one finds out.
    ...(event.kind === 'in_person' ? [] : [{ '@type': 'VirtualLocation', url: event.onlineUrl ?? url }]),
  ];
  return places.length > 1 ? places : (places[0] ?? null);
}

function placeOf({ placeName, placeAddress, locality, access }: PageRow): Record<string, unknown>[] {
  const name = placeName || placeAddress || locality;
  if (!name) return [];
  const answers = access as unknown as Readonly<Record<string, string>>;
  const known = Object.entries(features).filter(([key]) => answers[key] === 'yes' || answers[key] === 'no');
  return [
    {
      '@type': 'Place',
      name,
      address: {
        '@type': 'PostalAddress',
        ...(placeAddress ? { streetAddress: placeAddress } : {}),
        ...(locality ? { addressLocality: locality } : {}),
        ...(placeAddress || locality ? {} : { name }),
      },
      ...(known.length > 0
        ? {
            amenityFeature: known.map(([key, feature]) => ({
              '@type': 'LocationFeatureSpecification',
              name: feature,
              value: answers[key] === 'yes',
            })),
          }
        : {}),
    },
  ];
}

/** A price is a number only where nothing is asked; words stay words. */
function offerOf(event: PageRow, url: string): Record<string, unknown> {
  return {
    '@type': 'Offer',
    url,
    availability: schema(event.placesLeft === 0 ? 'SoldOut' : 'InStock'),
    ...(event.priceNote === '' ? { price: 0, priceCurrency: event.group.currency } : { description: event.priceNote }),
  };
}
