import { groupIdOf } from '../../groups/index.ts';

/** A contribution `c` of the book `b` as its pages read it; amounts as text. */
const contributionJson = `json_build_object('id', c.id, 'number', c.number, 'kind', c.kind, 'currency', c.currency, 'pledged', c.pledged::text, 'received', c.received::text,
  'refunded', c.given_back::text, 'dueOn', c.due_on, 'closed', c.closed, 'period', c.period, 'personId', c.person_id, 'giver', coalesce(nullif(c.giver, ''), p.name),
  'handle', g.handle, 'hasMail', c.email IS NOT NULL OR c.person_id IS NOT NULL, 'fundName', f.name, 'fundKind', f.kind, 'category', c.category, 'purpose', c.purpose, 'closedReason', c.closed_reason, 'eventId', c.event_id, 'eventTitle', v.title,
  'notComing', c.kind = 'ticket' AND NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = c.event_id AND r.person_id = c.person_id AND r.status IN ('going', 'maybe')),
  'restores', c.kind = 'dues' AND c.closed IS NULL AND c.pledged > c.received AND EXISTS (SELECT FROM membership m JOIN spell l ON l.membership_id = m.id AND l.to_at IS NULL AND l.standing = 'lapsed' WHERE m.group_id = g.id AND m.person_id = c.person_id)
    AND NOT EXISTS (SELECT FROM contribution o WHERE o.book_id = c.book_id AND o.person_id = c.person_id AND o.kind = 'dues' AND o.id <> c.id AND o.closed IS NULL AND o.pledged > o.received AND o.given_back = 0),
  'remindedAt', c.reminded_at, 'today', (clock_now() AT TIME ZONE g.zone)::date,
  'said', CASE WHEN c.said_at IS NOT NULL THEN json_build_object('minor', c.said_minor::text, 'how', c.said_how, 'at', c.said_at, 'byName', s.name) END,
  'bank', (SELECT json_build_object('name', k.name, 'iban', k.iban) FROM book_bank k WHERE k.book_id = b.id),
  'receipts', (SELECT coalesce(json_agg(json_build_object('n', r.n, 'minor', r.minor::text, 'receivedOn', r.received_on, 'heldIn', CASE split_part(a.path, ':', 2) WHEN 'cash' THEN 'cash' WHEN 'processor' THEN 'card' ELSE 'bank' END, 'evidence', r.evidence,
    'reversed', EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id)) ORDER BY r.n), '[]') FROM contribution_receipt r JOIN ledger_account a ON a.id = r.holding_id WHERE r.contribution_id = c.id),
  'refunds', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'minor', r.minor::text, 'refundedOn', r.refunded_on, 'reason', r.reason, 'state', r.state, 'askedBy', r.asked_by, 'askedByName', q.name) ORDER BY r.asked_at), '[]')
    FROM contribution_refund r LEFT JOIN person q ON q.id = r.asked_by WHERE r.contribution_id = c.id)) AS json`;
const from = `FROM book b JOIN folk_group g ON g.id = b.group_id JOIN contribution c ON c.book_id = b.id JOIN fund f ON f.id = c.fund_id
  LEFT JOIN person p ON p.id = c.person_id LEFT JOIN person s ON s.id = c.said_by LEFT JOIN event v ON v.id = c.event_id`;

/** Those of the person $2 in the group $1, the newest first. */
export const ownSql = `SELECT ${contributionJson} ${from} WHERE b.group_id = ${groupIdOf('$1')} AND c.person_id = $2 ORDER BY c.number DESC LIMIT 100`;

export const oneSql = `SELECT ${contributionJson} ${from} WHERE c.id = $1`;

// Said as the indices of contributions say it, each of which holds those alone that are open.
const refundWaits = 'c.asked_back > c.given_back';
const awaited = 'c.closed IS NULL AND c.pledged > c.received AND c.given_back = 0';
const notComing = `c.kind = 'ticket' AND c.received > c.asked_back AND NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = c.event_id AND r.person_id = c.person_id AND r.status IN ('going', 'maybe'))`;

/** Which contributions `c` a filter of the treasurer's list names. */
export const filterSql = {
  TO_CONFIRM: 'c.said_at IS NOT NULL',
  OVERDUE: `${awaited} AND c.due_on < (clock_now() AT TIME ZONE g.zone)::date`,
  WAITING: awaited,
  TO_GIVE_BACK: `(${refundWaits} OR ${notComing})`,
  TO_ANSWER: refundWaits,
  RECEIVED: 'c.received > 0',
  ALL: 'true',
} as const;

/** The treasurer's list of the group $1, numbers below $2, the newest first. */
export const deskSql = (filter: keyof typeof filterSql): string =>
  `SELECT ${contributionJson} ${from} WHERE c.book_id = (SELECT k.id FROM book k WHERE k.group_id = ${groupIdOf('$1')}) AND c.number < $2::int AND ${filterSql[filter]} ORDER BY c.number DESC LIMIT $3::int`;

/** What of gifts waits for a treasurer: what is said to be given, what is to go back, and whatever is overdue; in the order of how soon it can be done. */
const waits = ['TO_CONFIRM', 'TO_GIVE_BACK', 'OVERDUE'] as const;
const waiting = (what: string, where: string): string =>
  `SELECT ${what} FROM contribution c JOIN folk_group g ON g.id = b.group_id WHERE c.book_id = b.id AND (${where})`;

/** How many gifts wait for the treasurer of the book `b`. */
export const waitingSql = waiting('count(*)', waits.map((filter) => filterSql[filter]).join(' OR '));

/** The filter of the treasurer's list that shows what of it comes first, or null. */
export const firstWaitingSql = `CASE ${waits.map((filter) => `WHEN EXISTS (${waiting('', filterSql[filter])}) THEN '${filter}'`).join(' ')} END`;

// The few events that are not long over come first, and of each what was paid for it: never all that was ever paid for places.
const notComingLately = `SELECT false, k.minor, k.currency FROM event v CROSS JOIN LATERAL (SELECT c.received - c.asked_back AS minor, c.currency FROM contribution c
    WHERE c.event_id = v.id AND c.book_id = b.id AND c.asked_back = c.given_back AND ${notComing} OFFSET 0) k
  WHERE d.keeps AND v.group_id = g.id AND v.end_at > clock_now() - interval '14 days'`;

/**
 * What of gifts waits for the person $1 in each of their groups: for treasurers what is said to be given, and paid places of people who do not come, until
 * 14 days after the event: a group may keep what was given; for them and stewards refunds that somebody else asked for. With the amount where it is one thing.
 */
export const needsSql = `SELECT json_build_object('groupHandle', g.handle, 'groupName', g.name, 'toConfirm', w.said, 'toGiveBack', w.back, 'minor', CASE WHEN w.said + w.back = 1 THEN w.minor END, 'currency', w.currency,
  'filter', CASE WHEN w.said > 0 THEN 'TO_CONFIRM' WHEN d.keeps THEN 'TO_GIVE_BACK' ELSE 'TO_ANSWER' END) AS json
  FROM membership m JOIN LATERAL (SELECT bool_or(u.kind = 'treasurer') AS keeps FROM duty u WHERE u.membership_id = m.id AND u.to_at IS NULL AND u.kind IN ('treasurer', 'steward')) d ON d.keeps IS NOT NULL
  JOIN folk_group g ON g.id = m.group_id AND g.archived_at IS NULL JOIN book b ON b.group_id = g.id
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE x.is_said)::int AS said, count(*) FILTER (WHERE NOT x.is_said)::int AS back, min(x.minor)::text AS minor, min(x.currency) AS currency FROM (
    SELECT true AS is_said, c.said_minor AS minor, c.currency FROM contribution c WHERE d.keeps AND c.book_id = b.id AND ${filterSql.TO_CONFIRM}
    UNION ALL SELECT false, r.minor, c.currency FROM contribution c JOIN contribution_refund r ON r.contribution_id = c.id AND r.state = 'ASKED' AND r.asked_by <> m.person_id WHERE c.book_id = b.id AND ${refundWaits}
    UNION ALL ${notComingLately}) x) w
  WHERE m.person_id = $1 AND w.said + w.back > 0 ORDER BY g.name, g.id LIMIT 20`;

/** Spells `s` in which a repeated gift `r` to the group `g` rests: since it was promised the membership of who gives it has lapsed. */
export const restsIn = `FROM membership m JOIN spell s ON s.membership_id = m.id AND s.standing = 'lapsed' AND s.from_at >= r.created_at WHERE m.group_id = g.id AND m.person_id = r.person_id`;

/** The page of gifts of the group $1 for the person $2. */
export const giftsSql = `SELECT json_build_object('id', b.id, 'currency', b.currency, 'today', (clock_now() AT TIME ZONE g.zone)::date,
  'bank', (SELECT json_build_object('name', k.name, 'iban', k.iban) FROM book_bank k WHERE k.book_id = b.id),
  'funds', (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'currency', a.currency, 'purpose', f.purpose) ORDER BY f.kind <> 'general', f.opened_at), '[]')
    FROM fund f JOIN ledger_account a ON a.id = f.account_id WHERE f.book_id = b.id AND f.closed_at IS NULL AND f.kind <> 'shortfall'),
  'step', (SELECT d.minor::text FROM dues_step d WHERE d.book_id = b.id AND d.person_id = $2),
  'isMember', EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = g.id AND m.person_id = $2),
  'repeated', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'minor', r.minor::text, 'currency', r.currency, 'every', r.every, 'firstOn', r.first_on, 'purpose', r.purpose, 'fundName', f.name, 'fundKind', f.kind, 'rests', EXISTS (SELECT ${restsIn} AND s.to_at IS NULL)) ORDER BY r.created_at), '[]')
    FROM repeated_gift r JOIN fund f ON f.id = r.fund_id WHERE r.book_id = b.id AND r.person_id = $2 AND r.stopped_at IS NULL),
  'years', (SELECT coalesce(json_agg(DISTINCT extract(year FROM r.received_on)::int), '[]') FROM contribution c JOIN contribution_receipt r ON r.contribution_id = c.id WHERE c.book_id = b.id AND c.person_id = $2)) AS json
  FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.group_id = ${groupIdOf('$1')}`;

/** What came of the person $2 in the year $3, and went back to them, by day. */
export const statementSql = `SELECT json_build_object('number', c.number, 'kind', c.kind, 'purpose', c.purpose, 'day', x.day, 'refund', x.refund, 'minor', x.minor::text, 'currency', c.currency) AS json
  FROM book b JOIN contribution c ON c.book_id = b.id AND c.person_id = $2 JOIN LATERAL (
    SELECT r.received_on AS day, r.minor, false AS refund, r.entry_id FROM contribution_receipt r WHERE r.contribution_id = c.id
    UNION ALL SELECT r.refunded_on, r.minor, true, r.entry_id FROM contribution_refund r WHERE r.contribution_id = c.id AND r.state = 'BOOKED') x ON NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = x.entry_id)
  WHERE b.group_id = ${groupIdOf('$1')} AND extract(year FROM x.day) = $3::int ORDER BY x.day, c.number LIMIT 500`;

/** What the person $1 has to give and by which day; what is given, taken back or set free is done or withdrawn, for a month. */
export const deadlinesSql = `
SELECT c.id, coalesce(v.title || ' · ', '') || 'C-' || c.number AS title, '/g/' || g.handle || '/gifts' AS path, c.due_on::text AS day, NULL::timestamptz AS "startsAt", g.name AS "groupName", g.zone,
  c.closed IS NOT NULL AS "isWithdrawn", 'gift-' || c.id || '@folkmoot' AS uid, 'giveBy' AS says, ((c.due_on + 1)::timestamp AT TIME ZONE g.zone) AS "closesAt", c.version, c.updated_at AS "updatedAt",
  c.closed IS NULL AND c.received < c.pledged AS "isOpen"
FROM contribution c JOIN book b ON b.id = c.book_id JOIN folk_group g ON g.id = b.group_id AND g.archived_at IS NULL LEFT JOIN event v ON v.id = c.event_id
WHERE c.person_id = $1 AND c.pledged > 0 AND c.due_on > (clock_now() - interval '30 days')::date ORDER BY c.due_on, c.id LIMIT 100`;
