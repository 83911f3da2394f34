import pg from 'pg';
import { rulebookOf } from '#libs/governance';

/** Where only the answers are compared, a twentieth of the data will do. */
const share = process.argv.includes('--agree') ? 20 : 1;

/** How much of everything the large data set has. */
export const sizes = {
  groups: 1000 / share,
  people: 20_000 / share,
  membersOfGroup: 40,
  events: 50_000 / share,
  rsvps: 1_000_000 / share,
  entries: 500_000 / share,
  proposals: 20_000 / share,
  /** More decisions of the first group, for its register. */
  oldProposals: 10_000 / share,
  /** More events of the first group and of the second, for their feeds. */
  feedEvents: [1000, 10_000],
} as const;

/** An id that is made of its place, so that rows can name each other without being read. `space` has four hexadecimal digits. */
const id = (space: string, n: string): string =>
  `('b${space}000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const group = (n: string): string => id('0001', n);
const person = (n: string): string => id('0002', n);
const event = (n: string): string => id('0003', n);
const book = (n: string): string => id('0004', n);
const account = (n: string): string => id('0005', n);
const entry = (n: string): string => id('0006', n);
const membership = (n: string): string => id('0007', n);

const proposal = (n: string): string => id('0008', n);

const perGroup = { events: sizes.events / sizes.groups, entries: sizes.entries / sizes.groups };
const perEvent = sizes.rsvps / sizes.events;

/** People spread over groups so that neighbours share some members, as in a town. */
const memberOf = (g: string, k: string): string => `((${g}) * 19 + (${k})) % ${sizes.people}`;

/** What the trigger would have given: the door's symbols, told apart within an event of up to 400 answers. */
const doorCode = (k: string): string => `'BCDF' || ${symbol(`${k} / 20`)} || ${symbol(`${k} % 20`)}`;
const symbol = (n: string): string => `substr('6789BCDFGHJKLMNPQRTW', 1 + ${n}, 1)`;

const steps: readonly { readonly what: string; readonly sql: string }[] = [
  {
    what: 'people',
    sql: `INSERT INTO person (id, name, signs_in) SELECT ${person('n')}, 'Person ' || n, true FROM generate_series(0, ${sizes.people - 1}) n`,
  },
  {
    what: 'groups',
    sql: `INSERT INTO folk_group (id, handle, name, summary, about, about_html, currency, zone, visibility, preset)
      SELECT ${group('n')}, 'group-' || n, 'Group ' || n, 'Neighbours of street ' || n, 'We meet on Fridays.', '<p>We meet on Fridays.</p>', 'EUR', 'Europe/Brussels', 'open', 'club'
      FROM generate_series(0, ${sizes.groups - 1}) n;
    INSERT INTO calendar_version (group_id) SELECT id FROM folk_group;
    INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash)
      SELECT gen_random_uuid(), id, 1, '${JSON.stringify(rulebookOf('club', 'open'))}', now() - interval '2 years', '{}', sha256('') FROM folk_group`,
  },
  {
    what: 'members',
    sql: `INSERT INTO membership (id, group_id, person_id)
      SELECT ${membership(`g * ${sizes.membersOfGroup} + k`)}, ${group('g')}, ${person(memberOf('g', 'k'))}
      FROM generate_series(0, ${sizes.groups - 1}) g, generate_series(0, ${sizes.membersOfGroup - 1}) k;
    INSERT INTO spell (membership_id, seq, standing, from_at, authority) SELECT id, 1, 'member', now() - interval '1 year', '{}' FROM membership;
    INSERT INTO duty (id, membership_id, kind, from_at, authority)
      SELECT gen_random_uuid(), ${membership(`g * ${sizes.membersOfGroup} + d.k`)}, d.kind, now() - interval '1 year', '{}'
      FROM generate_series(0, ${sizes.groups - 1}) g, (VALUES (0, 'steward'), (1, 'organiser'), (2, 'treasurer')) d (k, kind)`,
  },
  {
    // Half of a group's evenings have been, half are to come: a week lies between two.
    what: 'events',
    sql: `INSERT INTO event (id, group_id, author_id, title, body, body_html, start_local, end_local, zone, start_at, end_at, place_name, place_address,
        visibility, status, capacity, seats_held, location_shown, attendees_shown, poster_seed, color, ical_uid, published_at, summary, locality, kind, tags, access)
      SELECT ${event('n')}, ${group(`n / ${perGroup.events}`)}, ${person(memberOf(`n / ${perGroup.events}`, '1'))}, 'Evening ' || n || (ARRAY[' of song', ': repair café', ' in the Stadtgarten', ', board games'])[n % 4 + 1], 'Bring a **cup**.', '<p>Bring a <strong>cup</strong>.</p>',
        to_char(t.day, 'YYYY-MM-DD"T"19:00:00'), to_char(t.day, 'YYYY-MM-DD"T"22:00:00'), 'Europe/Brussels',
        (to_char(t.day, 'YYYY-MM-DD') || ' 19:00 Europe/Brussels')::timestamptz, (to_char(t.day, 'YYYY-MM-DD') || ' 22:00 Europe/Brussels')::timestamptz,
        'Old bakery', 'Mill street ' || n % 90, 'public', 'scheduled', ${perEvent}, ${perEvent}, 'everyone', 'public', n, '#0b6a48', 'evening-' || n || '@bench', now() - interval '30 days',
        'Everybody is welcome.', 'Town ' || n % 300, CASE WHEN n % 20 = 0 THEN 'online' ELSE 'in_person' END, ARRAY['evening', 'tag-' || n % 500], json_build_object('stepFree', (ARRAY['yes', 'no'])[n % 2 + 1])
      FROM generate_series(0, ${sizes.events - 1}) n, LATERAL (SELECT current_date + ((n % ${perGroup.events}) - ${perGroup.events / 2}) * 7 + n % 5 AS day) t`,
  },
  ...sizes.feedEvents.map((events, at) => ({
    what: 'a long calendar',
    sql: `INSERT INTO event (id, group_id, author_id, title, body, body_html, start_local, end_local, zone, start_at, end_at, place_name, visibility, status, location_shown, attendees_shown, poster_seed, color, ical_uid)
      SELECT ${event(`${sizes.events + at * 100_000} + n`)}, ${group(String(at))}, ${person('0')}, 'Rehearsal ' || n, 'The piano is in the back room.', '', to_char(t.day, 'YYYY-MM-DD"T"10:00:00'), to_char(t.day, 'YYYY-MM-DD"T"11:30:00'), 'Europe/Brussels',
        (to_char(t.day, 'YYYY-MM-DD') || ' 10:00 Europe/Brussels')::timestamptz, (to_char(t.day, 'YYYY-MM-DD') || ' 11:30 Europe/Brussels')::timestamptz, 'Old bakery',
        'public', 'scheduled', 'everyone', 'public', n, '#0b6a48', 'rehearsal-${at}-' || n || '@bench'
      FROM generate_series(1, ${events}) n, LATERAL (SELECT current_date + n / ${events / 500} AS day) t`,
  })),
  {
    what: 'RSVPs',
    sql: `INSERT INTO rsvp (id, event_id, person_id, code, status, seats, answered_at)
      SELECT gen_random_uuid(), ${event('e')}, ${person(memberOf(`e / ${perGroup.events}`, 'k'))}, ${doorCode('k')}, 'going', 1, now() - interval '30 days' + k * interval '1 minute'
      FROM generate_series(0, ${sizes.events - 1}) e, generate_series(0, ${perEvent - 1}) k`,
  },
  {
    // The first tenth is open, the rest closed; every third did not pass, every fifth has something to carry out.
    what: 'decisions',
    sql: `INSERT INTO proposal (id, group_id, number, author_id, title, body, template, method, options, reasons, quorum, threshold, compare, status, rules, rules_hash, show_results, opens_at, closes_at, closed_at, counted_at)
      SELECT ${proposal('n')}, ${group('t.g')}, n, ${person(memberOf('t.g', '1'))}, 'Proposal ' || n || (ARRAY[' for a kettle', ': paint the hall', ' about the Stadtgarten'])[n % 3 + 1], 'It costs **' || n || '**.', 'consent', 'consent',
        '[{"id":"consent","role":"yes","label":"","meaning":""},{"id":"object","role":"block","label":"","meaning":""}]', 'required_for_block', '1/3', '0/1', 'gt',
        CASE WHEN t.open THEN 'open' ELSE 'closed' END, '{}', sha256(''), 'after_own', t.at - interval '7 days', t.at, CASE WHEN NOT t.open THEN t.at END, CASE WHEN NOT t.open THEN t.at END
      FROM generate_series(0, ${sizes.proposals + sizes.oldProposals - 1}) n, LATERAL (SELECT CASE WHEN n < ${sizes.proposals} THEN n % ${sizes.groups} ELSE 0 END AS g, n < ${sizes.proposals / 10} AS open,
        CASE WHEN n < ${sizes.proposals / 10} THEN date_trunc('day', now()) + interval '5 days' ELSE date_trunc('day', now()) - n * interval '1 hour' END AS at) t;
    INSERT INTO result (proposal_id, run, engine, input_digest, verdict, output) SELECT id, 1, 'bench', sha256(''), CASE WHEN number % 3 = 0 THEN 'failed' ELSE 'passed' END, '{}' FROM proposal WHERE status = 'closed';
    INSERT INTO effect (proposal_id, idx, kind, payload) SELECT id, 1, 'proposal.draft', '{}' FROM proposal WHERE number % 5 = 0;
    INSERT INTO execution (proposal_id, state, not_before, executed_at) SELECT p.id, 'done', p.closed_at, p.closed_at FROM proposal p JOIN effect f ON f.proposal_id = p.id JOIN result r ON r.proposal_id = p.id AND r.verdict = 'passed';
    INSERT INTO elector (proposal_id, person_id) SELECT p.id, m.person_id FROM proposal p JOIN membership m ON m.group_id = p.group_id WHERE p.number < ${sizes.proposals};
    INSERT INTO ballot (id, proposal_id, person_id, round, text_version, choice, cast_at) SELECT gen_random_uuid(), e.proposal_id, e.person_id, 1, 1, '{"option":"consent"}', p.opens_at FROM elector e JOIN proposal p ON p.id = e.proposal_id
      WHERE ('x' || right(e.person_id::text, 4))::bit(16)::int % 2 = 0`,
  },
  {
    what: 'books',
    sql: `INSERT INTO book (id, group_id, currency) SELECT ${book('g')}, ${group('g')}, 'EUR' FROM generate_series(0, ${sizes.groups - 1}) g;
    INSERT INTO ledger_account (id, book_id, class, path, currency, exponent)
      SELECT ${account('g * 2 + a.k')}, ${book('g')}, a.class::account_class, a.path, 'EUR', 2
      FROM generate_series(0, ${sizes.groups - 1}) g, (VALUES (0, 'HOLDING', 'assets:bank:main'), (1, 'FUND', 'equity:fund:general')) a (k, class, path);
    INSERT INTO fund (id, book_id, kind, name, account_id) SELECT gen_random_uuid(), ${book('g')}, 'general', 'General', ${account('g * 2 + 1')} FROM generate_series(0, ${sizes.groups - 1}) g`,
  },
  {
    // Three gifts of 10.00 to one expense of 20.00, in true chains: one round gives each book its next entry.
    what: 'entries',
    sql: `DO $$ BEGIN FOR i IN 1..${perGroup.entries} LOOP
      INSERT INTO ledger_entry (id, book_id, seq, effective_on, posted_at, kind, actor_id, authority_kind, authority_id, text_commit, idempotency_key, request_hash, lines, canonical, prev_hash, hash)
        SELECT ${entry(`g * ${perGroup.entries} + i - 1`)}, ${book('g')}, i, current_date - ((${perGroup.entries} - i) * 1.4)::int, now(), 'contribution', ${person('g')}, 'DUTY', ${person('g')},
          sha256(decode(repeat('00', 16), 'hex') || convert_to('Entry ' || i, 'UTF8')), i::text, sha256(''), 2, convert_to(g || ':' || i, 'UTF8'),
          coalesce(p.hash, decode(repeat('00', 32), 'hex')), sha256(coalesce(p.hash, decode(repeat('00', 32), 'hex')) || convert_to(g || ':' || i, 'UTF8'))
        FROM generate_series(0, ${sizes.groups - 1}) g LEFT JOIN ledger_entry p ON p.book_id = ${book('g')} AND p.seq = i - 1;
    END LOOP; END $$;
    INSERT INTO ledger_entry_text (entry_id, salt, description) SELECT id, decode(repeat('00', 16), 'hex'), 'Entry ' || seq FROM ledger_entry;
    INSERT INTO ledger_posting (entry_id, line, book_id, account_id, currency, amount, category)
      SELECT e.id, s.line, e.book_id, a.id, 'EUR', s.sign * CASE WHEN e.seq % 4 = 0 THEN -2000 ELSE 1000 END,
        CASE WHEN s.class = 'FUND' THEN CASE WHEN e.seq % 4 = 0 THEN 'expense.food' ELSE 'income.contributions' END END
      FROM ledger_entry e CROSS JOIN (VALUES (1, 'HOLDING', 1), (2, 'FUND', -1)) s (line, class, sign)
      JOIN ledger_account a ON a.book_id = e.book_id AND a.class = s.class::account_class`,
  },
  {
    what: 'running totals',
    sql: `INSERT INTO account_balance (account_id, class, debits, credits, overdraft_limit, last_seq)
      SELECT a.id, a.class, sum(greatest(p.amount, 0)), sum(greatest(-p.amount, 0)), 0, ${perGroup.entries} FROM ledger_account a JOIN ledger_posting p ON p.account_id = a.id GROUP BY a.id;
    INSERT INTO account_month (account_id, month, category, debits, credits)
      SELECT q.account_id, date_trunc('month', e.effective_on)::date, coalesce(q.category, ''), sum(greatest(q.amount, 0)), sum(greatest(-q.amount, 0)) FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id GROUP BY 1, 2, 3;
    UPDATE book b SET last_seq = e.seq, head_hash = e.hash FROM ledger_entry e WHERE e.book_id = b.id AND e.seq = ${perGroup.entries}`,
  },
];

/**
 * Fills a migrated, empty PostgreSQL with the large data set. The rows bypass the triggers, as a restore does, and are made so that the
 * audit view of the ledger stays empty. Takes about a minute.
 */
export async function fillLarge(url: string, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
    for (const { what, sql } of steps) {
      say(`making ${what}`);
      await client.query(sql);
    }
    await client.query('VACUUM (ANALYZE)');
    const { rows } = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM (SELECT what FROM ledger_violations UNION ALL SELECT what FROM month_violations) v WHERE what NOT IN ('chain', 'text')`,
    );
    if (rows[0]!.n !== '0') throw new Error(`the ledger of the data set has ${rows[0]!.n} violations`);
  } finally {
    await client.end();
  }
}
