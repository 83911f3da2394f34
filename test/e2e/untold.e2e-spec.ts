import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, startWorldOn } from '../support/engines.ts';
import { counts, type Role, roles, titleOf, type Twin, twin, type Vote, votes } from '../support/twins.ts';
import { askAll, type Asked, everyQuery, type ValuesOf } from '../support/whole-schema.ts';
import type { World } from '../support/world.ts';

// What must not be told (decisions.md 16.4): two worlds are alike in everything but in what three people have voted. Whoever may not know
// it must be told the same in both, by every query of the schema with every field of it, every page, feed, file and mail, and by the stream
// of open pages. Who may know it is told something else: so the comparison would see a leak. The twins run on different databases.
const other = engines.at(-1)!;

/** Ask no more of a vote than what the asker has put in. */
const skipped = new Set(['previewEffects', 'previewSeries', 'textPreview', 'keptMails']);
const valuesIn = ({ groupId, eventId, proposals }: Twin): ValuesOf => {
  const filters = [
    ...['NEEDS_ME', 'OPEN', 'PASSED', 'NOT_PASSED', 'WITHDRAWN', 'REVIEW_DUE'].map((state) => ({ state })),
    ...['ANY', 'FAILED'].map((effects) => ({ effects })),
    ...['question', 'canary', 'yes', 'disagree'].map((words) => ({ words })),
  ];
  const nobody = '00000000-0000-4000-8000-000000000000';
  const values: Readonly<Record<string, readonly unknown[]>> = {
    handle: ['riverside'],
    groupId: [groupId],
    eventId: [eventId],
    'groupProposals.filter': [null, ...filters],
    // It is read by the conditions of the one above.
    'groupRegister.filter': [null, { words: 'canary' }],
    'findEvents.filter': [{}],
    'comments.kind': ['PROPOSAL'],
    'event.id': [eventId],
    'expense.id': [nobody],
    'datePoll.id': [nobody],
    'groupEvents.from': [new Date(Date.now()).toISOString()],
    'groupEvents.to': [new Date(Date.now() + 2e9).toISOString()],
    statuses: [['GOING']],
    token: ['x'],
    first: [5],
  };
  // Whatever else takes an id is asked with those of the votes.
  return (field, { name, type }) => values[`${field}.${name}`] ?? values[name] ?? (type === 'ID!' ? proposals : []);
};

const isMember = (role: Role): boolean => ['late', 'silent', 'voter', 'author', 'organiser'].includes(role);
const seesWhileOpen = (role: Role, { results, status }: Vote): boolean =>
  status === 'OPEN' && isMember(role) && (results === 'LIVE' || (results === 'AFTER_OWN' && role === 'voter'));

describe.each(['OPEN', 'CLOSED'] as const)('what is told of votes in a group that is %s', (visibility) => {
  const worlds: World[] = [];
  let twins: readonly [Twin, Twin];
  let wholes: readonly Asked[][];

  beforeAll(async () => {
    for (const engine of ['PGlite', other] as const) worlds.push(await startWorldOn(engine, { FOLKMOOT_ROLE: 'web' }));
    twins = await Promise.all([twin(worlds[0]!, 0, visibility), twin(worlds[1]!, 1, visibility)]);
    wholes = twins.map((one) => everyQuery(valuesIn(one), skipped));
  }, 60_000);
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
          (await askAll(people[role], queries[side]!)).map((text) => plain(text)),
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
  const pages = ({ proposals, eventId }: Twin): string[] => [
    ...proposals.flatMap((id) =>
      ['', '/decision.json', '/ballots.csv', '/ballots.blt'].map((file) => `/p/${id}${file}`),
    ),
    ...['', '/decisions', '/events.ics', '/events.atom', '/events.json'].map((path) => `/g/riverside${path}`),
    '/find.ics',
    '/find.atom',
    '/find.json',
    '/explore',
    '/sitemap.xml',
    `/e/${eventId}`,
    `/e/${eventId}.ics`,
  ];
  async function differingFiles(by: readonly Role[]): Promise<string[]> {
    const found: string[] = [];
    const paths = twins.map((one) => pages(one));
    for (const role of by) {
      const own = twins.map(({ feeds }) =>
        feeds.has(role)
          ? ['my', 'groups', 'deadlines', 'g/riverside'].map((feed) => `${feeds.get(role)!}/${feed}.ics`)
          : [],
      );
      for (const [n, path] of [...paths[0]!, ...own[0]!].entries()) {
        const [left, right] = await Promise.all(
          twins.map(async ({ people, plain }, side) => {
            const answer = await people[role].fetch([...paths[side]!, ...own[side]!][n]!);
            return plain(`${answer.status} ${sorted(await answer.text())}`);
          }),
        );
        if (left !== right) shows(role, path, left!, right!);
        if (left !== right) found.push(`${role}: ${twins[0].plain(path)}`);
      }
    }
    return found;
  }
  const pagesOf = (by: readonly Role[], sees: (role: Role, vote: Vote) => boolean): string[] =>
    by.flatMap((role) => votes.flatMap((vote, n) => (sees(role, vote) ? [`${role}: proposal "${titleOf(n)}"`] : [])));
  const mails = async (): Promise<string[][]> =>
    Promise.all(
      twins.map(async ({ world, plain }) => {
        const all = await world.database.reads.query<{ mail: string }[]>(
          `SELECT concat_ws(E'\\n', recipient, subject, text_body, html_body, calendar) AS mail FROM mail WHERE subject LIKE '%Question-%' ORDER BY recipient, subject, text_body`,
        );
        return all.map(({ mail }) => plain(mail)).toSorted();
      }),
    );

  const members = roles.filter(isMember);
  const outside = roles.filter((role) => !isMember(role));
  const wholly: readonly Role[] = ['visitor', 'silent', 'organiser'];
  const ofNames = votes.flatMap(({ differs }, n) => (differs === 'names' ? [titleOf(n)] : []));

  test.runIf(visibility === 'OPEN')(
    'while it is open: by the page, to whom the results are shown, and by nothing else',
    async () => {
      const all = await differing(roles, ({ reaches }, role) => reaches || wholly.includes(role));
      expect(all).toEqual(pagesOf(roles, seesWhileOpen));
    },
  );
  test('while it is open: by no page, feed or file, no mail, and not by the stream', async () => {
    expect(await differingFiles(['visitor', 'former', 'late', 'voter'])).toEqual([]);
    const [left, right] = await mails();
    expect(left!.length).toBeGreaterThan(votes.length);
    expect(left).toEqual(right);
    expect(twins[0].told.length).toBeGreaterThan(votes.length);
    expect(twins[0].told).toEqual(twins[1].told);
  });

  test.runIf(visibility === 'OPEN')('when it is over and not counted yet: by nothing', async () => {
    for (const { world } of twins) {
      await world.database.reads.query(`CREATE FUNCTION not_yet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.status = 'closed' THEN RAISE EXCEPTION 'not yet' USING ERRCODE = '55P03'; END IF; RETURN NEW; END $$`);
      await world.database.reads.query(
        'CREATE TRIGGER not_yet BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION not_yet()',
      );
      await world.clockPasses('6 hours');
    }
    expect(await differing(roles, ({ reaches }) => reaches)).toEqual([]);
    expect(await differingFiles(['voter'])).toEqual([]);
    for (const { world } of twins) await world.database.reads.query('DROP TRIGGER not_yet ON proposal');
  });

  test('when it has closed: the sums to whom reads the group, who voted what to its members', async () => {
    for (const one of twins) {
      await one.world.clockPasses('6 hours');
      await counts(one);
    }
    const sees = (role: Role, { differs, status }: Vote): boolean =>
      status === 'OPEN' && (isMember(role) || (differs === 'tally' && visibility === 'OPEN'));
    expect(await differing(roles, ({ field }) => field === 'proposal')).toEqual(pagesOf(roles, sees));
    const files = await differingFiles(['visitor', 'former', 'voter']);
    expect(files.filter((one) => ofNames.some((title) => one.includes(title)))).toEqual(
      ofNames.map((title) => `voter: /p/${title}/ballots.csv`),
    );
    if (visibility === 'CLOSED') {
      expect(files.filter((one) => !one.startsWith('voter'))).toEqual([]);
      expect(await differing(outside, ({ reaches }, role) => reaches || role === 'former')).toEqual([]);
    }
    const [left, right] = (await mails()).map((all) =>
      all.filter((mail) => ofNames.some((title) => mail.includes(title))),
    );
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

/** A file of ballots under names that were made for it, in an order that does not depend on them. */
function sorted(text: string): string {
  if (!text.startsWith('{"format":"folkmoot-proposal') && !text.includes('"format": "folkmoot-proposal')) return text;
  const bundle = JSON.parse(text) as { ballots: { choice: object }[]; checksum: string; log: unknown };
  return JSON.stringify({ ...bundle, ballots: bundle.ballots.map(({ choice }) => JSON.stringify(choice)).toSorted() });
}
