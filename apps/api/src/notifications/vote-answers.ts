import { stanceWordsOf } from './vote-words.ts';
import { withoutQuote } from './without-quote.ts';

interface Option {
  readonly id: string;
  readonly label: string;
  readonly role?: string;
}

/** Lower case, without what people put around a word. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/^[\s*"'„“”»«(+]+|[\s*"'„“”»«)!.]+$/gu, '')
    .replace(/\s+/g, ' ');
}

const yesNo = { yes: ['yes', 'ja'], no: ['no', 'nein'] } as const;

/** Every word that means one option, and no other. */
function wordsOf(options: readonly Option[]): ReadonlyMap<string, string> {
  const meant = new Map<string, Set<string>>();
  const add = (word: string, id: string): void => void meant.set(word, (meant.get(word) ?? new Set()).add(id));
  for (const { id, label } of options)
    for (const word of label ? [label] : [id.replaceAll('_', ' '), ...stanceWordsOf(id)]) add(plain(word), id);
  for (const [role, words] of Object.entries(yesNo)) {
    const own = options.filter((option) => option.role === role);
    for (const word of words) if (!meant.has(word)) for (const { id } of own) add(word, id);
  }
  return new Map([...meant].flatMap(([word, ids]) => (ids.size === 1 ? [[word, [...ids][0]!] as const] : [])));
}

/**
 * Reads a vote from an answer by mail: the first line must be the word of exactly one option, alone or before a comma, colon, dash or full
 * stop; what follows is the reason. Null where it is anything else: nobody's vote is guessed.
 */
export function readVote(
  text: string,
  options: readonly Option[],
): { readonly option: string; readonly reason: string } | null {
  const [first = '', ...rest] = withoutQuote(text).split('\n');
  const words = wordsOf(options);
  for (const line of [first, first.replace(/^\s*(?:i|ich)\s+/i, '')]) {
    const whole = words.get(plain(line));
    if (whole) return { option: whole, reason: rest.join('\n').trim() };
    const [, head = '', tail = ''] = /^([^,.:;–—]+)\s*[,.:;–—]\s*(.*)$/.exec(line) ?? [];
    const option = words.get(plain(head));
    if (option) return { option, reason: [tail, ...rest].join('\n').trim() };
  }
  return null;
}
