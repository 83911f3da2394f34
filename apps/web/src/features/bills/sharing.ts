import { parseAmount, sharesOf, type ShareFault, type Split } from '#libs/money';
import type { ShareMode } from '../../gql/graphql.ts';

/** How a bill is being shared, as it is typed: by person, each way keeps its own. */
export interface SharingDraft {
  mode: ShareMode;
  /** Who takes part, for the ways that ask: evenly, and more or less than evenly. */
  chosen: string[];
  weights: Record<string, string>;
  percents: Record<string, string>;
  amounts: Record<string, string>;
  more: Record<string, string>;
  items: { what: string; amount: string; people: string[] }[];
}

export interface ReadSharing {
  /** Each one's part, once all of it is shared out. */
  readonly shares: ReadonlyMap<string, bigint>;
  /** Of the total: above zero is still open, below zero is too much. Null where it is not a matter of amounts. */
  readonly unassigned: bigint | null;
  readonly fault: ShareFault | 'unreadable' | null;
  /** What is sent. */
  readonly parts: { personId: string; value: string }[];
  readonly items: { what: string; minor: string; people: string[] }[];
}

const modes = {
  EVEN: 'even',
  WEIGHTS: 'weights',
  PERCENT: 'percent',
  EXACT: 'exact',
  ADJUSTED: 'adjusted',
  ITEMS: 'items',
} as const satisfies Record<ShareMode, Split['mode']>;

/** Reads what is typed and shares the total out, by the same rule as the server. `turn`: where the odd units begin to fall. */
export function readSharing(draft: SharingDraft, of: { total: bigint; currency: string; turn: number }): ReadSharing {
  const values = valuesOf(draft, of.currency);
  const items = draft.items.map((item) => ({ ...item, minor: amountIn(item.amount, of.currency) }));
  const unreadable =
    draft.mode === 'ITEMS' ? items.some(({ minor }) => minor === null) : [...values.values()].includes(null);
  const parts = [...values].map(([personId, value]) => ({ personId, value: String(value ?? 0n) }));
  const sent = {
    parts: draft.mode === 'ITEMS' ? [] : parts,
    items:
      draft.mode === 'ITEMS'
        ? items.map(({ what, minor, people }) => ({ what, minor: String(minor ?? 0n), people: [...people] }))
        : [],
  };
  const none = { shares: new Map<string, bigint>(), unassigned: null };
  if (unreadable) return { ...none, ...sent, fault: 'unreadable' };
  const split = splitOf(draft.mode, new Map([...values].map(([who, value]) => [who, value ?? 0n])), items);
  const read = sharesOf(of.total, split, of.turn);
  if (read.ok) return { shares: read.shares, unassigned: 0n, fault: null, ...sent };
  const isOfAmounts = read.fault === 'percent-not-whole' || read.fault === 'amounts-not-whole';
  return { ...none, ...sent, unassigned: isOfAmounts ? read.unassigned : null, fault: read.fault };
}

function valuesOf(draft: SharingDraft, currency: string): Map<string, bigint | null> {
  const typed = (by: Record<string, string>, read: (text: string) => bigint | null): Map<string, bigint | null> =>
    new Map(Object.entries(by).map(([who, text]) => [who, read(text)]));
  switch (draft.mode) {
    case 'EVEN':
      return new Map(draft.chosen.map((who) => [who, 0n]));
    case 'WEIGHTS':
      return typed(draft.weights, (text) => (/^\d{0,4}$/.test(text.trim()) ? BigInt(text.trim() || '0') : null));
    case 'PERCENT':
      return typed(draft.percents, (text) => amountIn(text, 'EUR'));
    case 'EXACT':
      return typed(draft.amounts, (text) => amountIn(text, currency));
    case 'ADJUSTED':
      return new Map(draft.chosen.map((who) => [who, signedIn(draft.more[who] ?? '', currency)]));
    case 'ITEMS':
      return new Map();
  }
}

function splitOf(
  mode: ShareMode,
  values: ReadonlyMap<string, bigint>,
  items: readonly { minor: bigint | null; people: readonly string[] }[],
): Split {
  const people = [...values.keys()];
  const by = Object.fromEntries(values);
  switch (modes[mode]) {
    case 'even':
      return { mode: 'even', people };
    case 'weights':
      return { mode: 'weights', weights: by };
    case 'percent':
      return { mode: 'percent', hundredths: by };
    case 'exact':
      return { mode: 'exact', amounts: by };
    case 'adjusted':
      return { mode: 'adjusted', people, more: by };
    case 'items':
      return { mode: 'items', items: items.map(({ minor, people: who }) => ({ minor: minor ?? 0n, people: who })) };
  }
}

/** A typed amount; nothing typed is nothing, null what cannot be read. */
export function amountIn(text: string, currency: string): bigint | null {
  const read = parseAmount(text, currency);
  if (read.ok) return read.minor;
  return read.fault === 'empty' || read.fault === 'zero' ? 0n : null;
}

function signedIn(text: string, currency: string): bigint | null {
  const tidy = text.trim().replaceAll('\u2212', '-');
  const minor = amountIn(tidy.replace(/^-/, ''), currency);
  return minor === null ? null : tidy.startsWith('-') ? -minor : minor;
}
