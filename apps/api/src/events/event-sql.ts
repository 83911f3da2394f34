import { accessSql } from './event-details.graphql.ts';
import { isAsked, isHost, onlineUrl, readableBy, sightOf } from './event-sight.ts';
import { attendeesJson } from './rsvps/attendees.store.ts';
import { questionsJson, saidJson } from './rsvps/questions.store.ts';
import { seriesOfPage } from './series/series-page.ts';

/** What hosts have to do with the answers; for hosts only. */
const deskJson = `CASE WHEN v.host THEN json_build_object('requested', (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'requested'),
    'invited', (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'invited') + (SELECT count(*) FROM event_invite i WHERE i.event_id = e.id AND i.answered_at IS NULL), 'overbook', e.overbook) END`;

const myRsvpJson = `(SELECT json_build_object('id', r.id, 'status', r.status, 'seats', r.seats, 'offerExpiresAt', iso(r.offer_expires_at), 'companionNames', r.companion_names, 'note', r.note, 'hidden', r.hidden, 'answers', ${saidJson},
      'reason', r.reason, 'asksAgain', r.answered_for < e.schedule_seq AND r.status IN ('going', 'maybe', 'waitlisted', 'offered'),
      'position', CASE WHEN r.status = 'waitlisted' THEN (SELECT count(*) FROM rsvp w WHERE w.event_id = e.id AND w.status = 'waitlisted' AND w.queue_no <= r.queue_no) END)
    FROM rsvp r WHERE r.event_id = e.id AND r.person_id = $2)`;

const rulesJson = `json_build_object('joinMode', e.join_mode, 'externalUrl', e.external_url, 'maybeAllowed', e.maybe_allowed, 'opensAt', iso(e.rsvp_opens_at), 'closesAt', iso(e.rsvp_closes_at), 'waitlist', e.waitlist,
    'strictQueue', e.strict_queue, 'cutoffMinutes', e.cutoff_minutes, 'offerMinutes', e.offer_minutes, 'showCount', e.show_count, 'questions', ${questionsJson})`;

/** The fields of an event page and where they come from; what this viewer may not see is left out here. */
const pageFields: Readonly<Record<string, string>> = {
  id: 'e.id',
  title: 'e.title',
  body: 'e.body',
  bodyHtml: 'e.body_html',
  startLocal: 'e.start_local',
  endLocal: 'e.end_local',
  zone: 'e.zone',
  allDay: 'e.all_day',
  startAt: 'iso(e.start_at)',
  endAt: 'iso(e.end_at)',
  summary: 'e.summary',
  kind: 'e.kind',
  language: 'e.language',
  priceNote: 'e.price_note',
  locality: 'e.locality',
  tags: 'e.tags',
  access: accessSql('e.access', 'v.sees_place'),
  placeName: 'e.place_name',
  placeAddress: `CASE WHEN v.sees_place THEN e.place_address ELSE '' END`,
  placeNote: `CASE WHEN v.sees_place THEN e.place_note ELSE '' END`,
  onlineUrl,
  locationHidden: `NOT v.sees_place AND (e.place_address <> '' OR e.place_note <> '' OR e.online_url IS NOT NULL)`,
  visibility: 'e.visibility',
  status: 'e.status',
  reason: 'e.reason',
  previousStartAt: 'iso(e.previous_start_at)',
  capacity: 'e.capacity',
  seatsHeld: 'CASE WHEN v.sees_counts THEN e.seats_held END',
  placesLeft: 'CASE WHEN e.capacity IS NOT NULL AND v.sees_counts THEN greatest(0, e.capacity - e.seats_held) END',
  companionsMax: 'e.companions_max',
  guestRsvp: 'e.guest_rsvp',
  locationShown: 'e.location_shown',
  attendeesShown: 'e.attendees_shown',
  posterSeed: 'e.poster_seed',
  color: 'e.color',
  coverId: 'e.cover_id',
  coverAlt: 'e.cover_alt',
  reminders: 'e.reminders',
  version: 'e.version',
  linkKey: `CASE WHEN e.visibility = 'unlisted' THEN e.link_key END`,
  rules: rulesJson,
  desk: deskJson,
  hostName: 'h.name',
  hostId: 'h.id',
  groupId: 'g.id',
  authorId: 'e.author_id',
  host: 'v.host',
  waiting: `CASE WHEN v.sees_counts THEN (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.queue_no IS NOT NULL AND r.status = 'waitlisted') END`,
  maybes: `CASE WHEN v.sees_counts THEN (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'maybe') END`,
  group: `json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version)`,
  seesAttendees: 'v.sees_names',
  series: seriesOfPage(readableBy('$2')),
  unansweredSinceMove: `CASE WHEN v.host AND e.schedule_seq > 0 THEN (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status IN ('going', 'maybe', 'waitlisted', 'offered') AND r.person_id IS NOT NULL AND r.answered_for < e.schedule_seq) END`,
  attendees: attendeesJson,
  hiddenAttendees: `CASE WHEN v.sees_names AND NOT v.host THEN (SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status IN ('going', 'maybe') AND r.hidden AND r.person_id IS DISTINCT FROM $2) ELSE 0 END`,
  myRsvp: myRsvpJson,
  nowAt: 'iso(clock_now())',
  free: 'e.capacity - e.seats_held',
  asked: isAsked('$2'),
  belongs: '$2::uuid IS NOT NULL AND is_member(e.group_id, $2)',
  queued: `(e.strict_queue OR e.waitlist = 'manual') AND EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted')`,
};

/** Who may see that an event exists, and what of it: for statements in which the viewer is $2. */
export const readable = readableBy('$2');
export const seenBy = sightOf('$2');

/** The event page in one statement: the visibility predicate, what is hidden left out by SQL, at most 50 faces. */
export const pageSql = `
SELECT row_to_json(page) AS json FROM (SELECT ${Object.entries(pageFields)
  .map(([name, sql]) => `${sql} AS "${name}"`)
  .join(', ')}
FROM event e JOIN folk_group g ON g.id = e.group_id JOIN person h ON h.id = e.author_id
${sightOf('$2')}
WHERE e.id = $1 AND ${readableBy('$2', '$3')}) page`;

/** Events that $2 co-hosts, or a group of theirs does. */
export const cohosted = `SELECT h.event_id FROM event_host h WHERE h.person_id = $2 AND h.accepted_at IS NOT NULL
  UNION ALL SELECT h.event_id FROM membership m JOIN event_host h ON h.group_id = m.group_id AND h.accepted_at IS NOT NULL WHERE m.person_id = $2 AND is_member(m.group_id, $2)`;

/** Ends at or after an instant. The index knows starts, and no event lasts longer than 60 days. */
export const onGoing = (from: string): string =>
  `e.end_at >= ${from}::timestamptz AND e.start_at >= ${from}::timestamptz - interval '61 days'`;

/** An event in a list as JSON: `e` the event, `g` its group, $2 the viewer. */
export const cardSql = `json_build_object('id', e.id, 'title', e.title, 'startLocal', e.start_local, 'endLocal', e.end_local, 'zone', e.zone, 'allDay', e.all_day, 'startAt', iso(e.start_at), 'endAt', iso(e.end_at),
  'placeName', e.place_name, 'locality', e.locality, 'kind', e.kind, 'status', e.status, 'posterSeed', e.poster_seed, 'color', e.color, 'coverId', e.cover_id, 'seatsHeld', CASE WHEN e.show_count OR ${isHost('$2')} THEN e.seats_held END, 'capacity', e.capacity,
  'groupHandle', g.handle, 'groupName', g.name, 'repeats', e.series_id IS NOT NULL, 'rhythm', (SELECT json_build_object('start_local', s.start_local, 'zone', s.zone, 'all_day', s.all_day, 'rule', s.rule, 'rdates', s.rdates, 'exdates', s.exdates, 'ends_before', s.ends_before) FROM series s WHERE s.id = e.series_id), 'myStatus', (SELECT r.status FROM rsvp r WHERE r.event_id = e.id AND r.person_id = $2))`;
