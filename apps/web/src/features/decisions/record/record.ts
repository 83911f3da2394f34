import type { ProposalPartsFragment, ProposalRecordQuery } from '../../../gql/graphql.ts';
import { dateText } from '../../../platform/dates.ts';
import { amountText } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';
import { missingText } from '../candidacies/candidates.ts';
import { choiceText } from '../ballots/ballotForm.ts';
import { effectNotes, effectSentence } from '../effectWords.ts';
import { othersText, outcomeText, valueText, wordIn } from '../results/resultText.ts';
import { exactText, optionLabel, optionMeaning, ruleText, standText } from '../stances.ts';
import { executionWords, proposalWords } from '../words.ts';
import { boardOf, dayOf, objectionsOf, statementsOf, textsBefore } from './life.ts';

/** A piece of a record: plain words, lines of a list, a table, or Markdown that somebody wrote. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'written'; readonly markdown: string; readonly html: string };

export interface Section {
  readonly title: string;
  readonly pieces: readonly Piece[];
}

/** A decision as a document: what stands on its page and nothing else, so that it tells nobody more. */
export interface DecisionRecord {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly sections: readonly Section[];
}

type Proposal = ProposalPartsFragment;
type Tally = NonNullable<Proposal['tally']>;

const words = (...texts: readonly string[]): Piece => ({ kind: 'words', text: texts.filter(Boolean).join(' ') });

/** What a record is written from. */
export type Recorded = Omit<ProposalRecordQuery, 'proposal'> & { readonly proposal: Proposal };

/** The record of a decision; `address` is where it stands. */
export function recordOf({ proposal, proposalTexts, proposalStatements }: Recorded, address: string): DecisionRecord {
  const { zone } = proposal.group;
  const sections = [
    { title: say('register.record.text'), pieces: textOf(proposal) },
    { title: say('register.record.before'), pieces: textsBefore(proposalTexts, zone) },
    { title: say('register.record.question'), pieces: questionOf(proposal) },
    { title: say('register.record.result'), pieces: resultOf(proposal) },
    { title: say('register.record.outcome'), pieces: statementsOf(proposalStatements, zone) },
    { title: say('life.objection.title'), pieces: objectionsOf(proposal) },
    { title: say('register.record.ballots'), pieces: ballotsOf(proposal) },
    { title: say('secret.board.page'), pieces: boardOf(proposal, address) },
    { title: say('register.record.effects'), pieces: effectsOf(proposal) },
  ];
  return {
    title: proposal.title,
    facts: factsOf(proposal, address),
    sections: sections.filter(({ pieces }) => pieces.length > 0),
  };
}

function factsOf(proposal: Proposal, address: string): [string, string][] {
  const at = (instant: string | null | undefined): string => (instant ? dateText(instant, proposal.group.zone) : '');
  const { text } = proposalWords({ ...proposal, verdict: proposal.tally?.verdict, isOver: proposal.counting });
  const facts: [string, string][] = [
    [say('register.record.number'), `${proposal.number}, ${proposal.group.name}`],
    [say('register.record.author'), proposal.authorName],
    [say('register.record.state'), text],
    [say('cards.takenBackBy'), takenBackText(proposal, address)],
    [say('register.record.opened'), at(proposal.opensAt)],
    [say(proposal.closedAt ? 'register.record.closed' : 'register.record.closes'), at(proposal.closesAt)],
    [
      say('register.record.review'),
      proposal.statement?.reviewOn && !proposal.takenBack ? dayOf(proposal.statement.reviewOn) : '',
    ],
    [say('register.record.event'), proposal.eventTitle ?? ''],
    [say('register.record.withdrawn'), proposal.withdrawnReason ?? ''],
    [say('register.record.address'), address],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** The decision by which it was taken back, when, and where that stands. */
function takenBackText({ id, takenBack, group }: Proposal, address: string): string {
  if (!takenBack) return '';
  const link = say('cards.line.decision', takenBack);
  return [link, dateText(takenBack.at, group.zone), address.replace(id, takenBack.id)].join(', ');
}

function textOf({ body, bodyHtml, textVersion }: Proposal): Piece[] {
  const version = textVersion > 1 ? [words(say('register.record.version', { count: textVersion }))] : [];
  return body ? [{ kind: 'written', markdown: body, html: bodyHtml }, ...version] : version;
}

function questionOf(proposal: Proposal): Piece[] {
  const hasCosts = proposal.options.some(({ cost }) => cost);
  const hasMeanings = proposal.options.some((option) => optionMeaning(option));
  const rows = proposal.options.map((option) => [
    option.withdrawn ? say('register.record.gone', { option: optionLabel(option) }) : optionLabel(option),
    ...(hasMeanings ? [optionMeaning(option)] : []),
    ...(hasCosts ? [option.cost ? amountText(option.cost) : ''] : []),
  ]);
  const head = [
    say('register.record.option'),
    ...(hasMeanings ? [say('register.record.meaning')] : []),
    ...(hasCosts ? [say('register.record.cost')] : []),
  ];
  const missing = missingText(proposal);
  return [
    words(`${say(`kinds.${proposal.template}.name`)}.`, ruleText(proposal)),
    { kind: 'table', head, rows },
    ...(missing ? [words(missing)] : []),
  ];
}

function resultOf(proposal: Proposal): Piece[] {
  const { tally, status, electors, cast } = proposal;
  if (status === 'DRAFT' || status === 'WITHDRAWN') return [];
  const turnout = `${say('cards.ballots', { cast, electors, count: electors })}.`;
  if (!tally) return [words(say(`decisions.hidden.${proposal.showResults}`), turnout)];
  const sentences = proposal.result ? [standText(proposal), exactText(proposal)] : [outcomeText(proposal, tally)];
  return [
    words(...sentences, turnout),
    figuresOf(proposal, tally),
    ...roundsOf(proposal, tally),
    ...duelsOf(proposal, tally),
    ...othersOf(proposal, tally),
  ];
}

function figuresOf(proposal: Proposal, tally: Tally): Piece {
  const word = wordIn(proposal);
  const isRanked = tally.rows.some(({ rank }) => rank != null);
  return {
    kind: 'table',
    head: [
      ...(isRanked ? [say('register.record.rank')] : []),
      say('register.record.option'),
      say('register.record.figure'),
    ],
    rows: tally.rows.map((row) => [
      ...(isRanked ? [String(row.rank ?? '')] : []),
      word(row.option),
      valueText(tally, row),
    ]),
  };
}

function roundsOf(proposal: Proposal, { stages, rows }: Tally): Piece[] {
  if (stages.length < 2) return [];
  const word = wordIn(proposal);
  return [
    {
      kind: 'table',
      head: [say('register.record.option'), ...stages.map((_, at) => say('register.record.round', { count: at + 1 }))],
      rows: rows.map(({ option }) => [
        word(option),
        ...stages.map(({ totals }) => totals.find((one) => one.option === option)?.value ?? '–'),
      ]),
    },
  ];
}

function othersOf(proposal: Proposal, tally: Tally): Piece[] {
  const text = othersText(proposal, tally);
  return text ? [words(text)] : [];
}

/** Each option against each other one: how many prefer the option of the line. */
function duelsOf(proposal: Proposal, { duels, rows }: Tally): Piece[] {
  if (duels.length === 0) return [];
  const word = wordIn(proposal);
  const ids = rows.map(({ option }) => option);
  const preferring = (one: string, other: string): string => {
    const duel = duels.find((two) => [two.one, two.other].includes(one) && [two.one, two.other].includes(other));
    if (!duel || one === other) return '–';
    return String(duel.one === one ? duel.forOne : duel.forOther);
  };
  return [
    {
      kind: 'table',
      head: [say('register.record.preferred'), ...ids.map(word)],
      rows: ids.map((one) => [word(one), ...ids.map((other) => preferring(one, other))]),
    },
  ];
}

function ballotsOf({ ballots, delegation, ...proposal }: Proposal): Piece[] {
  if (ballots.length === 0) return [];
  const isReasoned = ballots.some(({ reason }) => reason !== '');
  const isFollowed = ballots.some(({ votesFor }) => votesFor.length > 0);
  const unresolved = delegation?.unresolved ?? 0;
  const whole = { ...proposal, ballots, delegation };
  return [
    {
      kind: 'table',
      head: [
        say('register.record.voter'),
        say('register.record.choice'),
        ...(isFollowed ? [say('register.record.votesFor')] : []),
        ...(isReasoned ? [say('register.record.reason')] : []),
      ],
      rows: ballots.map(({ name, choice, votesFor, reason }) => [
        name,
        choiceText(whole, choice),
        ...(isFollowed ? [votesFor.join(', ')] : []),
        ...(isReasoned ? [reason] : []),
      ]),
    },
    ...(unresolved > 0 ? [words(say('register.record.unresolved', { count: unresolved }))] : []),
  ];
}

function effectsOf(proposal: Proposal): Piece[] {
  const { effects, execution, group } = proposal;
  if (effects.length === 0) return [];
  const items = effects.map((effect) =>
    [effectSentence(effect), ...effectNotes(effect, group.currency)].filter(Boolean).join(' · '),
  );
  const list: Piece = { kind: 'list', items };
  const tables = effects.flatMap(({ budget }) => (budget ? [budgetTable(budget)] : []));
  if (!execution) return [list, ...tables];
  const appeal = execution.appealedBy
    ? say('register.record.appealed', { name: execution.appealedBy, reason: execution.appealReason ?? '' })
    : '';
  const when = execution.executedAt ? dateText(execution.executedAt, group.zone) : '';
  const state = [executionWords(execution.state).text, when].filter(Boolean).join(', ');
  return [list, ...tables, words(`${state}.`, execution.failureText ?? '', appeal, execution.note ?? '')];
}

/** A budget as it was put to the vote: first what is to be spent, then what is expected. */
function budgetTable({ rows, spending, income }: NonNullable<Proposal['effects'][number]['budget']>): Piece {
  const spend = say('register.record.spend');
  const expect = say('register.record.expect');
  return {
    kind: 'table',
    head: [say('register.record.kind'), say('register.record.what'), say('register.record.amount')],
    rows: [
      ...rows.map((row) => [row.spending ? spend : expect, row.label, amountText(row.amount)]),
      [spend, say('register.record.together'), amountText(spending)],
      [expect, say('register.record.together'), amountText(income)],
    ],
  };
}
