import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EffectRunner } from '../../apps/api/src/decisions/effect-runner.service.ts';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { NoticeWindows } from '../../apps/api/src/notices/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, joins } from '../support/people.ts';
import type { World } from '../support/world.ts';

// All decisions of a group, to be looked through: by words, by where they stand and by what follows, and nothing told before its time.
interface Page {
  readonly nodes: readonly { readonly title: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
const list = `query ($filter: ProposalFilterInput, $first: Int, $after: String) {
  groupProposals(handle: "riverside", filter: $filter, first: $first, after: $after) { nodes { title verdict } pageInfo { hasNextPage endCursor } } }`;

describe.each(engines)('the register, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let stranger: Client;
  let groupId: string;
  const ids = new Map<string, string>();

  const puts = async (by: Client, title: string, more: object = {}, open = true): Promise<void> => {
    const fields = { title, method: 'CONSENT', closesAt: new Date(Date.now() + 3_600_000), ...more };
    const made = await by.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      { input: { groupId, fields, open } },
    );
    ids.set(title, made.id);
  };
  const votes = (by: Client, title: string, option: string, reason = ''): Promise<unknown> =>
    by.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: ids.get(title), option, reason },
    });
  const finds = async (by: Client, filter: object): Promise<string[]> =>
    (await by.get<Page>(list, { filter, first: 50 })).nodes.map(({ title }) => title);

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    const elsewhere = await found(ana, { handle: 'elsewhere' });
    stranger = await joins(world, ana, { groupId: elsewhere, name: 'Sam' });
    const line = { label: 'Kettle', planned: { minor: '90000', currency: 'EUR' } };
    await puts(ana, 'A kettle', { body: 'The old one leaks.', opensBudgetLine: line });
    await puts(ana, 'Painting the hall', { method: 'MAJORITY' });
    await puts(ana, 'Sommerfest im Jänner');
    for (const [by, option] of [
      [ana, 'consent'],
      [ben, 'consent'],
    ] as const)
      await votes(by, 'A kettle', option);
    await votes(ben, 'Painting the hall', 'disagree', 'Canaryreason');
    await votes(ben, 'Sommerfest im Jänner', 'consent');
    const later = { closesAt: new Date(Date.now() + 9 * 86_400_000) };
    await puts(ana, 'Who keeps the keys?', {
      ...later,
      template: 'RANKED',
      method: 'IRV',
      options: [{ label: 'Optionella' }, { label: 'Ben' }],
    });
    await puts(ben, 'A second kettle', later, false);
    await puts(ana, 'A mistake', later);
    await ana.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "Wrongnumbers in it") { id } }', {
      id: ids.get('A mistake'),
    });
  });
  afterAll(() => world.stop());

  test('what is over but not counted is neither passed nor not', async () => {
    expect(await finds(ana, { state: 'PASSED' })).toEqual([]);
    await world.clockPasses('2 hours');
    for (const state of ['PASSED', 'NOT_PASSED']) expect(await finds(world.visitor(), { state })).toEqual([]);
    expect(await finds(ben, { state: 'NEEDS_ME' })).toEqual(['Who keeps the keys?']);
    await world.app.get(Closer).closeDue();
    expect(await finds(world.visitor(), { state: 'PASSED' })).toEqual(['Sommerfest im Jänner', 'A kettle']);
    expect(await finds(world.visitor(), { state: 'NOT_PASSED' })).toEqual(['Painting the hall']);
  });

  test('what is not settled stands in front, then the latest; a draft is its author’s', async () => {
    const settled = ['Sommerfest im Jänner', 'Painting the hall', 'A kettle', 'A mistake'];
    expect(await finds(ana, {})).toEqual(['Who keeps the keys?', ...settled]);
    expect(await finds(ben, {})).toEqual(['A second kettle', 'Who keeps the keys?', ...settled]);
    expect(await finds(stranger, {})).toEqual(['Who keeps the keys?', ...settled]);
  });

  test.each([
    ['KETTLE', ['A kettle']],
    ['leaks', ['A kettle']],
    ['fest janner', ['Sommerfest im Jänner']],
    ['optionella', ['Who keeps the keys?']],
    ['wrongnumbers', ['A mistake']],
    ['keys kettle', []],
    ['canaryreason', []],
    ['disagree', []],
  ])('the words %s find %o', async (words, titles) => {
    expect(await finds(ana, { words })).toEqual(titles);
    expect(await finds(stranger, { words })).toEqual(titles);
  });
  test.each(['', ' - ', "'", 'a\u0000b'])('words that say nothing (%j) look for nothing', async (words) => {
    const all = (await finds(ana, {})).length;
    expect(await finds(ana, { words })).toHaveLength(/[a-z]/.test(words) ? 0 : all);
  });

  test('by where it stands, what follows and the way of deciding', async () => {
    expect(await finds(ana, { state: 'NEEDS_ME' })).toEqual(['Who keeps the keys?']);
    expect(await finds(world.visitor(), { state: 'NEEDS_ME' })).toEqual([]);
    expect(await finds(ana, { state: 'OPEN' })).toEqual(['Who keeps the keys?']);
    expect(await finds(ana, { state: 'WITHDRAWN' })).toEqual(['A mistake']);
    expect(await finds(ana, { effects: 'ANY' })).toEqual(['A kettle']);
    expect(await finds(ana, { template: 'RANKED' })).toEqual(['Who keeps the keys?']);
    expect(await finds(ana, { template: 'CONSENT', state: 'PASSED', words: 'kett' })).toEqual(['A kettle']);
    await world.app.get(EffectRunner).runDue();
    expect(await finds(ana, { effects: 'FAILED' })).toEqual(['A kettle']);
  });

  test('pages go on where the last one ended, under any filter', async () => {
    const paged = async (filter: object): Promise<string[]> => {
      const titles: string[] = [];
      let after: string | null = null;
      do {
        const page: Page = await ana.get<Page>(list, { filter, first: 1, after });
        titles.push(...page.nodes.map(({ title }) => title));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      return titles;
    };
    for (const filter of [{}, { template: 'CONSENT' }, { words: 'kettle' }, { state: 'PASSED' }])
      expect(await paged(filter)).toEqual(await finds(ana, filter));
  });

  test('the register of a group that is not open is for its members', async () => {
    await found(ana, { handle: 'millside', visibility: 'CLOSED' });
    const refusal = await stranger.refusalOf(
      '{ groupProposals(handle: "millside", filter: { words: "a" }) { nodes { id } } }',
    );
    expect(refusal?.code ?? 'empty').toBe('empty');
    expect(await stranger.refusalOf('{ groupProposals(handle: "nowhere") { nodes { id } } }')).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  describe('with notices in it', () => {
    const whole = `query ($filter: RegisterFilterInput, $first: Int, $after: String) { groupRegister(handle: "riverside", filter: $filter, first: $first, after: $after) {
      nodes { kind proposal { title } notice { title status amount { minor } } } pageInfo { hasNextPage endCursor } } }`;
    interface Entry {
      readonly kind: string;
      readonly proposal: { readonly title: string } | null;
      readonly notice: { readonly title: string } | null;
    }
    interface Entries {
      readonly nodes: readonly Entry[];
      readonly pageInfo: Page['pageInfo'];
    }
    const titleOf = ({ proposal, notice }: Entry): string => (proposal ?? notice)!.title;
    const looks = async (by: Client, filter: object): Promise<string[]> =>
      (await by.get<Entries>(whole, { filter, first: 50 })).nodes.map(titleOf);
    const posts = async (title: string): Promise<string> => {
      const made = await ana.get<{ id: string }>(
        'mutation ($input: PostNoticeInput!) { postNotice(input: $input) { id } }',
        { input: { groupId, fields: { title } } },
      );
      await world.settle();
      return made.id;
    };

    beforeAll(async () => {
      const [shelf, red, away] = [
        await posts('A shelf for the kettle'),
        await posts('Paint it red'),
        await posts('Give it away'),
      ];
      await ben.get('mutation ($input: ObjectToNoticeInput!) { objectToNotice(input: $input) { id } }', {
        input: { id: red, textVersion: 1, reason: 'Canaryobjection' },
      });
      await ana.get('mutation ($id: ID!) { withdrawNotice(id: $id, reason: "Kettlesmith came") { id } }', { id: away });
      await ben.get('mutation ($id: ID!) { seeNotice(id: $id) { id } }', { id: shelf });
      const states = (title: string, expectedVersion: number, fields: object): Promise<unknown> =>
        ana.get('mutation ($input: SetOutcomeInput!) { setOutcome(input: $input) { id } }', {
          input: { id: ids.get(title), expectedVersion, ...fields },
        });
      const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
      await states('Painting the hall', 0, { statement: 'First Earlierword.', reviewOn: day(2) });
      await states('Painting the hall', 1, { statement: 'Brushes are bought first.', reviewOn: day(2) });
      await states('Sommerfest im Jänner', 0, { statement: 'Skating!', reviewOn: day(20) });
    });

    test('one list: what is talked about in front, then the latest, each of its kind', async () => {
      const open = ['Paint it red', 'A shelf for the kettle', 'Who keeps the keys?'];
      const settled = ['Sommerfest im Jänner', 'Painting the hall', 'A kettle', 'A mistake'];
      const all = await looks(stranger, {});
      expect(all.toSorted()).toEqual([...open, 'Give it away', ...settled].toSorted());
      expect(all.slice(0, 3).toSorted()).toEqual(open.toSorted());
      expect(all.filter((title) => settled.includes(title))).toEqual(settled);
      expect(await looks(ben, { kind: 'NOTICE' })).toEqual(all.filter((title) => /Paint it|shelf|Give/.test(title)));
      expect(await looks(ben, { kind: 'PROPOSAL' })).toEqual(['A second kettle', 'Who keeps the keys?', ...settled]);
    });

    test('words are looked for in notices and in what a group has said of an outcome, the newest of it', async () => {
      expect((await looks(stranger, { words: 'kettle' })).toSorted()).toEqual(
        ['A kettle', 'A shelf for the kettle', 'Give it away'].toSorted(),
      );
      expect(await looks(stranger, { words: 'brushes bought' })).toEqual(['Painting the hall']);
      expect(await finds(stranger, { words: 'brushes' })).toEqual(['Painting the hall']);
      for (const words of ['canaryobjection', 'canaryreason', 'earlierword'])
        for (const by of [ana, stranger]) expect([words, await looks(by, { words })]).toEqual([words, []]);
    });

    test('states are those of both; what only votes have leaves notices out', async () => {
      expect((await looks(ana, { state: 'NEEDS_ME' })).toSorted()).toEqual(['Paint it red', 'Who keeps the keys?']);
      expect(await looks(ben, { state: 'NEEDS_ME' })).toEqual(['Who keeps the keys?']);
      expect(await looks(world.visitor(), { state: 'NEEDS_ME' })).toEqual([]);
      expect((await looks(ana, { state: 'WITHDRAWN' })).toSorted()).toEqual(['A mistake', 'Give it away']);
      expect(await looks(ana, { kind: 'NOTICE', state: 'OPEN' })).toHaveLength(2);
      expect(await looks(ana, { effects: 'ANY' })).toEqual(['A kettle']);
      expect(await looks(ana, { kind: 'NOTICE', effects: 'ANY' })).toEqual([]);
    });

    test('a review is due from its day on, and until a new one is written down', async () => {
      expect(await looks(ana, { state: 'REVIEW_DUE' })).toEqual([]);
      await world.clockPasses('4 days');
      await world.app.get(NoticeWindows).standDue();
      expect(await looks(world.visitor(), { state: 'REVIEW_DUE' })).toEqual(['Painting the hall']);
      expect(await looks(ana, { kind: 'NOTICE', state: 'PASSED' })).toEqual(['A shelf for the kettle']);
      await ana.get('mutation ($input: SetOutcomeInput!) { setOutcome(input: $input) { id } }', {
        input: { id: ids.get('Painting the hall'), expectedVersion: 2, statement: 'It is painted.', reviewOn: null },
      });
      expect(await looks(ana, { state: 'REVIEW_DUE' })).toEqual([]);
    });

    test('its pages go on where the last one ended, over both kinds', async () => {
      for (const filter of [{}, { kind: 'NOTICE' }, { words: 'kettle' }, { state: 'WITHDRAWN' }]) {
        const titles: string[] = [];
        let after: string | null = null;
        do {
          const page: Entries = await ben.get<Entries>(whole, { filter, first: 2, after });
          titles.push(...page.nodes.map(titleOf));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after);
        expect(titles).toEqual(await looks(ben, filter));
      }
    });
  });
});
