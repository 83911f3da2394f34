import type { Authority } from './authorities.ts';
import { Bills } from './bills-model.ts';
import type { Budget } from './budgets.ts';
import type { Cards } from './cards.ts';
import { daysAfter } from './days.ts';
import type { Dues } from './dues-model.ts';
import type { Expense } from './expenses.ts';
import type { Gift } from './gifts.ts';
import type { Make } from './keeping.ts';
import type { Decision, Line } from './lines.ts';
import type { Round } from './rounds-model.ts';
import type { StatementLine } from './statements.ts';

/** Where money lies, whose it is and who is owed it, as the books of two groups know it. */
export type Account =
  | 'bank'
  | 'till'
  | 'card'
  | 'shares'
  | 'francs'
  | 'payable'
  | 'receivable'
  | 'general'
  | 'general in francs'
  | 'picnic'
  | 'shortfall'
  | 'their general'
  | 'their shares';
export type Moves = Partial<Record<Account, bigint>>;

/** An entry of the group's book. */
export interface Entry {
  /** Its number in the book; none in that of the other group. */
  readonly seq: number;
  readonly kind: string;
  readonly moves: Moves;
  readonly on: string;
  /** Whether another one has taken it back. */
  gone: boolean;
  /** What it moves in all, where that is not the sum of what it moves here. */
  readonly weight?: bigint;
  /** What stands under which category of it; absent where nobody asks. */
  category?: string;
  /** The entry that put it under another category. */
  moved?: Entry;
}

export type Clock = (model: Model) => void;

/** What must hold of the money of a household, in memory: balances, holds, and everything that rests on them. The rules of each kind stand with its commands. */
export class Model {
  readonly balances = new Map<Account, bigint>();
  readonly entries: Entry[] = [];
  readonly lines: Line[] = [];
  readonly decisions: Decision[] = [];
  readonly gifts: Gift[] = [];
  readonly expenses: Expense[] = [];
  readonly authorities: Authority[] = [];
  readonly budgets: Budget[] = [];
  /** Decisions that adopted budgets, in their order. */
  readonly adoptions: Decision[] = [];
  readonly rounds: Round[] = [];
  readonly statement: StatementLine[] = [];
  /** How much of an entry the bank's lines show. */
  readonly shown = new Map<Entry, bigint>();
  readonly bills = new Bills();
  /** Where the group asks for dues. */
  dues: Dues | null = null;
  readonly cards: Cards = { payments: [], payouts: [], cases: [] };
  /** Entries by hand that wait for a second person. */
  readonly requests: {
    readonly number: number;
    readonly make: Make;
    readonly about?: Entry;
    state: 'WAITS' | 'BOOKED' | 'DECLINED';
  }[] = [];
  closedUntil: string | null = null;
  /** What was tried so far, and what had to come of it. */
  readonly told: string[] = [];
  /** How many more steps the history has. */
  steps = 12;

  /** `clocks`: what time does to each kind of thing, in the order of the product's; `after`: what follows from any step. */
  constructor(
    public today: string,
    readonly clocks: readonly Clock[],
    readonly after: readonly Clock[],
  ) {}

  /** A later day begins: first what the group decided by then, then what time brings. */
  passes(day: string, decided: () => void = () => undefined): void {
    this.today = day;
    decided();
    for (const clock of this.clocks) clock(this);
  }

  follows(): void {
    for (const clock of this.after) clock(this);
  }

  daysAgo(days: number): string {
    return daysAfter(this.today, -days);
  }

  isClosed(day: string): boolean {
    return this.closedUntil !== null && day <= this.closedUntil;
  }

  balance(account: Account): bigint {
    return this.balances.get(account) ?? 0n;
  }

  /** What open lines keep in the general fund, which alone has lines here. */
  get held(): bigint {
    return this.lines.reduce((sum, line) => (line.isOpen ? sum + line.planned - line.spent : sum), 0n);
  }

  available(fund: Account): bigint {
    return -this.balance(fund) - (fund === 'general' ? this.held : 0n);
  }

  /** The fund, or the shortfall where that cannot bear a fact. */
  bearing(fund: Account, minor: bigint): Account {
    return minor <= 0n || this.available(fund) >= minor ? fund : 'shortfall';
  }

  /** Books an entry. The caller has asked whether it may. */
  post(kind: string, moves: Moves, of: { on?: string; category?: string; weight?: bigint } = {}): Entry {
    this.beside(moves);
    const entry = { seq: this.entries.length + 1, kind, moves, on: of.on ?? this.today, gone: false, ...of };
    this.entries.push(entry);
    return entry;
  }

  /** Moves what is not in the group's own book, or is. */
  beside(moves: Moves): void {
    for (const [account, minor] of Object.entries(moves) as [Account, bigint][])
      this.balances.set(account, this.balance(account) + minor);
  }

  /** What an entry moves in all, by which the rule of the second person weighs it. */
  weight({ weight, moves }: Entry): bigint {
    return weight ?? Object.values(moves).reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n);
  }

  /** Books the exact negation of an entry. */
  takeBack(entry: Entry): Entry {
    const moves = Object.fromEntries(Object.entries(entry.moves).map(([account, minor]) => [account, -minor])) as Moves;
    entry.gone = true;
    return this.post('REVERSAL', moves, { weight: this.weight(entry) });
  }

  /** Whether a fund would hold less than nothing after these moves. */
  isShort(moves: Moves): boolean {
    const funds = ['general', 'general in francs', 'picnic'] as const;
    return funds.some((fund) => (moves[fund] ?? 0n) > 0n && this.available(fund) < moves[fund]!);
  }
}
