import type { ReasonMode, Role } from './ballot.ts';
import type { MethodName } from './methods/index.ts';

/** What an elector fills in: one stance, one option, a set, points, dots, a ranking, a set of projects with costs, or amounts for buckets. */
export const ballotKinds = [
  'stance',
  'choice',
  'approval',
  'score',
  'dots',
  'ranking',
  'projects',
  'allotment',
] as const;
export type BallotKind = (typeof ballotKinds)[number];

/** The methods that a proposal may be counted by, each with the ballot it asks for. The others are counted in comparisons and imports. */
export const ballotOf = {
  consent: 'stance',
  majority: 'stance',
  plurality: 'choice',
  approval: 'approval',
  score: 'score',
  dot_vote: 'dots',
  schulze: 'ranking',
  irv: 'ranking',
  stv_scottish: 'ranking',
  mes: 'projects',
  pb_greedy: 'projects',
  allotment: 'allotment',
  dot_budget: 'dots',
} as const satisfies Partial<Record<MethodName, BallotKind>>;
export type OfferedMethod = keyof typeof ballotOf;

/** Whether two options may share a place on a ballot of this method. */
export function allowsTies(method: OfferedMethod): boolean {
  return method === 'schulze';
}

/** An option to start from: its name is a key, of which screens and mails have the words, the icon and the prompt for a reason. */
export interface TemplateOption {
  readonly id: string;
  readonly role: Role;
}

/** When a stance vote passes: more than (`gt`) or at least (`gte`) a share of those who took a side, and with how many blocks at most. */
export interface TemplateBar {
  readonly threshold: string;
  readonly compare: 'gt' | 'gte';
  readonly maxBlocks?: number;
}

/** A way to decide that a group finds ready: a prefill of everything but the question. It binds nothing. */
export interface Template {
  /** The methods that it may be counted by; the first unless the author says otherwise. */
  readonly methods: readonly [OfferedMethod, ...OfferedMethod[]];
  /** The options, or null where the author writes them. */
  readonly options: readonly TemplateOption[] | null;
  /** Null: it only asks, or the best options win. */
  readonly bar: TemplateBar | null;
  /** Whether the group's usual quorum is asked for. */
  readonly hasQuorum: boolean;
  readonly reasons: ReasonMode;
  readonly days: number;
  readonly results: 'live' | 'after_own' | 'after_close';
}

const agree = { id: 'agree', role: 'yes' } as const;
const abstain = { id: 'abstain', role: 'abstain' } as const;
const standAside = { id: 'stand_aside', role: 'abstain' } as const;
const disagree = { id: 'disagree', role: 'no' } as const;
const half = { threshold: '1/2', compare: 'gt' } as const;

/** A question to the group that decides nothing by itself. */
const asks = { bar: null, hasQuorum: false, reasons: 'optional', results: 'after_own' } as const;
/** Options written by the author, of which the best win. */
const poll = { ...asks, options: null, days: 3, results: 'live' } as const;

/** The doors of "New decision", with the defaults of decisions.md 1. */
export const templates = {
  sense_check: {
    ...asks,
    methods: ['majority'],
    options: [
      { id: 'looks_good', role: 'yes' },
      { id: 'not_sure', role: 'abstain' },
      { id: 'concerned', role: 'no' },
    ],
    days: 3,
  },
  advice: { ...asks, methods: ['majority'], options: [agree, abstain], days: 7 },
  gradients: {
    ...asks,
    methods: ['majority'],
    options: [
      { id: 'endorse', role: 'yes' },
      { id: 'minor_concern', role: 'yes' },
      { id: 'reservations', role: 'yes' },
      abstain,
      { id: 'more_discussion', role: 'no' },
      { id: 'dislike_but_support', role: 'yes' },
      disagree,
      { id: 'veto', role: 'block' },
    ],
    days: 5,
  },
  opt_in: {
    ...asks,
    methods: ['majority'],
    options: [
      { id: 'in', role: 'yes' },
      { id: 'out', role: 'no' },
    ],
    days: 3,
    results: 'live',
  },
  consent: {
    methods: ['consent'],
    options: [{ id: 'consent', role: 'yes' }, standAside, { id: 'object', role: 'block' }],
    // More than nothing of those who took a side is one yes at least.
    bar: { threshold: '0/1', compare: 'gt' },
    hasQuorum: true,
    reasons: 'required_for_block',
    days: 7,
    results: 'after_own',
  },
  consensus: {
    methods: ['majority'],
    options: [agree, standAside, disagree, { id: 'block', role: 'block' }],
    bar: { ...half, maxBlocks: 0 },
    hasQuorum: true,
    reasons: 'required_for_no_and_block',
    days: 7,
    results: 'after_own',
  },
  proposal: {
    methods: ['majority'],
    options: [agree, abstain, disagree],
    bar: half,
    hasQuorum: true,
    reasons: 'optional',
    days: 7,
    results: 'after_own',
  },
  two_thirds: {
    methods: ['majority'],
    options: [agree, abstain, disagree],
    bar: { threshold: '2/3', compare: 'gte' },
    hasQuorum: true,
    reasons: 'optional',
    days: 7,
    results: 'after_own',
  },
  choose_one: { ...poll, methods: ['plurality'] },
  approval: { ...poll, methods: ['approval'] },
  ranked: { ...poll, methods: ['schulze', 'irv'] },
  score: { ...poll, methods: ['score'] },
  dots: { ...poll, methods: ['dot_vote'] },
  budget: { ...poll, methods: ['mes', 'pb_greedy'], days: 7, results: 'after_own' },
  /** Begun by a budget round, never by hand. */
  round: { ...poll, methods: ['allotment', 'dot_budget', 'mes'], days: 7, results: 'after_close' },
  election: {
    ...poll,
    methods: ['schulze', 'stv_scottish'],
    hasQuorum: true,
    days: 7,
    results: 'after_close',
  },
} as const satisfies Record<string, Template>;
export type TemplateName = keyof typeof templates;

/** The template of each way in which a group may usually decide: the words of the rule `decision.method`. */
export const usualTemplates = {
  consent: 'consent',
  consensus: 'consensus',
  majority: 'proposal',
  two_thirds: 'two_thirds',
} as const satisfies Readonly<Record<string, TemplateName>>;
