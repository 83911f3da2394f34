import type { Money } from '#libs/money';
import { inLanguage, say, term, type Words } from '../../platform/words/words.ts';
import type { Payload } from '../effects.ts';
import type { Cost } from '../ballot-settings.ts';
import type { StoredOption } from '../question.ts';

/** What stood to the vote with one version: the options that could be chosen, and what followed. */
export interface Asked {
  readonly options: readonly StoredOption[];
  readonly effects: readonly { readonly kind: string; readonly idx: number; readonly payload: Payload }[];
}

/** How two versions of what is asked differ, a sentence each: options first, then what follows. Effects are the same by their place. */
export function askedChanges(before: Asked, after: Asked): Words[] {
  const old = new Map(before.options.map((option) => [option.id, option]));
  const now = new Map(after.options.map((option) => [option.id, option]));
  const follows = new Map(after.effects.map((effect) => [effect.idx, effect]));
  return [
    ...after.options.flatMap((option) => optionChanges(old.get(option.id), option)),
    ...before.options.filter(({ id }) => !now.has(id)).map(({ label }) => say`Option “${label}” is withdrawn.`),
    ...before.effects.flatMap((effect) => effectChanges(effect, follows.get(effect.idx))),
  ];
}

function optionChanges(old: StoredOption | undefined, { label, meaning, cost }: StoredOption): Words[] {
  if (!old) return [cost ? say`New: option “${label}”, ${moneyOf(cost)}.` : say`New: option “${label}”.`];
  const changes: Words[] = [];
  if (old.label !== label) changes.push(say`Option “${old.label}” is called “${label}” now.`);
  if (old.meaning !== meaning)
    changes.push(
      meaning
        ? say`Option “${label}” is explained anew: ${meaning}`
        : say`Option “${label}” is not explained any more.`,
    );
  if (old.cost && cost && old.cost.minor !== cost.minor)
    changes.push(say`Option “${label}”: ${moneyOf(old.cost)} → ${moneyOf(cost)}`);
  return changes;
}

function effectChanges(before: Asked['effects'][number], after: Asked['effects'][number] | undefined): Words[] {
  const what = effectTerm(before.kind, before.payload);
  if (!after) return [say`${what} does not follow any more.`];
  const lines: Words[] = [];
  for (const read of [amountOf, timesOf, termOf]) {
    const [old, now] = [read(before.payload), read(after.payload)];
    if (inLanguage(old ?? '', 'en') !== inLanguage(now ?? '', 'en'))
      lines.push(say`${what}: ${old ?? '–'} → ${now ?? '–'}`);
  }
  return lines;
}

const moneyOf = ({ minor, currency }: Cost): Money => ({ minor: BigInt(minor), currency });
const amountOf = ({ minor, currency }: Payload): Money | null =>
  minor == null ? null : moneyOf({ minor: String(minor), currency: String(currency) });
const timesOf = ({ startLocal, endLocal }: Payload): string | null =>
  startLocal == null ? null : [startLocal, endLocal].map((at) => wallText(String(at ?? ''))).join(' – ');
const termOf = ({ until }: Payload): string | null => (until == null ? null : String(until));
const wallText = (local: string): string => local.slice(0, 16).replace('T', ' ');

/** The thing that an effect is about, in a word and its name. */
function effectTerm(kind: string, payload: Payload): Words {
  const name = String(payload['label'] ?? payload['personName'] ?? '');
  if (kind.startsWith('budget_line.')) return say`Budget line “${name}”`;
  if (kind === 'expense.approve') return say`Expense X-${String(payload['expenseNumber'] ?? '')}`;
  if (kind.startsWith('event.')) return say`Event “${name}”`;
  if (kind.startsWith('duty.')) return name ? say`Duty of ${name}` : term('Duty of those elected');
  return name ? say`What follows (“${name}”)` : term('What follows');
}
