// Counting: every method in ballots a second, the packed count against the plain one and a bare pass over the same bytes, and a vote of 10,000 closed by
// the product itself. Alone, without the product: `node --conditions=source test/bench/tally.ts`.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Ballot,
  type Choice,
  count,
  countPacked,
  defaultSettings,
  type MethodName,
  methods,
  type Packed,
  packRankings,
  type PackedRow,
  type Rules,
  toPlain,
} from '#libs/voting';
import { canonicalJson } from '#libs/log';
import type { Report } from './calendar.ts';
import type { Ring } from './events.ts';
import { committeeRows } from './tally-committees.ts';
import { dice, idsOf, rankings, reportHere, took, whole } from './tally-draws.ts';

const MB = 1024 * 1024;

const asBallots = (rows: readonly PackedRow[], ids: readonly string[]): Ballot[] =>
  rows.map((row) => ({ choice: { ranking: row.map((place) => [ids[place]!]) } }));

function rulesFor<N extends MethodName>(method: N, options: number, settings: object = {}): Rules<N> {
  const usual = defaultSettings[method];
  const of = { options: idsOf(options).map((id) => ({ id })), rule: {}, reasons: 'off' };
  return { method, ...of, settings: usual || settings ? { ...usual, ...settings } : null } as unknown as Rules<N>;
}

/** What a count cannot do without: every byte looked at once. */
function barePass({ ranks }: Packed): number {
  let sum = 0;
  for (let at = 0; at < ranks.length; at += 1) sum += ranks[at]!;
  return sum;
}

const ranked = [
  ['schulze', {}],
  ['ranked_pairs', {}],
  ['irv', {}],
  ['stv_scottish', { seats: 5 }],
] as const;

/** Above so many ballots times options only the packed count runs: the plain one takes minutes. */
const PLAIN_TO = 1_000_000;
/** Where the packed count has to be so many times as quick as the plain one. */
const LARGE = { ballots: 100_000, times: 20 };

interface Election {
  readonly rows: readonly PackedRow[];
  readonly packed: Packed;
  readonly plain: readonly { count: bigint; choice: Choice; isObjectionOpen: boolean }[] | null;
}

function election(ballots: number, options: number): Election {
  const rows = rankings(ballots, options);
  const packed = packRankings(idsOf(options), rows);
  const plain = ballots * options <= PLAIN_TO ? asBallots(rows, packed.ids) : null;
  return {
    rows,
    packed,
    plain: plain?.map(({ choice }) => ({ count: 1n, choice: choice!, isObjectionOpen: true })) ?? null,
  };
}

/** One method over one election: both counts, and whether they say the same in every figure. */
function counted(
  [method, settings]: (typeof ranked)[number],
  { rows, packed, plain }: Election,
): { ours: number; theirs: number | null; isEqual: boolean } {
  const rules = rulesFor(method as 'irv', packed.ids.length, settings);
  const electors = BigInt(rows.length);
  let [said, expected]: unknown[] = [];
  const ours = took(3, () => (said = countPacked(rules, packed, electors)));
  if (!plain) return { ours, theirs: null, isEqual: true };
  const theirs = took(1, () => (expected = methods[rules.method].count(rules, plain, { electors, tieOrder: null })));
  const text = (result: unknown): string => canonicalJson(toPlain(result) as object);
  return { ours, theirs, isEqual: text(said) === text(expected) };
}

/** Rankings. The packed count comes to what the plain one says, in every figure, and beats it twenty times at 100,000. */
function ranking({ head, row, text }: Report): void {
  text('');
  text('## Counting rankings');
  text('');
  const cells = ['packed, ms', 'ballots a second', 'plain, ms', 'times', 'one pass, ms', 'bytes a ballot'];
  head('method', 'ballots × options', ...cells, 'holds (equal; ≥ 20 times at 100,000)');
  for (const options of [10, 50])
    for (const ballots of [1000, 100_000, 1_000_000]) {
      const of = election(ballots, options);
      const bytes = (of.packed.ranks.byteLength + of.packed.offsets.byteLength) / ballots;
      const pass = took(5, () => barePass(of.packed));
      for (const one of ranked) {
        const { ours, theirs, isEqual } = counted(one, of);
        const isQuick = theirs === null || ballots < LARGE.ballots || theirs >= LARGE.times * ours;
        const size = `${whole(ballots)} × ${options}`;
        const plain = theirs === null ? ['', ''] : [theirs.toFixed(0), (theirs / ours).toFixed(0)];
        const rate = whole((ballots / ours) * 1000);
        row([one[0], size, ours.toFixed(1), rate, ...plain, pass.toFixed(1), bytes.toFixed(1)], isEqual && isQuick);
      }
    }
}

const sums: readonly (readonly [
  MethodName,
  object,
  (roll: (sides: number) => number, ids: readonly string[]) => Choice,
])[] = [
  ['plurality', { seats: 1 }, (roll, ids) => ({ option: ids[roll(ids.length)]! })],
  ['approval', { seats: 1, min: 1, max: null }, (roll, ids) => ({ options: ids.filter(() => roll(3) === 0) })],
  ['score', { seats: 1, max: 5 }, (roll, ids) => ({ points: Object.fromEntries(ids.map((id) => [id, roll(6)])) })],
  [
    'dot_vote',
    { seats: 1, dots: 8, spend: 'at_most' },
    (roll, ids) => ({ points: { [ids[roll(ids.length)]!]: 5, [ids[0]!]: 3 } }),
  ],
];

/** Sums, counted plainly: a million ballots in objects are what the database would give. */
function summing({ head, row, text }: Report): void {
  text('');
  text('## Counting sums');
  text('');
  head('method', 'ballots × options', 'ms', 'ballots a second');
  for (const [method, settings, draw] of sums)
    for (const [ballots, options] of [
      [1000, 10],
      [100_000, 10],
      [100_000, 50],
      [1_000_000, 10],
    ] as const) {
      const roll = dice(ballots + options);
      const ids = idsOf(options);
      const votes = Array.from({ length: ballots }, (): Ballot => ({ choice: draw(roll, ids) }));
      const rules = rulesFor(method, options, settings);
      const ms = took(ballots > 1000 ? 1 : 5, () => count(rules, votes, BigInt(ballots)));
      row([method, `${whole(ballots)} × ${options}`, ms.toFixed(1), whole((ballots / ms) * 1000)]);
    }
}

/** Bytes of the heap that something still needs: what nobody needs any more is let go of first, else an earlier row's ballots count as less than nothing. */
function heapHeld(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** What a million rankings hold in memory, packed and as objects. */
function holding({ head, row, text }: Report): void {
  const rows = rankings(1_000_000, 10);
  const packed = packRankings(idsOf(10), rows);
  const bytes = packed.ranks.byteLength + packed.offsets.byteLength;
  const before = heapHeld();
  const ballots = asBallots(rows, packed.ids);
  const objects = heapHeld() - before;
  text('');
  text('## Memory of 1,000,000 × 10');
  text('');
  head('packed', 'as objects', 'times', 'holds (≥ 10)');
  row(
    [`${(bytes / MB).toFixed(1)} MB`, `${(objects / MB).toFixed(0)} MB`, (objects / bytes).toFixed(0)],
    objects / bytes >= 10,
  );
  if (ballots.length !== 1_000_000) throw new Error('a ballot was lost');
}

/** Everything that needs no product. */
export function tallyRows(report: Report): void {
  ranking(report);
  summing(report);
  holding(report);
  committeeRows(report);
}

const PROPOSAL = 'b0090000-0000-4000-8000-000000000001';
const VOTERS = 10_000;

/** A ranked vote of 10,000 in the large data set, closed by the running product: from the first look at it after its end to its result. */
export async function closingRows({ fighters, database }: Ring, { head, row, text }: Report): Promise<void> {
  const ids = idsOf(10);
  const options = JSON.stringify(ids.map((id) => ({ id, label: id, meaning: '' })));
  const rules = JSON.stringify(rulesFor('schulze', 10));
  const ballots = rankings(VOTERS, 10).map((places) =>
    JSON.stringify({ ranking: places.map((place) => [ids[place]]) }),
  );
  await database.query("SET session_replication_role = 'replica'");
  await database.query(
    `INSERT INTO proposal (id, group_id, number, author_id, title, body, template, method, settings, options, reasons, quorum, status, rules, rules_hash, show_results, opens_at, closes_at)
     SELECT $1, group_id, 1000000, author_id, 'Ten thousand', '', 'ranked', 'schulze', '{}', $2, 'off', '0/1', 'open', $3, sha256(''), 'after_close', now() - interval '1 day', now() + interval '1 second' FROM proposal WHERE number = 0`,
    [PROPOSAL, options, rules],
  );
  await database.query(
    'INSERT INTO elector (proposal_id, person_id) SELECT $1, id FROM (SELECT id FROM person ORDER BY id LIMIT $2) p',
    [PROPOSAL, VOTERS],
  );
  await database.query(
    `INSERT INTO ballot (id, proposal_id, person_id, round, text_version, choice, cast_at) SELECT gen_random_uuid(), $1, e.person_id, 1, 1, c.choice, now()
     FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS n FROM elector WHERE proposal_id = $1) e JOIN unnest($2::jsonb[]) WITH ORDINALITY c (choice, n) ON c.n = e.n`,
    [PROPOSAL, ballots],
  );
  await database.query("SET session_replication_role = 'origin'");
  await database.query(
    'SELECT pg_sleep(greatest(0, extract(epoch FROM closes_at - clock_timestamp()))::float8) FROM proposal WHERE id = $1',
    [PROPOSAL],
  );
  const began = performance.now();
  const look = JSON.stringify({ query: `{ proposal(id: "${PROPOSAL}") { status } }` });
  await fetch(`${fighters.product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-folkmoot': '1' },
    body: look,
  });
  const isOpen = async (): Promise<boolean> =>
    (await database.query<{ status: string }>('SELECT status FROM proposal WHERE id = $1', [PROPOSAL])).rows[0]!
      .status === 'open';
  while ((await isOpen()) && performance.now() - began < 60_000) await new Promise((done) => setTimeout(done, 5));
  const ms = performance.now() - began;
  const { rows } = await database.query<{ cast: string }>(
    `SELECT output #>> '{turnout,cast}' AS cast FROM result WHERE proposal_id = $1`,
    [PROPOSAL],
  );
  text('');
  text('## Closing a vote');
  text('');
  head('ballots × options', 'from its end to its result, ms', 'ballots a second', 'holds (≤ 3 s, all counted)');
  row(
    [`${whole(VOTERS)} × 10`, whole(ms), whole((VOTERS / ms) * 1000)],
    ms <= 3000 && rows[0]?.cast === String(VOTERS),
  );
}

if (import.meta.main) tallyRows(reportHere);
