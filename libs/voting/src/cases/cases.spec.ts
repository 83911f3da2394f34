import { expect, test } from 'vitest';
import { MalformedCase, tallyCase } from '../index.ts';

type Outcome = Readonly<Record<string, unknown>>;
const tallied = (one: object): Outcome => JSON.parse(tallyCase(JSON.stringify(one))) as Outcome;

const ranked = (method: string, ballots: readonly (readonly [number, string])[], more: object = {}): object => ({
  id: 'x',
  method,
  candidates: ['a', 'b', 'c'],
  // "a>b=c": ranks by ">", equal ones by "=".
  ballots: ballots.map(([count, text]) => ({
    count,
    ranking: text === '' ? [] : text.split('>').map((rank) => (rank === '' ? [] : rank.split('='))),
  })),
  ...more,
});
const scored = (method: string, ballots: readonly (readonly [number, object])[], params: object): object => ({
  id: 'x',
  method,
  candidates: ['a', 'b', 'c'],
  ballots: ballots.map(([count, scores]) => ({ count, scores })),
  params,
});
const approved = (method: string, ballots: readonly (readonly [number, string])[], more: object = {}): object => ({
  id: 'x',
  method,
  candidates: ['a', 'b', 'c'],
  ballots: ballots.map(([count, text]) => ({ count, approve: Array.from(text) })),
  ...more,
});
const purse = { costs: { a: 3, b: '5/2', c: '2.5' }, budget: 5 };
const rule = { base: 'yes_no', threshold: '1/2', compare: 'gt' };
const pass = (more: object = {}): object => ({
  id: 'x',
  method: 'pass_rule',
  electorate: 9,
  tally: { yes: 3, no: 2, abstain: 1 },
  rule,
  ...more,
});

test.each<[string, object, object]>([
  [
    'plurality counts a first rank of one option',
    ranked('plurality', [
      [2, 'a>b'],
      [9, 'b=c'],
      [1, 'c'],
    ]),
    { winners: ['a'], scores: { a: 2, b: 0, c: 1 } },
  ],
  ['no ballots elect nobody', ranked('schulze', []), { winners: [] }],
  ['blank ballots elect nobody', ranked('stv_scottish', [[5, '']], { seats: 2 }), { winners: [], quota: '1' }],
  ['as many seats as candidates', ranked('stv_scottish', [[1, 'a']], { seats: 5 }), { winners: ['a', 'b', 'c'] }],
  [
    'exact STV of nothing',
    ranked('stv_wigm_exact', [], { seats: 2, params: { quota: 'hare' } }),
    { winners: [], quota: 0 },
  ],
  ['Meek of nothing', ranked('stv_meek_prf', [[0, 'a']], { seats: 1 }), { winners: [] }],
  [
    'an option that nobody ranked cannot win',
    ranked('borda', [[1, 'a']]),
    { winners: ['a'], scores: { a: 3, b: '3/2', c: '3/2' } },
  ],
  [
    'Borda from n − 1',
    ranked(
      'borda',
      [
        [2, 'a>b>c'],
        [1, 'b=c>a'],
      ],
      { params: { first: 2 } },
    ),
    { scores: { a: 4, b: '7/2', c: '3/2' } },
  ],
  [
    'Borda with another step',
    ranked('borda', [[1, 'a>b>c']], { params: { first: 10, step: 4 } }),
    { scores: { a: 10, b: 6, c: 2 } },
  ],
  [
    'shared ranks exhaust',
    ranked(
      'irv',
      [
        [3, 'a=b>c'],
        [2, 'c'],
        [1, 'b'],
      ],
      { params: { equal_rank: 'exhaust' } },
    ),
    { winners: ['c'], rounds: [{ a: 0, b: 1, c: 2 }] },
  ],
  [
    'a tie of one seat is told',
    ranked('irv', [
      [1, 'a'],
      [1, 'b'],
    ]),
    { winners: ['a', 'b'], tied: ['a', 'b'] },
  ],
  [
    'a tie order settles it',
    ranked(
      'irv',
      [
        [1, 'a'],
        [1, 'b'],
      ],
      { params: { tie_order: ['c', 'a', 'b'] } },
    ),
    { winners: ['b'], lots: [['a', 'b']] },
  ],
  [
    'scores below nothing',
    scored(
      'score',
      [
        [1, { a: -1, b: 1 }],
        [2, { a: 1, b: -1 }],
      ],
      { min: -1, max: 1 },
    ),
    { winners: ['a'], scores: { a: 1, b: -1, c: 0 } },
  ],
  [
    'the lower median, then the next grades',
    scored(
      'majority_judgment',
      [
        [1, { a: 5, b: 4 }],
        [1, { a: 2, b: 2 }],
      ],
      { max: 5 },
    ),
    { winners: ['a'], medians: { a: 2, b: 2, c: 0 } },
  ],
  [
    'equal grades are a tie',
    scored(
      'majority_judgment',
      [
        [1, { a: 5, b: 4 }],
        [1, { a: 4, b: 5 }],
      ],
      { max: 5 },
    ),
    { winners: ['a', 'b'], tied: ['a', 'b'] },
  ],
  [
    'dots that are left over',
    scored(
      'dot_vote',
      [
        [2, { a: 1 }],
        [1, {}],
      ],
      { dots_max: 3 },
    ),
    { winners: ['a'], scores: { a: 2, b: 0, c: 0 } },
  ],
  [
    'all tied committees',
    approved('approval_multiwinner', [[1, 'abc']], { seats: 2 }),
    {
      winning_committees: [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c'],
      ],
    },
  ],
  [
    'a committee needs votes',
    approved(
      'pav',
      [
        [2, 'a'],
        [1, 'ab'],
      ],
      { seats: 3 },
    ),
    { winning_committees: [['a', 'b']], score: '7/2' },
  ],
  [
    'sequential ties branch',
    approved(
      'seq_pav',
      [
        [1, 'a'],
        [1, 'b'],
      ],
      { seats: 1 },
    ),
    { winning_committees: [['a'], ['b']] },
  ],
  [
    'an order settles committees',
    approved(
      'seq_phragmen',
      [
        [1, 'a'],
        [1, 'b'],
      ],
      { seats: 1, params: { tie_order: ['b', 'a', 'c'] } },
    ),
    { winners: ['b'] },
  ],
  [
    'greedy skips what does not fit',
    approved(
      'pb_greedy',
      [
        [3, 'a'],
        [2, 'b'],
        [1, 'c'],
      ],
      { params: { ...purse, budget: '11/2' } },
    ),
    { selected: ['a', 'b'], total_cost: '11/2' },
  ],
  [
    'of equal votes the cheaper',
    approved('pb_greedy', [[1, 'ab']], { params: { ...purse, budget: 3 } }),
    { selected: ['b'], total_cost: '5/2' },
  ],
  [
    'a tie spends nothing',
    approved('pb_greedy', [[1, 'bc']], { params: { ...purse, budget: 3 } }),
    { selected: [], tied: ['b', 'c'], total_cost: 0 },
  ],
  [
    'equal shares leave who is alone without',
    approved(
      'mes',
      [
        [3, 'b'],
        [1, 'a'],
      ],
      { params: purse },
    ),
    { selected: ['b'], rho: ['1/3'], order: ['b'] },
  ],
  [
    'who approves of nothing keeps a share',
    approved(
      'mes',
      [
        [1, 'b'],
        [1, ''],
      ],
      { params: purse },
    ),
    { selected: ['b'], share: '5/2' },
  ],
  [
    'shares that rise',
    approved(
      'mes',
      [
        [3, 'b'],
        [2, 'c'],
      ],
      { params: { ...purse, completion: 'increment 1/10 per voter' } },
    ),
    { selected: ['b', 'c'], total_cost: 5 },
  ],
  [
    'no budget at all',
    approved('mes', [], { params: { ...purse, completion: 'increment' } }),
    { selected: [], total_cost: 0 },
  ],
  ['a rule', pass(), { passes: true, reason: 'passed' }],
  [
    'a rule that misses',
    pass({ rule: { ...rule, quorum: { of: 'electorate', count: 7 } } }),
    { passes: false, reason: 'quorum' },
  ],
  ['nobody voted', pass({ tally: { yes: 0, no: 0, abstain: 0 } }), { passes: false, reason: 'no_decisive_votes' }],
])('%s', (_, one, expected) => expect(tallied(one)).toMatchObject(expected));

test('no digit of a large number is lost', () => {
  const text =
    '{"id":"x","method":"plurality","candidates":["a","b"],"ballots":[{"count":90071992547409931,"ranking":[["a"]]},{"count":90071992547409932,"ranking":[["b"]]}]}';
  expect(tallyCase(text)).toContain('"winners":["b"],"scores":{"a":90071992547409931,"b":90071992547409932}');
});

test('candidates may be called like what every object has', () => {
  const ids = ['constructor', 'toString', '__proto__'];
  const scores = JSON.parse('{"__proto__": 3, "constructor": 2}') as object;
  const text = tallyCase(JSON.stringify({ ...scored('star', [[1, scores]], { max: 5 }), candidates: ids }));
  expect(text).toContain('"winners":["__proto__"]');
});

test.each<[string, object, string]>([
  ['no id', { ...ranked('irv', []), id: '' }, 'id: must be text, not ""'],
  ['no method', { id: 'x', candidates: ['a'] }, 'method: is missing'],
  ['an unknown method', ranked('lottery', []), 'method: must be'],
  ['no candidates', ranked('irv', [], { candidates: [] }), 'candidates: must name at least one candidate'],
  ['a candidate twice', ranked('irv', [], { candidates: ['a', 'a'] }), 'candidates[1]: names "a" twice'],
  ['no ballots', ranked('irv', [], { ballots: undefined }), 'ballots: is missing; it must be a list'],
  [
    'less than no ballots',
    ranked('irv', [
      [1, 'a'],
      [-1, 'a'],
    ]),
    'ballots[1].count: must be a whole number of at least 0, not -1',
  ],
  ['half a ballot', ranked('irv', [[0.5, 'a']]), 'ballots[0].count: must be a whole number'],
  ['no count', ranked('irv', [], { ballots: [{ ranking: [['a']] }] }), 'ballots[0].count: is missing'],
  ['a stranger', ranked('irv', [[1, 'a>x']]), 'ballots[0].ranking[1][0]: names "x", which is no candidate'],
  ['one named twice', ranked('schulze', [[1, 'a>b>a']]), 'ballots[0].ranking: names a candidate twice'],
  ['one named twice for plurality', ranked('plurality', [[1, 'a>b>a']]), 'ballots[0].ranking: names a candidate twice'],
  [
    'shared ranks where they cannot be',
    ranked('stv_scottish', [[1, 'a=b']], { seats: 1 }),
    'ballots[0].ranking: shares a rank',
  ],
  ['another kind of ballot', approved('irv', [[1, 'a']]), 'ballots[0].ranking: is missing'],
  ['another type of ballot', ranked('irv', [], { ballot_type: 'score' }), 'ballot_type: must be "ranked", not "score"'],
  ['no seats', ranked('stv_scottish', []), 'seats: is missing'],
  ['no seat at all', ranked('stv_scottish', [], { seats: 0 }), 'seats: must be a whole number from 1'],
  ['two seats for one', ranked('schulze', [], { seats: 2 }), 'seats: must be a whole number from 1 to 1, not 2'],
  [
    'a param that might matter',
    ranked('schulze', [], { params: { strenght: 'winning' } }),
    'params.strenght: is not known for schulze',
  ],
  [
    'an unknown strength',
    ranked('schulze', [], { params: { strength: 'x' } }),
    'params.strength: must be "winning" or "margins" or "ratio", not "x"',
  ],
  [
    'another treatment of shared ranks',
    ranked('irv', [], { params: { equal_rank: 'split' } }),
    'params.equal_rank: must be "exhaust"',
  ],
  [
    'a tie order with a gap',
    ranked('irv', [], { params: { tie_order: ['a', 'b'] } }),
    'params.tie_order: does not name "c"',
  ],
  ['scores out of range', scored('score', [[1, { a: 6 }]], { min: 0, max: 5 }), 'ballots[0].scores: has a score'],
  [
    'scores that are text',
    scored('star', [[1, { a: '5' }]], { max: 5 }),
    'ballots[0].scores.a: must be a whole number',
  ],
  ['a score for a stranger', scored('star', [[1, { x: 5 }]], { max: 5 }), 'ballots[0].scores.x: is no candidate'],
  ['no range', scored('score', [], {}), 'params.max: is missing'],
  ['too many dots', scored('dot_vote', [[1, { a: 6 }]], { dots: 5 }), 'ballots[0].scores: has more dots'],
  ['too few dots', scored('dot_vote', [[1, { a: 4 }]], { dots: 5 }), 'ballots[0].scores: has fewer dots'],
  ['approved twice', approved('approval', [[1, 'aa']]), 'ballots[0].approve: names a candidate twice'],
  [
    'too many committees',
    { ...approved('pav', [], { seats: 12 }), candidates: Array.from({ length: 30 }, (_, at) => `c${at}`) },
    'seats: asks to compare 86493225 committees; 200000 can be',
  ],
  [
    'a project without a cost',
    approved('mes', [], { params: { ...purse, costs: { a: 1 } } }),
    'params.costs.b: is missing',
  ],
  [
    'a cost below nothing',
    approved('mes', [], { params: { ...purse, budget: '-1' } }),
    'params.budget: must be an amount',
  ],
  [
    'a cost over nothing',
    approved('mes', [], { params: { ...purse, budget: '1/0' } }),
    'params.budget: must be an amount',
  ],
  [
    'an unknown completion',
    approved('mes', [], { params: { ...purse, completion: 'increment 0' } }),
    'params.completion: must be "none"',
  ],
  ['more votes than electors', pass({ electorate: 5 }), 'tally: has more votes than the electorate'],
  ['an unknown base', pass({ rule: { ...rule, base: 'x' } }), 'rule.base: must be'],
  ['a threshold above all', pass({ rule: { ...rule, threshold: '3/2' } }), 'rule.threshold: must be a fraction'],
  [
    'a quorum above 100 %',
    pass({ rule: { ...rule, quorum: { of: 'electorate', fraction: '101/100' } } }),
    'rule.quorum.fraction: must be a fraction',
  ],
  ['a rule that might matter', pass({ rule: { ...rule, veto: true } }), 'rule.veto: is not known'],
  [
    'a compact candidate that is not there',
    { id: 'x', seats: 1, candidates: 2, ballots: [[1, [2]]] },
    'ballots[0][1][0]: must be a whole number from 0 to 1, not 2',
  ],
  [
    'a compact candidate twice',
    { id: 'x', seats: 1, candidates: 2, ballots: [[1, [1, 1]]] },
    'ballots[0][1]: names a candidate twice',
  ],
  [
    'a compact project twice',
    {
      id: 'x',
      budget: 1,
      projects: [
        ['a', 1, 1],
        ['a', 1, 1],
      ],
    },
    'projects[1][0]: is there twice',
  ],
])('%s is malformed', (_, one, message) => {
  expect(() => tallied(one)).toThrow(MalformedCase);
  expect(() => tallied(one)).toThrow(message);
});

test.each([
  ['', 1],
  ['[]', 1],
  ['{"id": "x",\n "method":}', 2],
  ['{"id": "x"}\n}', 2],
  [
    '{"id": "x",\n "method": "irv",\n "candidates": ["a"],\n "ballots": [\n {"count": 1, "ranking": []},\n {"count": -1}]}',
    6,
  ],
  ['\n{"id": "x",\n "method": "irv"}', 2],
])('the line of what is wrong in %j is %i', (text, line) => {
  expect(() => tallyCase(text)).toThrow(expect.objectContaining({ line }) as Error);
});
