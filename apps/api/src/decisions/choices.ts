import {
  allowsTies,
  checkBallot,
  isReasonRequired,
  type Choice,
  type OfferedMethod,
  orderedChoice,
  REASON_MAX,
  type Rules,
} from '#libs/voting';
import { BallotRefused, type BallotChoice, type CastBallotInput, type RefusalCode } from './ballots.graphql.ts';
import type { StoredOption } from './question.ts';
import { say, type Words } from '../platform/words/words.ts';

/** A question as ballots meet it: the frozen rules without the withdrawn options, and the words of all. */
export interface AskedQuestion {
  readonly rules: Rules;
  readonly options: readonly StoredOption[];
}

/** Reads a ballot and asks the count's validator: the choice in its one form, or why it is not taken, naming the option. */
export function readBallot(
  asked: AskedQuestion,
  input: Omit<CastBallotInput, 'proposalId'>,
  reason: string,
): { readonly choice: Choice } | { readonly refused: BallotRefused } {
  const given = formsOf(input);
  if (given.length !== 1) return { refused: new BallotRefused('WRONG_SHAPE', say`Choose one of the answers first.`) };
  const choice = given[0]!;
  const twice = input.points && repeated(input.points.map(({ option }) => option));
  if (twice) return { refused: refusal(asked, 'RANK_DUPLICATE', choice, twice) };
  const code = orderFault(asked.rules, choice) ?? checkBallot(asked.rules, choice, reason);
  return code ? { refused: refusal(asked, code, choice) } : { choice };
}

/** Every form that is filled in, in the order in which equal ballots are equal text. */
function formsOf({ option, options, points, ranking, abstain }: Omit<CastBallotInput, 'proposalId'>): Choice[] {
  const forms: (Choice | false)[] = [
    option != null && { option },
    options != null && { options },
    points != null && { points: Object.fromEntries(points.map((one) => [one.option, one.points])) },
    ranking != null && { ranking },
    abstain === true && { abstain },
  ];
  return forms.filter((form) => form !== false).map(orderedChoice);
}

/** What the count could read and a person did not mean: a place left empty, or shared where the method does nothing with it. */
function orderFault(rules: Rules, choice: Choice): 'RANK_GAP' | 'RANK_TIED' | null {
  if (!('ranking' in choice)) return null;
  const last = choice.ranking.findLastIndex((rank) => rank.length > 0);
  if (choice.ranking.some((rank, at) => at < last && rank.length === 0)) return 'RANK_GAP';
  const isTied = choice.ranking.some((rank) => rank.length > 1);
  return isTied && !allowsTies(rules.method as OfferedMethod) ? 'RANK_TIED' : null;
}

function repeated(ids: readonly string[]): string | null {
  return ids.find((id, at) => ids.indexOf(id) !== at) ?? null;
}

interface Sentence {
  readonly text: Words;
  readonly option?: string | null | undefined;
}

interface Case {
  readonly asked: AskedQuestion;
  readonly choice: Choice;
  /** Every option named, as often as it is. */
  readonly ids: readonly string[];
  readonly label: (id: string) => string;
  readonly settings: Readonly<Record<string, number>>;
}

/** What a fault says of this ballot; it names the option wherever one is at fault. */
const sentences: { readonly [C in RefusalCode]?: (of: Case) => Sentence } = {
  WRONG_SHAPE: () => ({ text: say`This answer belongs to another kind of vote. Reload the page, then vote.` }),
  OPTION_UNKNOWN: ({ asked, ids }) => ({
    text: say`One of the options on your ballot is none of this vote. Choose one of the options.`,
    option: ids.find((id) => !asked.rules.options.some((one) => one.id === id)),
  }),
  OPTION_WITHDRAWN: ({ asked, ids, label }) => {
    const option = ids.find((id) => asked.rules.options.some((one) => one.id === id && one.withdrawn))!;
    return { text: say`"${label(option)}" was withdrawn. Take it off your ballot.`, option };
  },
  TOO_FEW: ({ choice, settings }) => ({
    text: 'ranking' in choice ? say`Put at least one option in a place.` : say`Choose ${settings['min'] ?? 1} or more.`,
  }),
  TOO_MANY: ({ ids, label, settings }) => ({
    text: say`Choose ${settings['max']!} at most; you chose ${ids.length}: ${ids.map(label).join(', ')}.`,
  }),
  SCORE_RANGE: ({ asked, choice, label, settings }) => {
    const highest = asked.rules.method === 'score' ? settings['max']! : Number.MAX_SAFE_INTEGER;
    const [option, points] = Object.entries('points' in choice ? choice.points : {}).find(
      ([, given]) => given < 0 || given > highest,
    )!;
    const text =
      asked.rules.method === 'score'
        ? say`"${label(option)}" has ${points}. Scores go from 0 to ${highest}.`
        : say`"${label(option)}" has ${points}. Dots start at 0.`;
    return { text, option };
  },
  DOTS_EXCEEDED: ({ choice, settings }) => ({
    text: say`You have ${settings['dots']!} dots and gave ${dotsOf(choice)}. Take some back.`,
  }),
  DOTS_UNSPENT: ({ choice, settings }) => ({
    text: say`Give all your ${settings['dots']!} dots; you gave ${dotsOf(choice)}.`,
  }),
  OVER_SHARE: ({ asked, choice }) => {
    const { currency, round } = roundOf(asked);
    const gave = { minor: BigInt(dotsOf(choice)), currency };
    return {
      text: say`Your share is ${{ minor: BigInt(round.share), currency }}, and you gave ${gave}. Take some back.`,
    };
  },
  OVER_STRETCH: ({ asked, choice, label }) => {
    const { currency, round } = roundOf(asked);
    const most = (id: string): bigint => BigInt(round.stretch[id] ?? '0');
    const [option] = Object.entries('points' in choice ? choice.points : {}).find(
      ([id, minor]) => BigInt(minor) > most(id),
    )!;
    return {
      text: say`"${label(option)}" can use ${{ minor: most(option), currency }} at most. Give it less.`,
      option,
    };
  },
  RANK_DUPLICATE: ({ ids, label }) => {
    const option = repeated(ids);
    return { text: say`"${option ? label(option) : ''}" stands on your ballot twice.`, option };
  },
  RANK_TIED: ({ choice, label }) => {
    const rank = 'ranking' in choice ? choice.ranking.findIndex((ids) => ids.length > 1) : 0;
    const ids = 'ranking' in choice ? choice.ranking[rank]! : [];
    return {
      text: say`${ids.map((id) => `"${label(id)}"`).join(', ')} share place ${rank + 1}. Give each a place of its own.`,
      option: ids[0],
    };
  },
  RANK_GAP: ({ choice }) => {
    const gap = 'ranking' in choice ? choice.ranking.findIndex((ids) => ids.length === 0) : 0;
    return { text: say`Place ${gap + 1} is empty. Move the options below it up.` };
  },
  REASON_REQUIRED: ({ asked, ids, label }) => ({
    text: isReasonRequired(asked.rules.reasons, null)
      ? say`Say why: this vote asks everybody for a reason.`
      : say`Say why: "${ids[0] ? label(ids[0]) : ''}" needs a reason.`,
    option: ids[0],
  }),
  REASON_TOO_LONG: () => ({ text: say`The reason has more than ${REASON_MAX} characters.` }),
  REASON_REFUSED: () => ({ text: say`This vote takes no reasons. Write a comment instead.` }),
};

const usualWords: Readonly<Record<string, string>> = {
  object: 'Object',
  block: 'Block',
  disagree: 'Disagree',
  veto: 'Veto',
};

function refusal(asked: AskedQuestion, code: RefusalCode, choice: Choice, twice?: string): BallotRefused {
  const { settings } = asked.rules as { settings: Readonly<Record<string, number>> | null };
  const label = (id: string): string =>
    asked.options.find((one) => one.id === id)?.label || usualWords[id] || id.slice(0, 40);
  const ids = twice ? [twice, twice] : idsOf(choice);
  const { text, option } = sentences[code]!({ asked, choice, ids, label, settings: settings ?? {} });
  return new BallotRefused(code, text, option ?? null);
}

function roundOf({ rules, options }: AskedQuestion): { currency: string; round: Rules<'allotment'>['settings'] } {
  return { currency: options[0]!.cost!.currency, round: (rules as Rules<'allotment'>).settings };
}

function idsOf(choice: Choice): readonly string[] {
  if ('option' in choice) return [choice.option];
  if ('options' in choice) return choice.options;
  if ('ranking' in choice) return choice.ranking.flat();
  return 'points' in choice ? Object.keys(choice.points) : [];
}

function dotsOf(choice: Choice): number {
  return Object.values('points' in choice ? choice.points : {}).reduce((sum, dots) => sum + dots, 0);
}

/** A stored choice as the API shows it. */
export function choiceView(choice: Choice): BallotChoice {
  return {
    option: 'option' in choice ? choice.option : null,
    options: 'options' in choice ? [...choice.options] : null,
    points: 'points' in choice ? Object.entries(choice.points).map(([option, points]) => ({ option, points })) : null,
    ranking: 'ranking' in choice ? choice.ranking.map((rank) => [...rank]) : null,
    abstain: 'abstain' in choice,
  };
}
