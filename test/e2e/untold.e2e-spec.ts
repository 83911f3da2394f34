import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, startWorldOn } from '../support/engines.ts';
import { houses, isRanked, titleOf, type Vote, votes } from '../support/twin-votes.ts';
import { counts, type Role, roles, type Twin, twin } from '../support/twins.ts';
import { askAll, type Asked, everyQuery, type ValuesOf } from '../support/whole-schema.ts';
import type { World } from '../support/world.ts';

// What must not be told (decisions.md 16.4): two worlds are alike in everything but in what three people have voted. Whoever may not know
// it must be told the same in both, by every query of the schema with every field of it, every page, feed, file and mail, and by the stream
// of open pages. Who may know it is told something else: so the comparison would see a leak. The twins run on different databases.
const other = engines.at(-1)!;

/** Ask no more of a vote than what the asker has put in. */
const skipped = new Set(['previewEffects', 'previewSeries', 'textPreview', 'keptMails']);
const valuesIn = ({ groups, events, proposals, tokens }: Twin): ValuesOf => {
  const filters = [
    ...['NEEDS_ME', 'OPEN', 'PASSED', 'TAKEN_BACK', 'NOT_PASSED', 'WITHDRAWN', 'REVIEW_DUE'].map((state) => ({
      state,
    })),
    ...['ANY', 'FAILED'].map((effects) => ({ effects })),
    ...['canary', 'yes'].map((words) => ({ words })),
  ];
  const nobody = '00000000-0000-4000-8000-000000000000';
  const values: Readonly<Record<string, readonly unknown[]>> = {
    handle: houses.map(({ handle }) => handle),
    groupId: groups,
    eventId: events,
    'groupProposals.filter': [null, ...filters],
    // It is read by the conditions of the one above.
    'groupRegister.filter': [null, { words: 'canary' }],
    'findEvents.filter': [{}],
    'comments.kind': ['PROPOSAL'],
    'event.id': events,
    'expense.id': [nobody],
    'datePoll.id': [nobody],
    'cardPayment.id': [nobody],
    'contributions.filter': ['ALL'],
    year: [2026],
    'bookReport.from': ['2026-01-01'],
    'bookReport.until': ['2026-12-31'],
    'spentBefore.from': ['2026-01-01'],
    'spentBefore.until': ['2026-12-31'],
    'groupEvents.from': [new Date(Date.now()).toISOString()],
    'groupEvents.to': [new Date(Date.now() + 2e9).toISOString()],
    figure: [{ kind: 'OUT', currency: 'EUR' }],
    statuses: [['GOING']],
    'ballotByLink.token': [...tokens.values()],
    token: ['x'],
    first: [5],
  };
  // What is about votes is asked of each of them, whatever else takes an id with that of one.
  const isAboutVotes = (words: string): boolean => /proposal|ballot|comments|executions|objection/i.test(words);
  const ids = (field: string, name: string): readonly string[] =>
    isAboutVotes(`${field} ${name}`) ? proposals : proposals.slice(0, 1);
  return (field, { name, type }) =>
    values[`${field}.${name}`] ?? values[name] ?? (type === 'ID!' ? ids(field, name) : []);
};

const members: readonly Role[] = ['late', 'silent', 'voter', 'author', 'organiser', 'steward'];
const isMember = (role: Role): boolean => members.includes(role);
const readsGroup = (role: Role, { group }: Vote): boolean => group === 'OPEN' || isMember(role);
const seesWhileOpen = (role: Role, { results, status, differs, isSecret }: Vote): boolean => {
  if (differs === 'words') return role === 'author' || (status === 'ANNOUNCED' && isMember(role));
  if (isSecret || status !== 'OPEN' || !isMember(role)) return false;
  return results === 'LIVE' || (results === 'AFTER_OWN' && role === 'voter');
};
const seesWhenClosed = (role: Role, vote: Vote): boolean => {
  if (vote.differs === 'words') return seesWhileOpen(role, vote);
  if (vote.status !== 'OPEN') return false;
  return vote.differs === 'tally' ? readsGroup(role, vote) : isMember(role) && !vote.isSecret;
};

/** The files of a closed vote that say what differs. */
function filesOf(role: Role, vote: Vote, n: number): string[] {
  if (vote.status !== 'OPEN' || !readsGroup(role, vote)) return [];
  const isSum = vote.differs === 'tally';
  return [
    ...(isSum ? ['decision.json'] : []),
    ...(isSum && vote.isSecret ? ['board.json'] : []),
    ...(isMember(role) && !vote.isSecret ? ['ballots.csv'] : []),
    ...(isSum && isRanked(n) ? ['ballots.blt'] : []),
  ].map((file) => `/p/${titleOf(n)}/${file}`);
}

describe('what is told of votes', { timeout: 120_000 }, () => {
  const worlds: World[] = [];
  let twins: readonly [Twin, Twin];
  let wholes: readonly Asked[][];

  beforeAll(async () => {
    for (const engine of ['PGlite', other] as const) worlds.push(await startWorldOn(engine, { FOLKMOOT_ROLE: 'web' }));
    twins = await Promise.all([twin(worlds[0]!, 0), twin(worlds[1]!, 1)]);
    wholes = twins.map((one) => everyQuery(valuesIn(one), skipped));
  }, 120_000);
  afterAll(async () => {
    for (const world of worlds) await world.stop();
  });

  /** Where the two worlds tell a role something else, by the queries that are chosen. */
  async function differing(by: readonly Role[], chosen: (asked: Asked, role: Role) => boolean): Promise<string[]> {
    const found: string[] = [];
    for (const role of by) {
      const queries = wholes.map((whole) => whole.filter((asked) => chosen(asked, role)));
      const [left, right] = await Promise.all(
        twins.map(async ({ people, plain }, side) =>
          (await askAll(people[role], queries[side]!)).map((text) => sorted(plain(text))),
        ),
      );
      queries[0]!.forEach(({ field, args }, n) => {
        const name = twins[0].plain([field, ...args.map(({ value }) => JSON.stringify(value))].join(' '));
        if (left![n] !== right![n]) shows(role, name, left![n]!, right![n]!);
        if (left![n]!.includes('"INTERNAL"')) throw new Error(`${name}: ${left![n]}`);
        if (left![n] !== right![n]) found.push(`${role}: ${name}`);
      });
    }
    return found;
  }
  const pages = ({ proposals, events, tokens }: Twin): string[] => [
    ...proposals.flatMap((id) =>
      ['', '/decision.json', '/decision.md', '/board.json', '/ballots.csv', '/ballots.blt'].map(
        (file) => `/p/${id}${file}`,
      ),
    ),
    ...houses.flatMap(({ handle }) =>
      ['', '/decisions', '/events.ics', '/events.atom', '/events.json'].map((path) => `/g/${handle}${path}`),
    ),
    '/find.ics',
    '/find.atom',
    '/find.json',
    '/explore',
    '/sitemap.xml',
    ...events.flatMap((id) => [`/e/${id}`, `/e/${id}.ics`]),
    ...[...tokens.values()].map((token) => `/vote/${token}`),
  ];
  async function differingFiles(by: readonly Role[]): Promise<string[]> {
    const found: string[] = [];
    const paths = twins.map((one) => pages(one));
    for (const role of by) {
      const own = twins.map(({ feeds }) =>
        feeds.has(role)
          ? ['my', 'groups', 'deadlines', 'g/riverside', 'g/weir'].map((feed) => `${feeds.get(role)!}/${feed}.ics`)
          : [],
      );
      for (const [n, path] of [...paths[0]!, ...own[0]!].entries()) {
        const [left, right] = await Promise.all(
          twins.map(async ({ people, plain }, side) => {
            const answer = await people[role].fetch([...paths[side]!, ...own[side]!][n]!);
            return `${answer.status} ${sorted(plain(await answer.text()))}`;
          }),
        );
        if (left !== right) shows(role, path, left!, right!);
        if (left !== right) found.push(`${role}: ${twins[0].plain(path)}`);
      }
    }
    return found;
  }
  /** The page of each vote to each role, and the text of one that is announced. */
  const pagesOf = (by: readonly Role[], sees: (role: Role, vote: Vote) => boolean): string[] =>
    by.flatMap((role) =>
      [...votes.entries()]
        .filter(([, vote]) => sees(role, vote))
        .flatMap(([n, { status }]) => [
          `${role}: proposal "${titleOf(n)}"`,
          ...(status === 'ANNOUNCED' && !alike.includes(role) ? [`${role}: proposalTexts "${titleOf(n)}"`] : []),
        ]),
    );
  const mails = async (): Promise<string[][]> =>
    Promise.all(
      twins.map(async ({ world, plain }) => {
        const all = await world.database.reads.query<{ mail: string }[]>(
          `SELECT concat_ws(E'\\n', recipient, subject, text_body, html_body, calendar) AS mail FROM mail WHERE subject LIKE '%Question-%' ORDER BY recipient, subject, text_body`,
        );
        return all.map(({ mail }) => plain(mail)).toSorted();
      }),
    );

  const wholly: readonly Role[] = ['visitor', 'silent', 'organiser'];
  /** Who may do no more than another: asked for the votes and the lists of them. */
  const alike: readonly Role[] = ['stranger', 'applicant', 'operator', 'author', 'steward'];
  const isList = ({ field, args }: Asked): boolean =>
    /^(proposal|groupProposals|eventProposals|group|needsMyVote)$/.test(field) &&
    !args.some(({ name, value }) => name === 'filter' && value);
  const named = (of: (vote: Vote) => boolean): string[] => votes.flatMap((vote, n) => (of(vote) ? [titleOf(n)] : []));
  const isAbout = (titles: readonly string[]) => (text: string) => titles.some((title) => text.includes(title));
  const ofNames = named(({ differs }) => differs === 'names');
  const ofWords = isAbout(named(({ differs }) => differs === 'words'));
  const ofBallots = (text: string): boolean => !ofWords(text);

  test('the twins have what may be told wrongly: a link a vote, mails, hints of the stream', async () => {
    expect(twins[0].tokens.size).toBe(named(({ differs, isSecret }) => differs !== 'words' && !isSecret).length);
    expect(twins[0].told.length).toBeGreaterThanOrEqual(twins[0].tokens.size);
    expect((await mails())[0]!.length).toBeGreaterThan(votes.length);
  });

  test('while it is open: by the page, to whom the results are shown, and by nothing else', async () => {
    const all = await differing(
      roles,
      (asked, role) => wholly.includes(role) || (alike.includes(role) ? isList(asked) : asked.reaches),
    );
    expect(all.toSorted()).toEqual(pagesOf(roles, seesWhileOpen).toSorted());
  });
  test('while it is open: by no page, feed or file, no mail, and not by the stream', async () => {
    expect(await differingFiles(['visitor', 'former', 'late', 'voter', 'steward'])).toEqual([]);
    const [left, right] = (await mails()).map((all) => all.filter(ofBallots));
    expect(left).toEqual(right);
    expect(twins[0].told).toEqual(twins[1].told);
  });

  test('when it is over and not counted yet: by nothing', async () => {
    for (const { world } of twins) {
      await world.database.reads.query(`CREATE FUNCTION not_yet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.status = 'closed' THEN RAISE EXCEPTION 'not yet' USING ERRCODE = '55P03'; END IF; RETURN NEW; END $$`);
      await world.database.reads.query(
        'CREATE TRIGGER not_yet BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION not_yet()',
      );
      await world.clockPasses('6 hours');
    }
    const by = ['visitor', 'former', 'silent', 'voter'] as const;
    expect((await differing(by, ({ reaches }) => reaches)).filter(ofBallots)).toEqual([]);
    expect(await differingFiles(['voter'])).toEqual([]);
    for (const { world } of twins) await world.database.reads.query('DROP TRIGGER not_yet ON proposal');
  });

  test('when it has closed: the sums to whom reads the group, who voted what to its members', async () => {
    for (const one of twins) {
      await one.world.clockPasses('6 hours');
      await counts(one);
    }
    const secret = [...votes.keys()].filter((n) => votes[n]!.isSecret && votes[n]!.differs === 'tally');
    const pages = await differing(roles, ({ field }) => field === 'proposal');
    expect(pages).toEqual(pagesOf(roles, seesWhenClosed).filter((one) => one.includes(': proposal ')));
    const by: readonly Role[] = ['visitor', 'voter'];
    expect(await differing(by, ({ field }) => field === 'ballotBoard' || field === 'ballotByLink')).toEqual(
      by.flatMap((role) =>
        secret.filter((n) => readsGroup(role, votes[n]!)).map((n) => `${role}: ballotBoard "${titleOf(n)}"`),
      ),
    );
    // Nobody outside is told of the group that is closed, nor of names, by anything.
    const toFormer = await differing(['former'], ({ reaches }) => reaches);
    expect(toFormer.filter(isAbout([...ofNames, ...named(({ group }) => group === 'CLOSED'), 'weir']))).toEqual([]);

    const readers: readonly Role[] = ['visitor', 'former', 'voter'];
    expect(await differingFiles(readers)).toEqual(
      readers.flatMap((role) => votes.flatMap((vote, n) => filesOf(role, vote, n).map((file) => `${role}: ${file}`))),
    );
    const [left, right] = (await mails()).map((all) => all.filter(isAbout(ofNames)));
    expect(left!.length).toBeGreaterThan(members.length);
    expect(left).toEqual(right);
  });
});

/** Where two texts part, for whoever looks for a leak: `SHOW=1 npx vitest run …`. */
function shows(role: string, name: string, left: string, right: string): void {
  let at = 0;
  while (left[at] === right[at]) at += 1;
  if (process.env['SHOW'])
    console.log(
      role,
      name,
      '\n',
      left.slice(Math.max(0, at - 90), at + 60),
      '\n',
      right.slice(Math.max(0, at - 90), at + 60),
    );
}

/** An answer whose ballots stand in an order that does not depend on the names they were given by chance. */
function sorted(text: string): string {
  if (!text.includes('"ballots"')) return text;
  try {
    return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === 'ballots' ? inOrder(value) : value)));
  } catch {
    return text;
  }
}

/** The ballots of a file have a reference of their own, which is chance. */
function inOrder(ballots: unknown): unknown {
  if (!Array.isArray(ballots)) return ballots;
  return ballots.map((ballot: object) => JSON.stringify({ ...ballot, ref: null })).toSorted();
}
