export type Account = 'bank' | 'general' | 'picnic' | 'payable' | 'alice' | 'bob';

interface Posted {
  readonly moves: readonly (readonly [Account, bigint])[];
  readonly line?: number;
  readonly reverses?: number;
  readonly key?: string;
}

/** A book in memory with the rules that the database should have, as short as they can be said. Answers 'ok' or the name of the rule broken. */
export class ModelBook {
  readonly entries: Posted[] = [];
  readonly lines: { planned: bigint; spent: bigint; isOpen: boolean }[] = [];
  readonly #keys = new Map<string, string>();

  balance(account: Account): bigint {
    const moves = this.entries.flatMap((entry) => entry.moves).filter(([name]) => name === account);
    return moves.reduce((sum, [, amount]) => sum + amount, 0n);
  }

  held(account: Account): bigint {
    if (account !== 'general') return 0n;
    return this.lines.reduce((sum, { planned, spent, isOpen }) => (isOpen ? sum + planned - spent : sum), 0n);
  }

  /** The number of an open line, for any number. */
  openLine(at: number): number {
    const open = this.lines.filter(({ isOpen }) => isOpen);
    return this.lines.indexOf(open[at % open.length]!);
  }

  post(entry: Posted): string {
    const content = JSON.stringify(entry.moves, (_, value: unknown) => String(value));
    if (entry.key && this.#keys.get(entry.key) === content) return 'ok';
    const fault = this.#faultOf(entry);
    if (fault) return fault;
    this.entries.push(entry);
    if (entry.key) this.#keys.set(entry.key, content);
    const line = entry.line === undefined ? undefined : this.lines[entry.line];
    if (line) line.spent += onFund(entry, 'general');
    return 'ok';
  }

  #faultOf(entry: Posted): string | null {
    if (entry.reverses !== undefined && this.entries.some(({ reverses }) => reverses === entry.reverses))
      return 'ledger_entry_reverses_id_key';
    const line = entry.line === undefined ? undefined : this.lines[entry.line];
    const onLine = line ? onFund(entry, 'general') : 0n;
    if (line && !line.isOpen && onLine > 0n) return 'line_open';
    if (line && line.spent + onLine < 0n) return 'budget_line_spent_check';
    if (line && line.spent + onLine > line.planned) return 'line_not_overspent';
    for (const fund of ['general', 'picnic'] as const) {
      const freed = fund === 'general' && line?.isOpen ? onLine : 0n;
      const available = -this.balance(fund) - onFund(entry, fund) - (this.held(fund) - freed);
      if (available < 0n && entry.moves.some(([name]) => name === fund)) return 'fund_not_overdrawn';
    }
    return onFund(entry, 'alice') + onFund(entry, 'bob') === 0n ? null : 'split_alone';
  }

  plan(planned: bigint): string {
    if (this.#isShort(planned)) return 'fund_not_overdrawn';
    this.lines.push({ planned, spent: 0n, isOpen: true });
    return 'ok';
  }

  replan(at: number, planned: bigint): string {
    const line = this.lines[at]!;
    if (line.spent > planned) return 'line_not_overspent';
    if (this.#isShort(planned - line.planned)) return 'fund_not_overdrawn';
    line.planned = planned;
    return 'ok';
  }

  close(at: number): void {
    this.lines[at]!.isOpen = false;
  }

  #isShort(more: bigint): boolean {
    return -this.balance('general') - this.held('general') - more < 0n;
  }
}

const onFund = ({ moves }: Posted, account: Account): bigint =>
  moves.reduce((sum, [name, amount]) => (name === account ? sum + amount : sum), 0n);
