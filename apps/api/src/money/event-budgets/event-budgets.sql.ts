import { readableBy } from '../../events/index.ts';
import { lineJoins, lineSql } from '../book/book.sql.ts';

/** The lines `o` of the book that are those of the event `e`: by name, or by its own fund. */
const isOfEvent = `(o.event_id = e.id OR o.account_id IN (SELECT u.account_id FROM fund u WHERE u.event_id = e.id))`;

/** What has moved on the funds for the event `e`, in the currency of its plan `c`: income is minus, as it is a credit. */
const moved = (category: string): string =>
  `coalesce((SELECT sum(q.amount) FROM ledger_entry n JOIN ledger_posting q ON q.entry_id = n.id AND q.category LIKE '${category}.%' AND q.currency = c.currency WHERE n.event_id = e.id), 0)`;

const seats = (event: string): string =>
  `coalesce((SELECT sum(r.seats) FROM rsvp r WHERE r.event_id = ${event} AND r.status = 'going'), 0)::int`;
/** How many came: as counted at the door, else as many as had said so. */
const came = (event: string): string =>
  `coalesce((SELECT nullif(d.arrived, 0) FROM door_count d WHERE d.event_id = ${event}), (SELECT nullif(d.expected, 0) FROM door_count d WHERE d.event_id = ${event}), ${seats(event)})`;

/** Whether the event `v` is another night of the series of `e`. */
const sameLine = `(v.series_id IS NOT NULL AND (SELECT s.line_id FROM series s WHERE s.id = v.series_id) IS NOT DISTINCT FROM (SELECT s.line_id FROM series s WHERE s.id = e.series_id))`;

/** Whether a plan is the one that its event has: the one that stands, else the last of those that are over. */
const isShown = (plan: string): string =>
  `${plan}.state <> 'WITHDRAWN' AND (${plan}.state <> 'ENDED' OR NOT EXISTS (SELECT FROM budget z WHERE z.event_id = ${plan}.event_id AND z.id <> ${plan}.id AND z.state <> 'WITHDRAWN' AND (z.state <> 'ENDED' OR (z.made_at, z.id) > (${plan}.made_at, ${plan}.id))))`;

const itemsJson = `(SELECT coalesce(json_agg(json_build_object('kind', i.kind, 'label', i.label, 'category', i.category, 'minor', i.minor::text, 'per', i.per,
    'line', CASE WHEN l.id IS NOT NULL THEN json_build_object('planned', l.planned::text, 'spent', l.spent::text, 'open', l.closed_at IS NULL) END) ORDER BY i.n), '[]')
  FROM budget_item i LEFT JOIN budget_line l ON l.id = i.line_id WHERE i.budget_id = p.id)`;

/** Figures of an event `e` beside its plan `p` in the currency `c`: what rules and clocks ask. */
const figures = `'currency', c.currency, 'heads', p.heads, 'items', ${itemsJson}, 'going', ${seats('e.id')}, 'capacity', e.capacity, 'isOver', e.end_at <= clock_now() OR e.status = 'cancelled',
  'spent', (${moved('expense')})::text, 'received', (-${moved('income')})::text,
  'given', coalesce((SELECT sum(CASE WHEN o.closed_at IS NULL THEN o.planned ELSE o.spent END) FROM budget_line o JOIN ledger_account a ON a.id = o.account_id AND a.currency = c.currency WHERE ${isOfEvent} AND NOT o.reserved), 0)::text`;

const from = `FROM event e JOIN folk_group g ON g.id = e.group_id JOIN book b ON b.group_id = g.id
  JOIN LATERAL (SELECT f.id AS fund_id, f.name AS fund_name, f.kind AS fund_kind, f.account_id, a.currency FROM fund f JOIN ledger_account a ON a.id = f.account_id
    WHERE f.book_id = b.id AND f.closed_at IS NULL AND (f.event_id = e.id OR f.kind = 'general') ORDER BY f.kind = 'general' LIMIT 1) c ON true
  LEFT JOIN LATERAL (SELECT x.* FROM budget x WHERE x.event_id = e.id AND ${isShown('x')}) p ON true`;

/** The page of the money of an event. $1 the event, $2 the viewer, $3 the key of an unlisted one. A draft is there for members and hosts. */
export const pageSql = `
SELECT jsonb_build_object(${figures}) || jsonb_build_object('eventId', e.id, 'title', e.title, 'startAt', iso(e.start_at), 'zone', e.zone, 'status', e.status, 'groupId', g.id, 'handle', g.handle, 'groupName', g.name,
  'fundId', c.fund_id, 'fundName', c.fund_name, 'fundKind', c.fund_kind, 'available', (SELECT (w.credits - w.debits - w.held)::text FROM account_balance w WHERE w.account_id = c.account_id),
  'isHost', $2::uuid IS NOT NULL AND (e.author_id = $2 OR cohosts_event(e.id, $2)), 'isMember', $2::uuid IS NOT NULL AND is_member(g.id, $2),
  'budgetId', p.id, 'state', p.state, 'version', p.version, 'proposalId', p.proposal_id,
  'lines', coalesce((SELECT json_agg(${lineSql} ORDER BY l.closed_at IS NOT NULL, l.opened_at, l.id) FROM (SELECT o.* FROM budget_line o WHERE o.book_id = b.id AND ${isOfEvent} LIMIT 60) l ${lineJoins}), '[]'),
  'incomes', coalesce((SELECT json_agg(json_build_object('category', k.category, 'name', k.name) ORDER BY k.category <> 'income.tickets', k.sort, k.category) FROM book_category k
    WHERE k.book_id = b.id AND k.category LIKE 'income.%' AND k.archived_at IS NULL AND k.category NOT IN ('income.cash-difference', 'income.shared')), '[]'),
  'ask', (SELECT k.minor::text FROM event_ask k WHERE k.event_id = e.id AND k.currency = c.currency),
  'leftover', (SELECT json_build_object('way', t.way, 'releaseOn', t.release_on, 'releasedAt', iso(t.released_at)) FROM event_leftover t WHERE t.event_id = e.id),
  'last', (SELECT json_build_object('eventId', v.id, 'title', v.title, 'startAt', iso(v.start_at), 'came', ${came('v.id')}) FROM event v
    WHERE v.group_id = e.group_id AND v.id <> e.id AND v.status = 'scheduled' AND v.end_at < clock_now() AND v.visibility IN ('public', 'group')
      AND (${sameLine} OR regexp_replace(lower(v.title), '[^[:alpha:]]+', ' ', 'g') = regexp_replace(lower(e.title), '[^[:alpha:]]+', ' ', 'g')) ORDER BY ${sameLine} DESC, v.start_at DESC LIMIT 1),
  'others', coalesce((SELECT json_agg(json_build_object('eventId', o.event_id, 'title', o.title, 'startAt', iso(o.start_at), 'heads', o.heads, 'came', o.came, 'sameSeries', o.same, 'items', (SELECT json_agg(json_build_object('kind', i.kind, 'label', i.label, 'category', i.category, 'minor', i.minor::text, 'per', i.per) ORDER BY i.n) FROM budget_item i WHERE i.budget_id = o.id)))
    FROM (SELECT q.id, q.event_id, q.heads, v.title, v.start_at, ${sameLine} AS same, CASE WHEN v.end_at < clock_now() THEN ${came('v.id')} ELSE 0 END AS came FROM budget q JOIN event v ON v.id = q.event_id AND v.id <> e.id
      WHERE q.book_id = b.id AND q.currency = c.currency AND ${isShown('q')} AND EXISTS (SELECT FROM budget_item i WHERE i.budget_id = q.id) ORDER BY ${sameLine} DESC, v.start_at DESC LIMIT 30) o), '[]')
) AS json ${from}
WHERE e.id = $1 AND ${readableBy('$2', '$3')} AND (g.visibility = 'open' OR is_member(g.id, $2) OR e.author_id = $2 OR cohosts_event(e.id, $2))`;

/** The figures of one event, for its clock. */
export const figuresSql = `SELECT json_build_object(${figures}) AS json ${from} WHERE e.id = $1`;

/** What waits for the person $1 about the money of events that they host or whose book they keep, as long as it is so and they have not put it aside. */
export const needsSql = `
SELECT json_build_object('eventId', e.id, 'title', e.title, 'groupName', g.name, 'kind', n.kind, 'minor', n.minor::text, 'currency', n.currency, 'day', n.day) AS json
FROM (SELECT o.event_id, 'overrun' AS kind, o.minor, o.currency, NULL::date AS day FROM event_overrun o JOIN event e ON e.id = o.event_id AND e.end_at > clock_now() AND e.status = 'scheduled' WHERE o.minor > 0
  UNION ALL SELECT t.event_id, 'leftover', o.minor, o.currency, t.release_on FROM event_leftover t JOIN event e ON e.id = t.event_id CROSS JOIN LATERAL (SELECT sum(o.planned - o.spent)::bigint AS minor, a.currency
    FROM budget_line o JOIN ledger_account a ON a.id = o.account_id WHERE ${isOfEvent} AND o.closed_at IS NULL AND NOT o.reserved AND o.valid_until IS NULL GROUP BY a.currency) o WHERE t.released_at IS NULL AND o.minor > 0) n
JOIN event e ON e.id = n.event_id JOIN folk_group g ON g.id = e.group_id
WHERE $1::uuid IS NOT NULL AND (e.author_id = $1 AND is_member(g.id, $1) OR cohosts_event(e.id, $1) OR EXISTS (SELECT FROM membership m JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL AND d.kind = 'treasurer' WHERE m.group_id = g.id AND m.person_id = $1))
  AND NOT EXISTS (SELECT FROM event_money_seen s WHERE s.event_id = n.event_id AND s.kind = n.kind AND s.person_id = $1)
ORDER BY e.start_at, n.kind LIMIT 20`;

/** Events that are still to come and have a plan and lines: their forecast is looked at. */
export const watchedSql = `
SELECT e.id, e.group_id FROM budget p JOIN event e ON e.id = p.event_id WHERE ${isShown('p')} AND e.status = 'scheduled' AND e.end_at > clock_now()
  AND (EXISTS (SELECT FROM budget_line o WHERE ${isOfEvent} AND o.closed_at IS NULL AND NOT o.reserved) OR EXISTS (SELECT FROM event_overrun o WHERE o.event_id = e.id AND o.minor > 0)) ORDER BY e.start_at, e.id LIMIT 1000`;

/** Events that are over, or called off, with something left on lines without a last day of their own. */
export const leftoversSql = `
SELECT e.id, e.group_id, b.id AS book_id, (e.status = 'cancelled') AS called_off, (clock_now() AT TIME ZONE g.zone)::date::text AS today,
  CASE WHEN e.status = 'cancelled' THEN (least(e.updated_at, clock_now()) AT TIME ZONE g.zone)::date ELSE (e.end_at AT TIME ZONE g.zone)::date END::text AS ended_on,
  t.way, t.release_on::text AS release_on, t.released_at IS NOT NULL AS released
FROM (SELECT DISTINCT coalesce(o.event_id, f.event_id) AS event_id FROM budget_line o JOIN fund f ON f.account_id = o.account_id
  WHERE o.closed_at IS NULL AND NOT o.reserved AND o.valid_until IS NULL AND o.spent < o.planned AND coalesce(o.event_id, f.event_id) IS NOT NULL) x
JOIN event e ON e.id = x.event_id JOIN folk_group g ON g.id = e.group_id AND g.archived_at IS NULL JOIN book b ON b.group_id = g.id LEFT JOIN event_leftover t ON t.event_id = e.id
WHERE e.status = 'cancelled' OR (e.status = 'scheduled' AND e.end_at <= clock_now()) ORDER BY e.end_at, e.id`;

/** The open lines of the event $1 that its leftovers are on. `waits`: an expense on it is not decided yet, or an advance of it is open. */
export const openLinesSql = `
SELECT o.id, (o.planned - o.spent)::text AS left, a.currency, o.advanced > 0 OR EXISTS (SELECT FROM expense x WHERE x.budget_line_id = o.id AND x.state = 'SUBMITTED') AS waits
FROM event e JOIN budget_line o ON ${isOfEvent} JOIN ledger_account a ON a.id = o.account_id
WHERE e.id = $1 AND o.closed_at IS NULL AND NOT o.reserved AND o.valid_until IS NULL AND o.spent < o.planned ORDER BY o.id`;
