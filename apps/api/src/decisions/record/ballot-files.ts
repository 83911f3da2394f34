import { csvCell } from '#libs/money';
import { ballotOf, type Choice } from '#libs/voting';
import { countedBallots, namesBehind } from '../delegations/delegation-view.ts';
import type { ProposalPage } from '../proposals.store.ts';
import { allOptions } from '../question.ts';

type Voted = Pick<
  ProposalPage,
  | 'title'
  | 'options'
  | 'added_options'
  | 'ballots'
  | 'ballotBox'
  | 'method'
  | 'settings'
  | 'withdrawn_options'
  | 'delegation'
  | 'rules'
>;

/** What a ballot says of an option: its place, its points, or a cross. */
function saidOf(choice: Choice, id: string): string {
  if ('option' in choice) return choice.option === id ? 'x' : '';
  if ('options' in choice) return choice.options.includes(id) ? 'x' : '';
  if ('points' in choice) return id in choice.points ? String(choice.points[id]) : '';
  if ('ranking' in choice) {
    const at = choice.ranking.findIndex((rank) => rank.includes(id));
    return at < 0 ? '' : String(at + 1);
  }
  return '';
}

/** The ballots of a named vote as CSV (RFC 4180), a column for each option: a cross, a place or points. Safe for spreadsheets. */
export function ballotsCsv(page: Voted): string {
  const { ballots, delegation } = page;
  const options = allOptions(page);
  const behind = namesBehind(page);
  const head = ['name', 'cast at', ...options.map(({ id, label }) => label || id), 'abstains', 'reason'];
  if (delegation) head.push('counts for', 'votes for');
  const lines = ballots.map(({ personId, name, castAt, choice, reason }) => [
    name,
    castAt,
    ...options.map(({ id }) => saidOf(choice, id)),
    'abstain' in choice ? 'x' : '',
    reason,
    ...(delegation ? [String(1 + (behind.get(personId)?.length ?? 0)), behind.get(personId)?.join(', ') ?? ''] : []),
  ]);
  return [head, ...lines].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * Strict rankings in the BLT format of OpenSTV: options and seats, withdrawn options as negative numbers, a line for each distinct ballot,
 * names. Null for votes that do not rank strictly. Names nobody who voted.
 */
export function ballotsBlt(page: Voted): string | null {
  const { title, method, settings, withdrawn_options: gone } = page;
  if (ballotOf[method] !== 'ranking') return null;
  const options = allOptions(page);
  const numbers = new Map(options.map(({ id }, at) => [id, at + 1]));
  const lines = new Map<string, bigint>();
  for (const { choice, count = 1n } of countedBallots(page)) {
    if (!choice || !('ranking' in choice)) continue;
    if (choice.ranking.some((rank) => rank.length > 1)) return null;
    const line = choice.ranking
      .flat()
      .map((id) => numbers.get(id))
      .join(' ');
    lines.set(line, (lines.get(line) ?? 0n) + count);
  }
  const seats = typeof settings?.['seats'] === 'number' ? settings['seats'] : 1;
  const quoted = (text: string): string => `"${text.replace(/["\r\n]/g, ' ')}"`;
  const withdrawn = options.flatMap(({ id }, at) => (id in gone ? [`-${at + 1}`] : []));
  return [
    `${options.length} ${seats}`,
    ...(withdrawn.length > 0 ? [withdrawn.join(' ')] : []),
    ...[...lines].map(([line, times]) => `${times} ${line} 0`).toSorted(),
    '0',
    ...options.map(({ label, id }) => quoted(label || id)),
    quoted(title),
    '',
  ].join('\n');
}
