import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { claim, found, idOf, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Every kind of ballot over HTTP: opened, cast, changed, refused in words, closed by the clock, counted exactly.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Row {
  option: string;
  rank: number | null;
  value: string;
  percent: string | null;
  histogram: number[];
  won: boolean;
}
interface Tally {
  verdict: string;
  code: string;
  cast: number;
  abstain: number;
  base: number;
  winners: string[];
  tied: string[];
  rows: Row[];
  canStillChange: boolean | null;
  stages: {
    action: string;
    option: string | null;
    totals: { option: string; value: string }[];
    lost: string;
    elected: string[];
  }[];
  quota: string | null;
  duels: { one: string; other: string; forOne: number; forOther: number }[];
  purse: { spent: { minor: string }; left: { minor: string }; order: string[] } | null;
}
interface Proposal {
  __typename: string;
  id: string;
  status: string;
  ballot: string;
  textVersion: number;
  options: { id: string; label: string; role: string | null }[];
  myChoice: object | null;
  cast: number;
  tally: Tally | null;
  ballots: { name: string }[];
  code?: string;
  message?: string;
  option?: string | null;
}
const tallyFields = `verdict code cast abstain base winners tied canStillChange quota rows { option rank value percent histogram won }
  stages { action option totals { option value } lost elected } duels { one other forOne forOther } purse { spent { minor } left { minor } order }`;
const fields = `__typename id status ballot textVersion cast options { id label role } myChoice { option options points { option points } ranking abstain } tally { ${tallyFields} } ballots { name }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const cast = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { ... on Proposal { ${fields} } ... on BallotRefused { __typename code message option } ... on VotingClosed { __typename message } } }`;
const takeBack = `mutation ($id: ID!) { takeBackBallot(proposalId: $id) { ... on Proposal { ${fields} } ... on VotingClosed { __typename message } } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let groupId: string;
  const people: Client[] = [];
  let hours = 0;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);
  const opens = async (more: object): Promise<Proposal> =>
    people[0]!.get<Proposal>(create, {
      input: {
        groupId,
        fields: {
          title: 'Which?',
          closesAt: new Date(Date.now() + (hours + 1) * 3_600_000),
          showResults: 'LIVE',
          ...more,
        },
      },
    });
  const named = (...labels: string[]): { label: string }[] => labels.map((label) => ({ label }));
  const votes = (at: number, proposal: Proposal, answer: object): Promise<Proposal> =>
    people[at]!.get<Proposal>(cast, { input: { proposalId: proposal.id, ...answer } });
  const seen = (id: string, at = 0): Promise<Proposal> => people[at]!.get<Proposal>(read, { id });
  const closed = async (id: string): Promise<Tally> => {
    hours += 2;
    await world.clockPasses(`${hours} hours`);
    await world.app.get(Closer).closeDue();
    const proposal = await seen(id);
    expect(proposal.status).toBe('CLOSED');
    return proposal.tally!;
  };
  const ids = (proposal: Proposal): string[] => proposal.options.map(({ id }) => id);
  const labels = (proposal: Proposal, of: readonly string[]): string[] =>
    of.map((id) => proposal.options.find((one) => one.id === id)!.label);
  const figures = (proposal: Proposal, tally: Tally): [string, number | null, string][] =>
    tally.rows.map(({ option, rank, value }) => [labels(proposal, [option])[0]!, rank, value]);

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    people.push(await claim(world));
    groupId = await found(people[0]!);
    for (const one of ['Ben', 'Cleo', 'Dan', 'Eva'])
      people.push(await joins(world, people[0]!, { groupId, name: one }));
  }, 60_000);
  afterAll(() => world?.stop());

  on('options are the author’s: 2 to 50, each with a name of its own and an id of the server', async () => {
    const refused = async (more: object): Promise<string> => {
      const input = { groupId, fields: { title: 'Which?', closesAt: new Date(Date.now() + 3_600_000), ...more } };
      return (await people[0]!.refusalOf(create, { input }))!.message;
    };
    const poll = { template: 'CHOOSE_ONE', method: 'PLURALITY' };
    const many = Array.from({ length: 200 }, (_, at) => `Option ${at}`);
    expect(await refused({ ...poll, options: named(...many) })).toBe('A vote has 2 to 50 options, not 200.');
    expect(await refused({ ...poll, options: named('Blue') })).toBe('A vote has 2 to 50 options, not 1.');
    expect(await refused({ ...poll, options: named('Blue', ' BLUE ') })).toContain('Two options are called "BLUE"');
    expect(await refused({ ...poll, options: named('Blue', ' ') })).toBe('The name of option 2 is missing.');
    expect(await refused({ ...poll, method: 'SCHULZE', options: named('Blue', 'Red') })).toContain('another method');
    const dots = { template: 'DOTS', method: 'DOT_VOTE', options: named('Blue', 'Red'), settings: { dots: 1000 } };
    expect(await refused(dots)).toBe('The number of dots must be from 1 to 100, not 1000.');
    expect(await refused({ method: 'CONSENT', reasons: 'OPTIONAL' })).toContain('who objects says why');
    const made = await opens({ ...poll, options: [{ id: 'mine', label: 'Blue' }, { label: 'Red' }] });
    expect(made.ballot).toBe('CHOICE');
    expect(made.options[0]!.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  on('choose one: changed, taken back, the same again writes nothing, and the exact count at the end', async () => {
    const poll = await opens({ template: 'CHOOSE_ONE', method: 'PLURALITY', options: named('Blue', 'Red', 'Green') });
    const [blue, red, green] = ids(poll) as [string, string, string];
    await votes(0, poll, { option: blue });
    const changed = await votes(0, poll, { option: red });
    expect(changed.myChoice).toMatchObject({ option: red });
    await votes(0, poll, { option: red });
    expect(await votes(1, poll, { option: 'nonsense' })).toMatchObject({ code: 'OPTION_UNKNOWN', option: 'nonsense' });
    expect(await votes(1, poll, { options: [blue] })).toMatchObject({ code: 'WRONG_SHAPE' });
    expect(await votes(1, poll, {})).toMatchObject({
      code: 'WRONG_SHAPE',
      message: 'Choose one of the answers first.',
    });
    expect(await votes(1, poll, { option: blue, textVersion: 0 })).toMatchObject({ code: 'TEXT_CHANGED' });
    await votes(1, poll, { option: blue });
    expect(await people[1]!.get<Proposal>(takeBack, { id: poll.id })).toMatchObject({ myChoice: null, cast: 1 });
    await people[1]!.get<Proposal>(takeBack, { id: poll.id });
    const revisions = await rows<{ person: string; choice: object | null; is_current: boolean }>(
      world.database.reads,
      'SELECT choice, is_current FROM ballot WHERE proposal_id = $1 ORDER BY cast_at, id',
      [poll.id],
    );
    expect(revisions.map(({ choice, is_current }) => [choice, is_current])).toEqual([
      [{ option: blue }, false],
      [{ option: red }, true],
      [{ option: blue }, false],
      [null, true],
    ]);
    expect(await people[1]!.get('{ needsMyVote { id } }')).toContainEqual({ id: poll.id });
    await votes(2, poll, { option: red });
    await votes(3, poll, { option: green });
    expect((await votes(4, poll, { abstain: true })).tally).toMatchObject({
      cast: 4,
      abstain: 1,
      canStillChange: true,
    });
    const tally = await closed(poll.id);
    expect(figures(poll, tally)).toEqual([
      ['Red', 1, '2'],
      ['Green', 2, '1'],
      ['Blue', 3, '0'],
    ]);
    expect(tally).toMatchObject({ verdict: 'PASSED', winners: [red], base: 3, canStillChange: false });
    expect(tally.rows[0]!.percent).toBe('66.67');
    expect(await votes(1, poll, { option: blue })).toMatchObject({ __typename: 'VotingClosed' });
    const [stored] = await rows<{ engine: string; output: { scores: object } }>(
      world.database.reads,
      'SELECT engine, output FROM result WHERE proposal_id = $1',
      [poll.id],
    );
    expect(stored).toMatchObject({ engine: 'count/2', output: { scores: { [red]: '2', [green]: '1', [blue]: '0' } } });
  });

  on('approval: so many at most, each once, and a tie is reported as one', async () => {
    const poll = await opens({
      template: 'APPROVAL',
      method: 'APPROVAL',
      options: named('Mon', 'Tue', 'Wed'),
      settings: { max: 2 },
    });
    const [mon, tue, wed] = ids(poll) as [string, string, string];
    expect(await votes(0, poll, { options: [mon, tue, wed] })).toMatchObject({
      code: 'TOO_MANY',
      message: expect.stringMatching(/^Choose 2 at most; you chose 3: .*Tue.*\.$/),
    });
    expect(await votes(0, poll, { options: [] })).toMatchObject({ code: 'TOO_FEW', message: 'Choose 1 or more.' });
    expect(await votes(0, poll, { options: [mon, mon] })).toMatchObject({
      message: '"Mon" stands on your ballot twice.',
    });
    await votes(0, poll, { options: [tue, mon] });
    await votes(0, poll, { options: [mon, tue] });
    await votes(1, poll, { options: [tue] });
    await votes(2, poll, { options: [mon] });
    const [{ n }] = (await rows<{ n: number }>(
      world.database.reads,
      'SELECT count(*)::int AS n FROM ballot WHERE proposal_id = $1',
      [poll.id],
    )) as [{ n: number }];
    expect(n).toBe(3);
    const tally = await closed(poll.id);
    expect(tally).toMatchObject({ verdict: 'TIED', code: 'tie' });
    expect(labels(poll, tally.tied).toSorted()).toEqual(['Mon', 'Tue']);
    expect(tally.rows.map(({ rank }) => rank)).toEqual([1, 1, 3]);
  });

  on('score and dots: whole numbers within the range, and no dot more than there are', async () => {
    const score = await opens({
      template: 'SCORE',
      method: 'SCORE',
      options: named('Soup', 'Stew'),
      reasons: 'REQUIRED',
    });
    const [soup, stew] = ids(score) as [string, string];
    const points = (one: number, other: number): object => ({
      points: [
        { option: soup, points: one },
        { option: stew, points: other },
      ],
      reason: 'Hungry',
    });
    expect(await votes(0, score, points(6, 0))).toMatchObject({
      code: 'SCORE_RANGE',
      message: '"Soup" has 6. Scores go from 0 to 5.',
      option: soup,
    });
    expect(await votes(0, score, points(-1, 0))).toMatchObject({ code: 'SCORE_RANGE' });
    expect(await votes(0, score, { ...points(1, 0), reason: ' ' })).toMatchObject({
      code: 'REASON_REQUIRED',
      message: 'Say why: this vote asks everybody for a reason.',
    });
    const twice = [
      { option: soup, points: 1 },
      { option: soup, points: 2 },
    ];
    expect(await votes(0, score, { points: twice, reason: 'x' })).toMatchObject({
      message: '"Soup" stands on your ballot twice.',
    });
    await votes(0, score, points(5, 2));
    await votes(1, score, points(3, 4));
    const scored = await closed(score.id);
    expect(figures(score, scored)).toEqual([
      ['Soup', 1, '8'],
      ['Stew', 2, '6'],
    ]);
    expect(scored.rows[0]!.histogram).toEqual([0, 0, 0, 1, 0, 1]);

    const dots = await opens({
      template: 'DOTS',
      method: 'DOT_VOTE',
      options: named('Roof', 'Door', 'Sign'),
      settings: { dots: 3 },
    });
    const [roof, door] = ids(dots) as [string, string];
    const gives = (one: number, other: number): object => ({
      points: [
        { option: roof, points: one },
        { option: door, points: other },
      ],
    });
    expect(await votes(0, dots, gives(3, 1))).toMatchObject({
      code: 'DOTS_EXCEEDED',
      message: 'You have 3 dots and gave 4. Take some back.',
    });
    await votes(0, dots, gives(2, 1));
    await votes(1, dots, gives(0, 3));
    expect(figures(dots, await closed(dots.id))).toEqual([
      ['Door', 1, '4'],
      ['Roof', 2, '2'],
      ['Sign', 3, '0'],
    ]);
  });

  on('ranked by Schulze: places may be shared, not repeated or skipped; what is withdrawn is void', async () => {
    const poll = await opens({ template: 'RANKED', method: 'SCHULZE', options: named('Ash', 'Oak', 'Elm', 'Yew') });
    const [ash, oak, elm, yew] = ids(poll) as [string, string, string, string];
    expect(await votes(0, poll, { ranking: [[ash], [oak], [ash]] })).toMatchObject({
      code: 'RANK_DUPLICATE',
      message: '"Ash" stands on your ballot twice.',
      option: ash,
    });
    expect(await votes(0, poll, { ranking: [[ash], [], [oak]] })).toMatchObject({
      code: 'RANK_GAP',
      message: 'Place 2 is empty. Move the options below it up.',
    });
    expect(await votes(0, poll, { ranking: [] })).toMatchObject({ code: 'TOO_FEW' });
    await votes(0, poll, { ranking: [[yew], [ash], [oak]] });
    await votes(1, poll, { ranking: [[oak], [ash, elm]] });
    await votes(2, poll, { ranking: [[ash], [oak], [elm]] });
    const withdraw = 'mutation ($id: ID!, $option: ID!) { withdrawOption(id: $id, option: $option) { id } }';
    expect(await people[1]!.refusalOf(withdraw, { id: poll.id, option: yew })).toMatchObject({ code: 'FORBIDDEN' });
    await people[0]!.get(withdraw, { id: poll.id, option: yew });
    expect(await votes(3, poll, { ranking: [[yew], [elm]] })).toMatchObject({
      code: 'OPTION_WITHDRAWN',
      message: '"Yew" was withdrawn. Take it off your ballot.',
      option: yew,
    });
    const tally = await closed(poll.id);
    expect(labels(poll, tally.winners)).toEqual(['Ash']);
    expect(figures(poll, tally)).toEqual([
      ['Ash', 1, '2'],
      ['Oak', 2, '1'],
      ['Elm', 3, '0'],
    ]);
    const duel = tally.duels.find(({ one, other }) => [one, other].includes(ash) && [one, other].includes(oak))!;
    expect(duel.one === ash ? [duel.forOne, duel.forOther] : [duel.forOther, duel.forOne]).toEqual([2, 1]);
    expect(tally.duels.some(({ one, other }) => one === yew || other === yew)).toBe(false);
    expect(labels(poll, [elm])).toEqual(['Elm']);
  });

  on('ranked by run-off and elected by transfers: rounds, quota and stages, strict places only', async () => {
    const irv = await opens({ template: 'RANKED', method: 'IRV', options: named('Ann', 'Bob', 'Cyd') });
    const [ann, bob, cyd] = ids(irv) as [string, string, string];
    expect(await votes(0, irv, { ranking: [[cyd], [ann, bob]] })).toMatchObject({
      code: 'RANK_TIED',
      message: expect.stringMatching(/ share place 2\. Give each a place of its own\.$/),
    });
    for (const [at, ranking] of [[[ann]], [[ann]], [[bob]], [[bob]], [[cyd], [bob]]].entries())
      await votes(at, irv, { ranking });
    const rounds = await closed(irv.id);
    expect(labels(irv, rounds.winners)).toEqual(['Bob']);
    expect(rounds.stages.map(({ action, option }) => [action, option && labels(irv, [option])[0]])).toEqual([
      ['FIRST', null],
      ['EXCLUDE', 'Cyd'],
    ]);
    expect(figures(irv, rounds)).toEqual([
      ['Bob', 1, '3'],
      ['Ann', 2, '2'],
      ['Cyd', 3, '1'],
    ]);

    const board = await opens({
      template: 'ELECTION',
      method: 'STV_SCOTTISH',
      options: named('Ann', 'Bob', 'Cyd'),
      settings: { seats: 2 },
      showResults: 'AFTER_CLOSE',
    });
    const [a, b, c] = ids(board) as [string, string, string];
    for (const [at, ranking] of [[[a], [c]], [[a], [c]], [[a], [c]], [[b]], [[c]]].entries())
      await votes(at, board, { ranking });
    expect((await seen(board.id)).tally).toBeNull();
    expect((await seen(board.id)).ballots).toEqual([]);
    const elected = await closed(board.id);
    expect(elected.quota).toBe('2');
    expect(labels(board, elected.winners).toSorted()).toEqual(['Ann', 'Cyd']);
    expect(elected.stages[1]).toMatchObject({ action: 'SURPLUS', option: a });
    expect(elected.stages[1]!.totals.find(({ option }) => option === c)!.value).toBe('1.99999');
    expect(elected.stages.flatMap((stage) => labels(board, stage.elected))).toEqual(['Ann', 'Cyd']);
  });

  on('a budget is shared out to the cent, by equal shares or by votes', async () => {
    const eur = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
    const projects = [
      { label: 'Bench', cost: eur(30_000) },
      { label: 'Lamp', cost: eur(12_050) },
      { label: 'Stage', cost: eur(50_000) },
    ];
    const budget = { template: 'BUDGET', options: projects, settings: { budget: eur(60_000) } };
    const refusal = async (more: object): Promise<string> =>
      (await people[0]!.refusalOf(create, {
        input: {
          groupId,
          fields: {
            title: 'Money',
            closesAt: new Date(Date.now() + (hours + 1) * 3_600_000),
            ...budget,
            method: 'PB_GREEDY',
            ...more,
          },
        },
      }))!.message;
    expect(await refusal({ options: named('Bench', 'Lamp') })).toBe('Say what "Bench" costs.');
    expect(await refusal({ settings: {} })).toBe('Say how much money there is to share out.');
    expect(await refusal({ settings: { budget: eur(40_000) } })).toBe('"Stage" costs more than there is to share out.');
    const greedy = await opens({ ...budget, method: 'PB_GREEDY' });
    const shares = await opens({ ...budget, method: 'MES' });
    for (const poll of [greedy, shares]) {
      const [bench, lamp, stage] = ids(poll) as [string, string, string];
      for (const at of [0, 1, 2]) await votes(at, poll, { options: [stage] });
      for (const at of [3, 4]) await votes(at, poll, { options: [bench, lamp] });
    }
    const byVotes = await closed(greedy.id);
    expect(labels(greedy, byVotes.purse!.order)).toEqual(['Stage']);
    expect(byVotes.purse).toMatchObject({ spent: { minor: '50000' }, left: { minor: '10000' } });
    const byShares = (await seen(shares.id)).tally!;
    expect(labels(shares, byShares.winners)).toEqual(expect.arrayContaining(['Lamp']));
    expect(BigInt(byShares.purse!.spent.minor) + BigInt(byShares.purse!.left.minor)).toBe(60_000n);
  });

  on(
    'stances of every template: own words, several of one role, blocks that stop, and a question that only asks',
    async () => {
      const consensus = await opens({
        template: 'CONSENSUS',
        method: 'MAJORITY',
        options: [{ id: 'block', label: 'No way' }],
        quorum: '0/1',
      });
      expect(labels(consensus, ['block'])).toEqual(['No way']);
      await votes(0, consensus, { option: 'agree' });
      await votes(1, consensus, { option: 'agree' });
      expect(await votes(2, consensus, { option: 'block' })).toMatchObject({
        code: 'REASON_REQUIRED',
        message: 'Say why: "No way" needs a reason.',
      });
      await votes(2, consensus, { option: 'block', reason: 'It harms us.' });
      const sense = await opens({ template: 'SENSE_CHECK', method: 'MAJORITY' });
      await votes(0, sense, { option: 'looks_good' });
      await votes(1, sense, { option: 'concerned' });
      expect(await closed(consensus.id)).toMatchObject({ verdict: 'FAILED', code: 'blocked' });
      const asked = (await seen(sense.id)).tally!;
      expect(asked).toMatchObject({ verdict: 'PASSED', code: 'counted' });
      expect(asked.rows.map(({ option, value, percent }) => [option, value, percent])).toEqual([
        ['looks_good', '1', '50'],
        ['not_sure', '0', '0'],
        ['concerned', '1', '50'],
      ]);
    },
  );

  on(
    'what was frozen stays: rules of an open vote are refused by the database itself, and who was no elector has no vote',
    async () => {
      const poll = await opens({ template: 'CHOOSE_ONE', method: 'PLURALITY', options: named('Blue', 'Red') });
      for (const change of [
        `settings = '{"seats": 2}'`,
        `template = 'ranked'`,
        `reasons = 'off'`,
        `withdrawn_options = '[]'`,
      ])
        await expect(
          rows(world.database.reads, `UPDATE proposal SET ${change} WHERE id = $1`, [poll.id]),
        ).rejects.toThrow();
      const late = await joins(world, people[0]!, { groupId, name: 'Finn' });
      const refused = await late.get<Proposal>(cast, { input: { proposalId: poll.id, option: ids(poll)[0] } });
      expect(refused).toMatchObject({ code: 'NOT_AN_ELECTOR' });
      expect(await idOf(late)).toBeTruthy();
    },
  );
}
