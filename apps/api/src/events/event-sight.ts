import { computedOnce } from '../platform/database/together.ts';

/**
 * Who sees what of an event (events.md 13), in SQL and in this one place: pages, lists, feeds, mails, heads and exports are all built of these.
 * `viewer` and `key` are expressions of the statement, such as `$2`; the event is `e`, its group `g`.
 */

/** There for everybody: public events of groups that are not secret. */
export const isPublic = `e.visibility = 'public' AND g.visibility <> 'secret'`;

/** Whoever made it, the group's organisers and stewards, and those who co-host it. */
export const isHost = (viewer: string): string =>
  `(${viewer}::uuid IS NOT NULL AND (e.author_id = ${viewer} OR EXISTS (SELECT FROM membership m JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL AND d.kind IN ('organiser', 'steward') WHERE m.group_id = e.group_id AND m.person_id = ${viewer}) OR cohosts_event(e.id, ${viewer})))`;

/** Whether hosts have asked them, by name or by one of their addresses. */
export const isAsked = (viewer: string): string =>
  `(${viewer}::uuid IS NOT NULL AND (EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.person_id = ${viewer} AND r.status <> 'removed')
    OR EXISTS (SELECT FROM event_invite i JOIN address a ON a.email = i.email WHERE i.event_id = e.id AND a.person_id = ${viewer})))`;

/**
 * Who may see that an event exists. One for members is for members in an open group too. Without a key an unlisted one is there only for its hosts
 * and those who have answered.
 */
export const readableBy = (viewer: string, key = 'NULL'): string =>
  `((e.status <> 'draft' OR ${isHost(viewer)})
  AND (e.author_id = ${viewer} OR (${isPublic}) OR (${viewer}::uuid IS NOT NULL AND e.visibility IN ('public', 'group') AND is_member(e.group_id, ${viewer})) OR (${viewer}::uuid IS NOT NULL AND reads_as_host(e.id, ${viewer}))
    OR (e.visibility = 'unlisted' AND e.link_key = ${key}::text AND g.visibility <> 'secret') OR (e.visibility IN ('unlisted', 'invited') AND ${isHost(viewer)})
    OR (e.visibility <> 'group' AND ${isAsked(viewer)})))`;

/** Whether the exact place and the online link are shown, by the event's setting, to somebody who hosts it (`host`) or comes to it (`going`). */
export const placeIsShown = (setting: string, is: { host: string; going: string }): string =>
  `(${setting} = 'everyone' OR ${is.host} OR (${setting} = 'attendees' AND ${is.going}))`;

/** Joins that say what a viewer is to the event (`w`: host, going, member) and sees of it (`v`: sees_place, sees_names, sees_counts). */
export const sightOf = (viewer: string): string => `
CROSS JOIN LATERAL (SELECT coalesce(${isHost(viewer)}, false) AS host,
  ${viewer}::uuid IS NOT NULL AND coalesce((SELECT r.status = 'going' FROM rsvp r WHERE r.event_id = e.id AND r.person_id = ${viewer}), false) AS going,
  ${viewer}::uuid IS NOT NULL AND is_member(e.group_id, ${viewer}) AS member ${computedOnce(viewer)}) w
CROSS JOIN LATERAL (SELECT w.host, ${placeIsShown('e.location_shown', { host: 'w.host', going: 'w.going' })} AS sees_place,
  w.host OR e.attendees_shown = 'public' OR (e.attendees_shown = 'members' AND (w.member OR w.going)) OR (e.attendees_shown = 'attendees' AND w.going) AS sees_names,
  w.host OR e.show_count AS sees_counts ${computedOnce(viewer)}) v`;

/** The online link as `v` may read it. */
export const onlineUrl = 'CASE WHEN v.sees_place THEN e.online_url END';

/** The place in one line as `v` may read it. */
export const placeText = `CASE WHEN v.sees_place AND e.place_address <> '' THEN concat_ws(', ', nullif(e.place_name, ''), e.place_address) ELSE e.place_name END`;
