import { webDocument } from '../support/documents.ts';
import { sizes } from './large-data.ts';
import type { Shot } from './load.ts';

/** A page of the bench: the operation that the web sends for it, and the same answer as one statement of a bare server. */
export interface Page {
  readonly name: 'Event' | 'Group' | 'Book';
  /** The variables of the n-th request: ids rotate over the whole data set. */
  readonly variables: (n: number) => Readonly<Record<string, string>>;
  /** Gives one row with the column `data`: exactly what the product answers a visitor. */
  readonly sql: string;
  /** The values of the statement, from the variables. */
  readonly values: (variables: Readonly<Record<string, string>>) => string[];
}

const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY) * DAY;
const span = { from: new Date(today).toISOString(), to: new Date(today + 365 * DAY).toISOString() };
const handle = (n: number): string => `group-${(n * 31) % sizes.groups}`;

const groupParts = `json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'about', g.about, 'aboutHtml', g.about_html, 'color', g.color,
  'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', upper(g.visibility), 'joining', r.rules ->> 'joining', 'standing', 'NONE', 'myDuties', '[]'::json,
  'memberCount', (SELECT count(*) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused') WHERE m.group_id = g.id),
  'applicants', 0, 'version', g.version, 'can', json_build_object('join', r.rules ->> 'joining' <> 'invited', 'readContent', true, 'readRoll', false, 'readBook', (r.rules ->> 'book.public')::boolean,
    'updateSettings', false, 'invite', false, 'createInviteLink', false, 'approveMembers', false, 'giveDuty', false, 'createEvent', false, 'createProposal', false, 'importEvents', false,
    'recordContribution', false, 'submitExpense', false, 'exportBook', false))`;
const groupFrom = `FROM folk_group g JOIN LATERAL (SELECT rules FROM rulebook_version v WHERE v.group_id = g.id ORDER BY n DESC LIMIT 1) r ON true JOIN book b ON b.group_id = g.id
  WHERE g.handle = $1 AND g.archived_at IS NULL AND g.visibility = 'open'`;
const inHand = `(SELECT json_agg(json_build_object('minor', s.n::text, 'currency', s.currency) ORDER BY s.currency) FROM (SELECT a.currency, sum(w.debits - w.credits) AS n
  FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' GROUP BY a.currency) s)`;
const amount = (minor: string, currency: string): string =>
  `json_build_object('minor', (${minor})::text, 'currency', ${currency})`;

const outlook = (allowed: string, reason: string, next = 'null', at = 'null'): string =>
  `json_build_object('allowed', ${allowed}, 'reason', ${reason}, 'nextStep', ${next}, 'at', ${at})`;

/** What a visitor reads of an event. More than fifty, which is as many as json_build_object takes: so a row makes the JSON. */
const eventFields: Readonly<Record<string, string>> = {
  id: 'e.id',
  title: 'e.title',
  body: 'e.body',
  bodyHtml: 'e.body_html',
  status: 'upper(e.status)',
  visibility: 'upper(e.visibility)',
  startAt: 'iso(e.start_at)',
  endAt: 'iso(e.end_at)',
  startLocal: 'e.start_local',
  endLocal: 'e.end_local',
  allDay: 'e.all_day',
  zone: 'e.zone',
  previousStartAt: 'iso(e.previous_start_at)',
  reason: 'e.reason',
  summary: 'e.summary',
  kind: 'upper(e.kind)',
  language: 'e.language',
  priceNote: 'e.price_note',
  locality: 'e.locality',
  tags: 'e.tags',
  access: `(SELECT json_object_agg(k, CASE WHEN k = 'note' THEN '' ELSE upper(coalesce(e.access ->> k, 'unknown')) END) FROM unnest(ARRAY['stepFree', 'toilet', 'hearingLoop', 'signLanguage', 'quiet', 'children', 'note']) k)`,
  placeName: 'e.place_name',
  placeAddress: 'e.place_address',
  placeNote: 'e.place_note',
  onlineUrl: 'e.online_url',
  locationHidden: 'false',
  locationShown: 'upper(e.location_shown)',
  capacity: 'e.capacity',
  companionsMax: 'e.companions_max',
  guestRsvp: 'e.guest_rsvp',
  placesLeft: 'greatest(0, e.capacity - e.seats_held)',
  seatsHeld: 'e.seats_held',
  maybes: `(SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'maybe')`,
  waiting: `(SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted')`,
  attendeesShown: 'upper(e.attendees_shown)',
  color: 'e.color',
  posterSeed: 'e.poster_seed',
  coverId: 'e.cover_id',
  coverAlt: 'e.cover_alt',
  reminders: 'e.reminders',
  unansweredSinceMove: 'null',
  version: 'e.version',
  hostId: 'h.id',
  hostName: 'h.name',
  group: `json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'color', g.color)`,
  linkKey: 'null',
  rules: `json_build_object('joinMode', upper(e.join_mode), 'externalUrl', e.external_url, 'maybeAllowed', e.maybe_allowed, 'opensAt', iso(e.rsvp_opens_at), 'closesAt', iso(e.rsvp_closes_at), 'waitlist', upper(e.waitlist), 'strictQueue', e.strict_queue, 'cutoffMinutes', e.cutoff_minutes, 'offerMinutes', e.offer_minutes, 'showCount', e.show_count, 'questions', '[]'::json)`,
  outlook: `CASE WHEN e.end_at <= now() THEN ${outlook('false', `'OVER'`)}
    WHEN coalesce(e.rsvp_closes_at, e.start_at) <= now() THEN ${outlook('false', `'CLOSED'`, `'ASK_HOST'`, 'iso(coalesce(e.rsvp_closes_at, e.start_at))')}
    WHEN NOT e.guest_rsvp THEN ${outlook('false', `'SIGN_IN'`, `'SIGN_IN'`)}
    WHEN e.seats_held >= e.capacity THEN ${outlook('true', `'FULL'`, `'JOIN_WAITLIST'`)} ELSE ${outlook('true', 'null', `'ANSWER'`)} END`,
  desk: 'null',
  attendees: `(SELECT json_agg(json_build_object('name', a.name, 'personId', a.person_id, 'seats', a.seats, 'status', upper(a.status), 'said', '[]'::json) ORDER BY a.answered_at, a.id) FROM (SELECT r.id, r.person_id, p.name, r.status, r.seats, r.answered_at FROM rsvp r JOIN person p ON p.id = r.person_id WHERE r.event_id = e.id AND r.status IN ('going', 'maybe') AND NOT r.hidden ORDER BY r.answered_at, r.id LIMIT 50) a)`,
  hiddenAttendees: `(SELECT count(*) FROM rsvp r WHERE r.event_id = e.id AND r.status IN ('going', 'maybe') AND r.hidden)`,
  myRsvp: 'null',
  series: `(SELECT json_build_object('id', s.id) FROM series s WHERE s.id = e.series_id)`,
  can: `json_build_object('manageAnswers', false, 'update', false, 'cancel', false, 'restore', false, 'comment', false, 'respond', false, 'respondAsGuest', e.guest_rsvp AND e.status = 'scheduled' AND e.end_at > now(), 'seeAttendees', e.attendees_shown = 'public')`,
};
const eventRow = Object.entries(eventFields).map(([name, sql]) => `${sql} AS "${name}"`);

const event: Page = {
  name: 'Event',
  variables: (n) => ({
    id: `b0003000-0000-4000-8000-${((n * 7919) % sizes.events).toString(16).padStart(12, '0')}`,
  }),
  values: ({ id }) => [id!],
  sql: `SELECT json_build_object('event', (SELECT row_to_json(page) FROM (SELECT ${eventRow.join(', ')}) page),
    'eventProposals', (SELECT coalesce(json_agg(json_build_object('id', p.id)), '[]') FROM proposal p WHERE p.event_id = e.id AND p.status <> 'draft'),
    'eventMoney', json_build_object('currency', b.currency, 'fund', (SELECT json_build_object('id', f.id) FROM fund f WHERE f.book_id = b.id AND f.event_id = e.id AND f.closed_at IS NULL),
      'lines', (SELECT coalesce(json_agg(json_build_object('id', l.id)), '[]') FROM budget_line l WHERE l.book_id = b.id AND l.event_id = e.id),
      'spent', (SELECT coalesce(json_agg(json_build_object('minor', s.n::text, 'currency', s.currency)), '[]')
        FROM (SELECT x.currency, sum(x.total - x.waived) AS n FROM expense x WHERE x.event_id = e.id AND x.state IN ('APPROVED', 'PARTLY_PAID', 'PAID') GROUP BY x.currency) s), 'expenses', '[]'::json, 'over', null, 'ask', null, 'myTicket', null),
    'eventTasks', json_build_object('eventId', e.id, 'canManage', false, 'tasks', (SELECT coalesce(json_agg(json_build_object('id', t.id)), '[]') FROM task t WHERE t.event_id = e.id)),
    'eventDatePoll', (SELECT json_build_object('id', p.id) FROM date_poll p WHERE p.event_id = e.id),
    'eventSides', json_build_object('hosts', (SELECT coalesce(json_agg(json_build_object('id', x.id)), '[]') FROM event_host x WHERE x.event_id = e.id AND x.accepted_at IS NOT NULL),
      'photos', (SELECT coalesce(json_agg(json_build_object('id', f.id)), '[]') FROM event_photo f WHERE f.event_id = e.id),
      'summary', coalesce(k.body, ''), 'summaryHtml', coalesce(k.body_html, ''), 'summaryBy', w.name, 'canAddPhotos', false, 'isHost', false, 'publishAt', null)) AS data
    FROM event e JOIN folk_group g ON g.id = e.group_id JOIN person h ON h.id = e.author_id JOIN book b ON b.group_id = g.id LEFT JOIN event_summary k ON k.event_id = e.id LEFT JOIN person w ON w.id = k.author_id
    WHERE e.id = $1 AND e.status <> 'draft' AND e.visibility = 'public' AND g.visibility = 'open'`,
};

const group: Page = {
  name: 'Group',
  variables: (n) => ({ handle: handle(n), ...span }),
  values: (variables) => [variables['handle']!, variables['from']!, variables['to']!],
  sql: `SELECT json_build_object('group', ${groupParts},
    'groupEvents', json_build_object('nodes', (SELECT json_agg(json_build_object('id', e.id, 'title', e.title, 'status', upper(e.status), 'startAt', iso(e.start_at), 'endAt', iso(e.end_at),
        'startLocal', e.start_local, 'endLocal', e.end_local, 'allDay', e.all_day, 'zone', e.zone, 'placeName', e.place_name, 'locality', e.locality, 'kind', upper(e.kind), 'capacity', e.capacity, 'seatsHeld', e.seats_held, 'myStatus', null,
        'color', e.color, 'posterSeed', e.poster_seed, 'coverId', e.cover_id, 'groupName', g.name, 'groupHandle', g.handle, 'rhythm', null) ORDER BY e.start_at, e.id)
      FROM (SELECT * FROM event e WHERE e.group_id = g.id AND e.end_at >= $2 AND e.start_at < $3 AND e.status <> 'draft' AND e.visibility = 'public' ORDER BY e.start_at, e.id LIMIT 3) e)),
    'groupDatePolls', (SELECT coalesce(json_agg(json_build_object('id', p.id)), '[]') FROM date_poll p WHERE p.group_id = g.id AND p.status = 'open'),
    'groupProposals', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('id', p.id, 'number', p.number, 'title', p.title, 'status', upper(p.status), 'method', upper(p.method), 'template', upper(p.template),
        'secrecy', upper(p.secrecy), 'authorName', a.name, 'cast', (SELECT count(*) FROM ballot b WHERE b.proposal_id = p.id AND b.round = p.round AND b.is_current AND b.choice IS NOT NULL),
        'electors', (SELECT count(*) FROM elector x WHERE x.proposal_id = p.id), 'opensAt', iso(p.opens_at), 'closesAt', iso(p.closes_at), 'createdAt', iso(p.created_at), 'takenBack', NULL, 'needsMyVote', false, 'askedAgain', false,
        'verdict', (SELECT upper(r.verdict) FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1), 'execution', (SELECT upper(x.state) FROM execution x WHERE x.proposal_id = p.id),
        'groupName', g.name, 'groupHandle', g.handle) ORDER BY p.created_at DESC, p.id DESC), '[]')
      FROM (SELECT * FROM proposal p WHERE p.group_id = g.id AND p.status = 'open' ORDER BY p.created_at DESC, p.id DESC LIMIT 3) p JOIN person a ON a.id = p.author_id)),
    'groupNotices', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('id', n.id)), '[]') FROM notice n WHERE n.group_id = g.id AND n.status = 'posted')),
    'book', json_build_object('id', b.id, 'inHand', ${inHand})) AS data ${groupFrom}`,
};

const book: Page = {
  name: 'Book',
  variables: (n) => ({ handle: handle(n) }),
  values: (variables) => [variables['handle']!],
  sql: `SELECT json_build_object('group', ${groupParts}, 'bookCategories', json_build_object('id', b.id, 'names', (SELECT coalesce(json_agg(json_build_object('category', c.category, 'name', c.name) ORDER BY c.category), '[]') FROM book_category c WHERE c.book_id = b.id AND c.name IS NOT NULL)), 'book', json_build_object('id', b.id, 'entriesShown', (r.rules ->> 'book.entriesPublic')::boolean, 'entryCount', b.last_seq, 'headHash', encode(b.head_hash, 'hex'),
    'inHand', ${inHand}, 'advancesOut', '[]'::json,
    'funds', (SELECT json_agg(json_build_object('id', f.id, 'kind', f.kind, 'name', f.name, 'purpose', f.purpose, 'giver', null, 'eventId', f.event_id, 'balance', ${amount('w.credits - w.debits + u.n', 'a.currency')}, 'unpaid', ${amount('u.n', 'a.currency')},
        'held', ${amount('w.held', 'a.currency')}, 'available', ${amount('w.credits - w.debits - w.held', 'a.currency')}) ORDER BY f.kind <> 'general', f.name, f.id)
      FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN account_balance w ON w.account_id = a.id
      CROSS JOIN LATERAL (SELECT coalesce(sum(x.total - x.paid - x.waived), 0) AS n FROM expense x WHERE x.fund_id = f.id AND x.state IN ('APPROVED', 'PARTLY_PAID')) u WHERE f.book_id = b.id AND f.closed_at IS NULL),
    'lines', (SELECT coalesce(json_agg(json_build_object('id', l.id)), '[]') FROM budget_line l WHERE l.book_id = b.id),
    'months', (SELECT json_agg(json_build_object('month', to_char(m.month, 'YYYY-MM'), 'balance', ${amount('m.balance', 'm.currency')}, 'moneyIn', ${amount('m.money_in', 'm.currency')}, 'moneyOut', ${amount('m.money_out', 'm.currency')}, 'moved', ${amount('m.moved', 'm.currency')}) ORDER BY m.month, m.currency)
      FROM (SELECT k.month, a.currency, coalesce(-sum(k.debits - k.credits) FILTER (WHERE k.category LIKE 'income.%'), 0) AS money_in, coalesce(sum(k.debits - k.credits) FILTER (WHERE k.category LIKE 'expense.%'), 0) AS money_out,
          coalesce(-sum(k.debits - k.credits) FILTER (WHERE k.category IN ('opening', 'transfer', 'exchange')), 0) AS moved, sum(-sum(k.debits - k.credits)) OVER (PARTITION BY a.currency ORDER BY k.month) AS balance
        FROM ledger_account a JOIN account_month k ON k.account_id = a.id WHERE a.book_id = b.id AND a.class = 'FUND' GROUP BY 1, 2 ORDER BY 1 DESC LIMIT 24) m),
    'categories', (SELECT json_agg(json_build_object('category', c.category, 'amount', ${amount('c.n', 'c.currency')}) ORDER BY c.category, c.currency)
      FROM (SELECT k.category, a.currency, sum(k.credits - k.debits) AS n FROM ledger_account a JOIN account_month k ON k.account_id = a.id WHERE a.book_id = b.id AND a.class = 'FUND' GROUP BY 1, 2 HAVING sum(k.debits) <> sum(k.credits)) c),
    'hasOlder', b.last_seq > 20,
    'latest', (SELECT json_agg(json_build_object('id', e.id, 'seq', e.seq, 'date', e.effective_on, 'kind', e.kind, 'category', f.category, 'text', null, 'amount', ${amount('f.amount', 'f.currency')},
        'authorityKind', e.authority_kind, 'proposalId', null, 'proposalNumber', null, 'proposalTitle', null, 'eventId', null, 'eventTitle', null, 'expenseId', null, 'expenseNumber', null,
        'alone', null, 'receipts', 0, 'second', null, 'secondName', null, 'reversed', EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id), 'reversesId', e.reverses_id, 'hash', encode(e.hash, 'hex')) ORDER BY e.seq DESC)
      FROM ledger_entry e CROSS JOIN LATERAL (SELECT min(q.category) AS category, min(q.currency) AS currency, -sum(q.amount) AS amount FROM ledger_posting q WHERE q.entry_id = e.id AND q.category IS NOT NULL) f
      WHERE e.book_id = b.id AND e.seq > b.last_seq - 20),
    'can', json_build_object('export', false, 'openFund', false, 'recordContribution', false, 'reverse', false, 'submitExpense', false))) AS data ${groupFrom}`,
};

export const pages: readonly Page[] = [event, group, book];

/** The n-th request for a page, as the web sends it. */
export function shotOf(page: Page, n: number): Shot {
  return {
    path: '/graphql',
    body: JSON.stringify({
      query: webDocument(page.name),
      operationName: page.name,
      variables: page.variables(n),
    }),
  };
}
