import { readableBy } from '../event-sight.ts';
import type { FeedScope } from './feeds.store.ts';
import { isInRule } from './series-feed.store.ts';

/** Whoever the feed is for: null for the public. */
const readable = readableBy('$2');

type Of = Omit<FeedScope, 'name' | 'where' | 'values'>;

/** Of one of these groups, or co-hosted by one: once, whoever of them hosts it. */
const ofGroups = (which: string): string =>
  `(e.group_id ${which} OR e.id IN (SELECT h.event_id FROM event_host h WHERE h.group_id ${which} AND h.accepted_at IS NOT NULL))`;

/** Public events of one group, without the nights that the rule of their series brings. */
export const groupScope = (groupId: string, of: Of): FeedScope => ({
  ...of,
  name: 'group',
  where: `e.visibility = 'public' AND ${readable} AND ${ofGroups('= $4')} AND NOT (e.group_id = $4 AND ${isInRule})`,
  values: [groupId],
});

/** The same for one line of series. */
export const seriesScope = (groupId: string, lineId: string, of: Of): FeedScope => ({
  ...of,
  name: 'line',
  where: `e.group_id = $4 AND e.visibility = 'public' AND ${readable} AND e.series_id IN (SELECT id FROM series WHERE line_id = $5) AND NOT ${isInRule}`,
  values: [groupId, lineId],
});

/** What a person may see of their groups; what they have declined is not theirs any more. */
export const groupsScope = (groupIds: readonly string[], of: Of): FeedScope => ({
  ...of,
  name: 'groups',
  where: `${ofGroups('= ANY($4::uuid[])')} AND ${readable} AND coalesce(r.status, '') NOT IN ('no', 'removed')`,
  values: [groupIds],
});

/** What a person has answered, by the states they want to see. */
export const answersScope = (statuses: readonly string[], of: Of): FeedScope => ({
  ...of,
  name: 'answers',
  where: `r.status = ANY($4::text[]) AND ${readable}`,
  values: [statuses],
});
