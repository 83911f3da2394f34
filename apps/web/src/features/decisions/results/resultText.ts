import type { ProposalPartsFragment } from '../../../gql/graphql.ts';
import { amountText } from '../../../platform/money.ts';
import { figureText, formatLocale, say } from '../../../platform/words.ts';
import { optionLabel } from '../stances.ts';

type Proposal = ProposalPartsFragment;
export type Tally = NonNullable<Proposal['tally']>;

/** The word of an option by its id. */
export function wordIn(proposal: Pick<Proposal, 'options'>): (id: string) => string {
  return (id) => {
    const option = proposal.options.find((one) => one.id === id);
    return option ? optionLabel(option) : id;
  };
}

/** Words as a list of the language: "A, B and C". */
export function listText(words: readonly string[]): string {
  return new Intl.ListFormat(formatLocale.value, { type: 'conjunction' }).format(words);
}

/** A figure with its unit: "3 votes", "8 points". Of duels: "wins 2 of 3". */
export function valueText(tally: Tally, row: Tally['rows'][number]): string {
  if (tally.unit === 'MONEY') return amountText({ minor: row.value, currency: tally.purse!.budget.currency });
  if (tally.unit === 'DUELS') return say('decisions.unit.DUELS', { won: row.value, of: tally.rows.length - 1 });
  // What is no whole number is plural in both languages.
  const count = /^\d+$/.test(row.value) ? Number(row.value) : 2;
  const text = say(`decisions.unit.${tally.unit}`, { count, figure: figureText(row.value) });
  if (row.percent === null || row.percent === undefined) return text;
  return say('decisions.percentOf', { text, percent: figureText(row.percent), base: tally.base });
}

/** What happens if it closes now, or what has come out, in one sentence. Of choices; a stance vote has its own. */
export function outcomeText(proposal: Proposal, tally: Tally): string {
  const isOpen = proposal.status === 'OPEN';
  const key = isOpen ? 'now' : 'then';
  if (tally.verdict === 'NO_QUORUM') {
    const count = tally.quorumNeeded - tally.cast;
    return say(`decisions.won.${key}.quorum`, {
      count,
      needed: tally.quorumNeeded,
      cast: tally.cast,
      electors: tally.electors,
    });
  }
  const word = wordIn(proposal);
  const names = (ids: readonly string[]): string => listText(ids.map(word));
  if (tally.verdict === 'TIED') {
    const sure = tally.winners.filter((id) => !tally.tied.includes(id));
    const tie = say(`decisions.won.${key}.tied`, { options: names(tally.tied) });
    return sure.length > 0
      ? `${say(`decisions.won.${key}.wins`, { count: sure.length, options: names(sure) })} ${tie}`
      : tie;
  }
  if (tally.verdict !== 'PASSED') return say(`decisions.won.${key}.nothing`);
  const best = tally.rows.find(({ won }) => won);
  const options = names(tally.rows.filter(({ won }) => won).map(({ option }) => option));
  if (tally.purse) return say(`decisions.won.${key}.funded`, { count: tally.winners.length, options });
  if (tally.winners.length > 1 || !best)
    return say(`decisions.won.${key}.wins`, { count: tally.winners.length, options });
  if (tally.unit === 'DUELS')
    return say(`decisions.won.${key}.duels`, { options, won: best.value, of: tally.rows.length - 1 });
  return say(`decisions.won.${key}.with`, { options, figure: valueText(tally, best) });
}

/** Whether it can still change, in one sentence; nothing once it is over. */
export function changeText(proposal: Proposal, tally: Tally): string {
  if (proposal.status !== 'OPEN') return '';
  const count = tally.electors - tally.cast;
  if (tally.canStillChange === false) return say('decisions.change.no');
  return say(tally.canStillChange ? 'decisions.change.yes' : 'decisions.change.perhaps', { count });
}

/** What other ways of counting the same rankings would have come to, those that agree first; nothing where none is told. */
export function othersText(proposal: Pick<Proposal, 'options' | 'template'>, { others, winners }: Tally): string {
  if (others.length === 0) return '';
  const word = wordIn(proposal);
  const key = (ids: readonly string[]): string => ids.toSorted().join(' ');
  const groups = [...Map.groupBy(others, (other) => key(other.winners))];
  const agreeing = ([ids]: (typeof groups)[number]): boolean => ids === key(winners);
  const ordered = [...groups.filter(agreeing), ...groups.filter((group) => !agreeing(group))];
  const list = ordered.map((group, at) => {
    const [, alike] = group;
    const kind = agreeing(group) ? 'same' : at === 0 ? 'first' : 'next';
    return say(`decisions.others.${kind}${alike[0]!.tied.length > 0 ? 'Tied' : ''}`, {
      count: alike.length,
      methods: listText(alike.map(({ method }) => say(`decisions.others.name.${method}`))),
      options: listText(alike[0]!.winners.map(word)),
      done: say(`decisions.others.${proposal.template === 'ELECTION' ? 'elected' : 'chosen'}`),
    });
  });
  return say('decisions.others.line', { list: list.join('; ') });
}
