import { expect, test } from 'vitest';
import {
  amended,
  type Demand,
  frameFault,
  isWithin,
  mandateOf,
  procedureFor,
  type RuleChange,
  usualWay,
} from './procedures.ts';
import { isRuleKey, ruleClass, ruleFits, type RuleKey, ruleNames, ruleText, withRule } from './rule-keys.ts';
import { changeClasses } from './rule-shapes.ts';
import { presets, type Rulebook, rulebookFault, rulebookOf, usualMethods } from './rulebook.ts';

const club = rulebookOf('club', 'open');
const line = (minor: string): Demand => ({ kind: 'budget_line.open', payload: { minor } });
const change = (key: RuleKey): Demand => ({ kind: 'rulebook.amend', payload: { changes: [{ key }] } });

test.each([
  ['nothing', [], 'usual'],
  ['a light rule', [change('event.create')], 'usual'],
  ['a hard rule', [change('decision.quorum')], 'entrenched'],
  ['a light rule beside a hard one', [change('event.create'), change('duty.by')], 'entrenched'],
  ['how a light rule is changed', [change('class.event.create')], 'entrenched'],
  ['removing somebody', [{ kind: 'member.remove', payload: {} }], 'removal'],
  ['taking back a usual decision', [{ kind: 'decision.take_back', payload: { procedure: 'usual' } }], 'usual'],
  ['taking back a heavy one', [{ kind: 'decision.take_back', payload: { procedure: 'entrenched' } }], 'entrenched'],
  ['money at the limit', [line('30000'), line('20000')], 'usual'],
  ['money one cent above the limit, in two lines', [line('30000'), line('20001')], 'entrenched'],
] as const)('%s needs a procedure', (_, demands, procedure) => {
  expect(procedureFor(demands, withRule(club, 'decision.spendMax', '50000'))).toBe(procedure);
});

test('without a limit any sum is a usual decision', () => {
  expect(procedureFor([line('99999999')], club)).toBe('usual');
});

test.each([
  [{ method: 'majority', threshold: '2/3', quorum: '1/2', days: 7 }, null],
  [{ method: 'majority', threshold: '3/4', quorum: '2/3', days: 9 }, null],
  [{ method: 'consent', threshold: '0/1', quorum: '1/2', days: 7 }, 'method'],
  [{ method: 'majority', threshold: '333/500', quorum: '1/2', days: 7 }, 'threshold'],
  [{ method: 'majority', threshold: '2/3', quorum: '499/1000', days: 7 }, 'quorum'],
  [{ method: 'majority', threshold: '2/3', quorum: '1/2', days: 6 }, 'days'],
] as const)('%j lacks %s for what is entrenched', (asked, fault) => {
  expect(frameFault('entrenched', asked)).toBe(fault);
  expect(frameFault('usual', asked)).toBeNull();
});

test.each([
  ['friends', { method: 'consent', quorum: '1/2', days: 2 }, { method: 'two_thirds', quorum: '1/2', days: 7 }],
  ['club', { method: 'consent', quorum: '1/3', days: 4 }, { method: 'two_thirds', quorum: '1/2', days: 7 }],
  ['association', { method: 'majority', quorum: '1/4', days: 7 }, { method: 'two_thirds', quorum: '1/2', days: 7 }],
] as const)('%s usually decide by %j, and by %j what needs more', (preset, usual, heavy) => {
  const book = withRule(rulebookOf(preset, 'closed'), 'decision.spendMax', '50000');
  expect(usualWay([], book)).toEqual(usual);
  expect(usualWay([line('50000')], book)).toEqual(usual);
  expect(usualWay([line('50001')], book)).toEqual(heavy);
  expect(usualWay([change('decision.method')], book)).toEqual(heavy);
});

test.each(usualMethods)('a group that has settled on %s decides so, but not about what needs more', (method) => {
  const book = withRule(club, 'decision.method', method);
  expect(usualWay([], book)).toEqual({ method, quorum: '1/3', days: 4 });
  const strict = withRule(withRule(book, 'decision.quorum', '2/3'), 'decision.days', '10');
  expect(usualWay([change('duty.by')], strict)).toEqual({ method: 'two_thirds', quorum: '2/3', days: 10 });
});

test('a rulebook of before, without a method, is read as majority', () => {
  const old: Rulebook = { ...club, decision: { quorum: '1/3', days: 4 } };
  expect(ruleText(old, 'decision.method')).toBe('majority');
  expect(usualWay([], old).method).toBe('majority');
  expect(ruleClass(old, 'decision.method')).toBe('entrenched');
  expect(rulebookFault(old as unknown as Record<string, unknown>)).toBeNull();
});

test('a mandate holds its limit, and what was put in later does not pass', () => {
  const mandate = mandateOf([line('50000')], withRule(club, 'decision.spendMax', '50000'), 3);
  expect(mandate).toEqual({ procedure: 'usual', rulebook: 3, spendMax: '50000' });
  expect(isWithin(mandate, [line('50000')])).toBe(true);
  expect(isWithin(mandate, [line('50001')])).toBe(false);
  expect(isWithin(mandate, [{ kind: 'member.remove', payload: {} }])).toBe(false);
});

test.each(presets)(
  'every rule of the preset %s reads as a value that fits, and writing it back changes nothing',
  (preset) => {
    const book = rulebookOf(preset, 'closed');
    for (const name of ruleNames)
      for (const key of [name, `class.${name}`] as const) {
        const value = ruleText(book, key);
        expect([key, value, ruleFits(key, value)]).toEqual([key, value, true]);
        const written = withRule(book, key, value);
        expect(ruleText(written, key)).toBe(value);
        expect(rulebookFault(written as unknown as Record<string, unknown>)).toBeNull();
      }
  },
);

test.each([
  ['event.create', 'maybe'],
  ['joining', 'closed'],
  ['decision.method', 'schulze'],
  ['decision.quorum', '3/2'],
  ['decision.quorum', '1/0'],
  ['decision.days', '0'],
  ['decision.days', '7.5'],
  ['spending.one', '-1'],
  ['spending.one', ''],
  ['class.joining', 'nobody'],
] as const)('%s cannot be %j', (key, value) => {
  expect(ruleFits(key, value)).toBe(false);
});

test('what is no rule is none', () => {
  expect(['visibility', 'class.', 'class.class.joining', 'constructor', '__proto__'].filter(isRuleKey)).toEqual([]);
});

test('a clause that has moved since is not written over, and one person may not be asked for more than two', () => {
  const twice: RuleChange[] = [{ key: 'joining', before: 'approval', after: 'invited' }];
  expect(amended(club, twice, 'usual')).toEqual({ fault: { code: 'CLAUSE_MOVED', key: 'joining', now: 'open' } });
  const bands: RuleChange[] = [{ key: 'spending.one', before: '5000', after: '60000' }];
  expect(amended(club, bands, 'usual')).toEqual({ fault: { code: 'UNFIT', key: 'spending.two' } });
});

// A toy rulebook of three keys: one light, one usual, one hard, and how each of them is changed.
const toy = ['event.create', 'joining', 'decision.days'] as const;
const keys: readonly RuleKey[] = [...toy, 'class.event.create', 'class.joining', 'class.decision.days'];
const values: Readonly<Record<string, readonly string[]>> = {
  'event.create': ['yes', 'no'],
  joining: ['open', 'invited'],
  'decision.days': ['4', '1'],
};
const single = keys.flatMap((key) => (values[key] ?? changeClasses).map((after) => [{ key, after }]));
const pairs = single.flatMap(([one]) => single.filter(([two]) => two!.key > one!.key).map(([two]) => [one!, two!]));
const patches = [...single, ...pairs];
const stateOf = (book: Rulebook): string => JSON.stringify(keys.map((key) => ruleText(book, key)));

interface Reached {
  readonly book: Rulebook;
  /** Nobody has had two thirds on the way here. */
  readonly isLight: boolean;
}
const hard = keys.filter((key) => ruleClass(club, key) === 'entrenched');
const asks = (['usual', 'entrenched', 'removal'] as const).flatMap((procedure) =>
  patches.map((patch) => ({ procedure, patch })),
);

/** Where one amendment leads, or null where it is refused. Checks that it changed nothing that its procedure does not open. */
function step({ book, isLight }: Reached, { procedure, patch }: (typeof asks)[number]): Reached | null {
  const changes = patch.map(({ key, after }) => ({ key, before: ruleText(book, key), after }));
  const outcome = amended(book, changes, procedure);
  if (!('book' in outcome)) return null;
  const moved = keys.filter((key) => ruleText(outcome.book, key) !== ruleText(book, key));
  const closed = procedure === 'entrenched' ? [] : moved.filter((key) => ruleClass(book, key) === 'entrenched');
  if (closed.length > 0) throw new Error(`${closed.join()} moved by a decision that was ${procedure}`);
  return { book: outcome.book, isLight: isLight && procedure !== 'entrenched' };
}

test('no sequence of up to four amendments changes a rule other than by its class', () => {
  let reached = new Map<string, Reached>([['start', { book: club, isLight: true }]]);
  let steps = 0;
  for (let length = 1; length <= 4; length += 1) {
    const found = [...reached.values()].flatMap((one) => asks.map((ask) => step(one, ask)));
    steps += found.length;
    reached = new Map(
      [...reached.values(), ...found]
        .filter((one) => one !== null)
        .map((one) => [`${stateOf(one.book)}${one.isLight}`, one]),
    );
  }
  // By whatever road: without two thirds no hard rule and no class of a rule has ever moved.
  for (const { book, isLight } of reached.values())
    if (isLight) expect(hard.map((key) => ruleText(book, key))).toEqual(hard.map((key) => ruleText(club, key)));
  expect(steps).toBeGreaterThan(100_000);
});
