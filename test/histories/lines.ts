import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { eur } from './eur.ts';
import type { Model } from './model.ts';

/** Planned money of the general fund. */
export interface Line {
  readonly name: string;
  /** What opened it; null for the pot of a round, which nobody spends. */
  readonly decision: Decision | null;
  /** Its last day. */
  readonly until: string | null;
  planned: bigint;
  spent: bigint;
  isOpen: boolean;
}

/** What the group has decided, and how far it is carried out. */
export interface Decision {
  readonly title: string;
  readonly kind: string;
  /** Whether the neighbours decided it. */
  readonly isTheirs?: boolean;
  /** Carries it out: `DONE`, or why not. Asked again where somebody tries again. */
  readonly effect: (model: Model, decision: Decision) => string;
  state: 'DONE' | 'DROPPED' | 'FAILED';
  code: string;
  isTakenBack: boolean;
  /** What it raised, by how much. */
  raised?: { readonly line: Line; readonly minor: bigint };
}

/** The group decides, which takes a day: what the form says, else what became of it. */
export function decides(model: Model, of: Pick<Decision, 'kind' | 'effect' | 'isTheirs'>, form = 'ok'): string {
  if (form !== 'ok') return form;
  const decision: Decision = { ...of, title: nextTitle(model), state: 'FAILED', code: '', isTakenBack: false };
  model.decisions.push(decision);
  model.passes(daysAfter(model.today, 1), () => carriesOut(model, decision));
  return decision.code;
}

export const nextTitle = (model: Model): string => `D${model.decisions.length + 1}`;

function carriesOut(model: Model, decision: Decision): void {
  decision.code = decision.effect(model, decision);
  decision.state = decision.code === 'DONE' ? 'DONE' : 'FAILED';
}

/** What failed is given up: a budget that it would have adopted is a draft again. */
export function drops(model: Model, decision: Decision): void {
  decision.state = 'DROPPED';
  for (const budget of model.budgets)
    if (budget.decision === decision && budget.state === 'PROPOSED') budget.state = 'DRAFT';
}

/** What open advances keep of a line. */
export function advancedOn(model: Model, line: Line): bigint {
  return model.expenses.reduce((sum, one) => (one.line === line ? sum + one.keeps : sum), 0n);
}

/** Opens a line where the fund has so much. */
export function opens(
  model: Model,
  of: Pick<Line, 'name' | 'decision' | 'planned'> & { until?: string | null },
): string {
  if (model.available('general') < of.planned) return 'FUND_SHORT';
  model.lines.push({ until: null, ...of, spent: 0n, isOpen: true });
  return 'DONE';
}

/** After its last day a line closes, and so does one whose decision was taken back or whose authority has ended; not while advances are out. */
export function lineClock(model: Model): void {
  for (const line of model.lines) {
    const isOver = line.decision !== null && line.until !== null && line.until < model.today;
    const isLeft =
      line.decision?.isTakenBack || model.authorities.some((one) => one.line === line && one.ended !== null);
    if (line.isOpen && (isOver || isLeft) && advancedOn(model, line) === 0n) line.isOpen = false;
  }
}

function changes(model: Model, line: Line, of: { change: 'raise' | 'lower' | 'close'; minor: bigint }): string {
  const { change, minor } = of;
  const left = line.planned - line.spent - advancedOn(model, line);
  if (!line.isOpen) return 'LINE_CLOSED';
  if (change === 'close' && advancedOn(model, line) > 0n) return 'ADVANCES_OPEN';
  if (change === 'raise' && model.available('general') < minor) return 'FUND_SHORT';
  if (change === 'lower' && (left < minor || line.planned <= minor)) return 'LINE_SPENT';
  if (change === 'close') line.isOpen = false;
  else line.planned += change === 'raise' ? minor : -minor;
  return 'DONE';
}

const nth = fc.nat(9);
const kinds = { raise: 'BUDGET_LINE_RAISE', lower: 'BUDGET_LINE_LOWER', close: 'BUDGET_LINE_CLOSE' } as const;

/** Decisions over budget lines, tried again where they failed, or given up. */
export const lineCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(fc.bigInt({ min: 1n, max: 9000n }), fc.option(fc.integer({ min: 1, max: 20 }))).map(([planned, days]) =>
    command<{ title: string; until: string | null }>({
      of: (model) => ({ title: nextTitle(model), until: days === null ? null : daysAfter(model.today, days) }),
      name: ({ title, until }) => `${title} opens a line of ${planned}${until ? ` until ${until}` : ''}`,
      expects: (model, { title, until }) =>
        decides(model, {
          kind: 'open',
          effect: (now, decision) => opens(now, { name: title, decision, planned, until }),
        }),
      does: (house, { title, until }) =>
        house.decides(title, { kind: 'BUDGET_LINE_OPEN', title, amount: eur(planned), until }),
    }),
  ),
  fc
    .tuple(nth, fc.bigInt({ min: 1n, max: 5000n }), fc.constantFrom('raise', 'lower', 'close'))
    .map(([at, minor, change]) =>
      command<{ title: string; line: Line }>({
        of: (model) => {
          const line = prefer(model.lines, at, ({ isOpen, decision }) => isOpen && decision !== null);
          return line && { title: nextTitle(model), line };
        },
        name: ({ title, line }) =>
          `${title} would ${change} line ${line.name}${change === 'close' ? '' : ` by ${minor}`}`,
        expects(model, { line }) {
          const effect: Decision['effect'] = (now, decision) => {
            const word = changes(now, line, { change, minor });
            if (word === 'DONE' && change === 'raise') decision.raised = { line, minor };
            return word;
          };
          const isThere = line.isOpen && line.decision !== null;
          return decides(model, { kind: change, effect }, isThere ? 'ok' : 'BAD_USER_INPUT effects.0.lineId');
        },
        does: async (house, { title, line }) =>
          house.decides(title, {
            kind: kinds[change],
            lineId: await house.the('line', line.name),
            ...(change === 'close' ? {} : { amount: eur(minor) }),
          }),
      }),
    ),
  fc.tuple(nth, fc.boolean()).map(([at, isAgain]) =>
    command<Decision>({
      of: (model) => prefer(model.decisions, at, ({ state }) => state === 'FAILED'),
      name: ({ title }) => (isAgain ? `Ana tries ${title} again` : `Ana gives ${title} up`),
      expects(model, decision) {
        if (decision.state !== 'FAILED') return 'CONFLICT';
        if (!isAgain) {
          drops(model, decision);
          return 'DROPPED';
        }
        carriesOut(model, decision);
        return decision.code;
      },
      async does(house, { title }) {
        const of = { id: house.id(title), note: 'Not now' };
        const word = await house.does('ana', isAgain ? 'retryEffects' : 'dropEffects', of);
        return word === 'ok' ? house.carriedOut(title) : word;
      },
    }),
  ),
];
