import type { Authority } from './authorities.ts';
import { advancedOn, type Line } from './lines.ts';
import type { Account, Entry, Model, Moves } from './model.ts';
import type { Name } from './town.ts';

export type State = 'SUBMITTED' | 'APPROVED' | 'PARTLY_PAID' | 'PAID' | 'RETURNED' | 'REJECTED' | 'WITHDRAWN';
const booked: readonly State[] = ['APPROVED', 'PARTLY_PAID', 'PAID'];

/** Money that Cleo asks back, or asks for before she spends it. */
export class Expense {
  state: State = 'SUBMITTED';
  revision = 1;
  approvals = new Set<Name>();
  entry: Entry | null = null;
  use: { readonly authority: Authority; readonly minor: bigint; givenBack: bigint } | null = null;
  readonly payments: { readonly minor: bigint; returned: bigint }[] = [];
  paid = 0n;
  waived = 0n;
  isHeld = false;
  /** Of an advance: what receipts have shown, and what was given back. */
  shown = 0n;
  handedBack = 0n;
  /** What an advance has settled of it. */
  settled: { readonly entry: Entry; readonly minor: bigint } | null = null;

  constructor(
    readonly number: number,
    readonly isAdvance: boolean,
    public total: bigint,
    readonly fund: 'general' | 'picnic',
    readonly line: Line | null,
    /** The advance that it is set against. */
    readonly advance: Expense | null,
  ) {}

  get isBooked(): boolean {
    return booked.includes(this.state);
  }

  get isOwed(): boolean {
    return this.state === 'APPROVED' || this.state === 'PARTLY_PAID';
  }

  get owed(): bigint {
    return this.total - this.paid - this.waived;
  }

  /** What Cleo holds of an advance. */
  get out(): bigint {
    return this.isAdvance ? this.paid - this.shown - this.handedBack : 0n;
  }

  /** What an advance keeps of its line. */
  get keeps(): bigint {
    return this.isAdvance && this.isBooked ? this.total - this.waived - this.shown - this.handedBack : 0n;
  }

  get owedTo(): Account {
    return this.isAdvance ? 'receivable' : 'payable';
  }

  /** Where it stands by what was paid and let go of. */
  moneyState(): void {
    this.state = this.owed <= 0n ? 'PAID' : this.paid > 0n ? 'PARTLY_PAID' : 'APPROVED';
    if (this.state === 'PAID') this.isHeld = false;
  }
}

export const stateWord = ({ state }: Expense): string => `state-${state.toLowerCase()}`;
export const last = ({ payments }: Expense, at: number) =>
  payments.length === 0 ? null : payments[at % payments.length]!;

/** Whether a line can be spent on today. */
const isOpen = (model: Model, line: Line): boolean =>
  line.isOpen && line.decision !== null && (line.until === null || line.until >= model.today);

/** What of its line is left for an expense: what it has taken itself counts, and what its advance keeps. */
export function leftFor(model: Model, one: Expense): bigint {
  const line = one.line!;
  const left = line.planned - line.spent - advancedOn(model, line);
  if (one.isAdvance) return left + one.keeps;
  if (one.isBooked) return left + one.total;
  if (one.advance?.line !== line) return left;
  return left + (one.total < one.advance.out ? one.total : one.advance.out);
}

/** How many approvals by a duty an expense needs, or why none are enough. */
function needed(model: Model, one: Expense): number | string {
  if (one.line && !isOpen(model, one.line)) return 'line-closed';
  if (one.line) return one.total > leftFor(model, one) ? 'over-line' : 1;
  return one.total <= 5000n ? 1 : one.total <= 50_000n ? 2 : 'needs-decision';
}

/** What Dan may approve alone that this is covered by, the narrower first; of one that is booked, what it was booked by. */
function reaching(model: Model, one: Expense): Authority[] {
  if (one.isAdvance) return [];
  if (one.isBooked) return one.use ? [one.use.authority] : [];
  return model.authorities
    .filter(
      ({ line, ended, from, until }) =>
        one.fund === 'general' &&
        ended === null &&
        from <= model.today &&
        (until === null || until >= model.today) &&
        (line === null || line === one.line),
    )
    .toSorted((a, b) => Number(a.line === null) - Number(b.line === null));
}

function covering(model: Model, one: Expense): Authority[] {
  if (one.line && (!isOpen(model, one.line) || one.total > leftFor(model, one))) return [];
  return reaching(model, one).filter((authority) => {
    const own = one.use?.authority === authority ? one.use.minor - one.use.givenBack : 0n;
    return one.total <= authority.each && one.total <= authority.ceiling - authority.used + own;
  });
}

const hasDuty = (who: Name): boolean => who === 'ana' || who === 'ben';

/** Whether the approvals there are enough, and on which authority they rest where those of duties are not. */
export function isMet(model: Model, one: Expense): { met: boolean; restsOn: Authority | null } {
  const enough = needed(model, one);
  const by = [...one.approvals].filter(hasDuty).length;
  if (typeof enough === 'number' && by >= enough) return { met: true, restsOn: null };
  const [restsOn = null] = one.approvals.has('dan') ? covering(model, one) : [];
  return { met: restsOn !== null, restsOn };
}

/** Why somebody may not approve it, or `ok`. */
export function mayApprove(model: Model, one: Expense, who: Name): string {
  const holds = who === 'dan' && reaching(model, one).length > 0;
  if (!hasDuty(who) && !holds) return 'FORBIDDEN';
  const has = one.approvals.has(who);
  if (!has && holds && covering(model, one).length > 0) return 'ok';
  const enough = needed(model, one);
  if (has) return 'approved-already';
  if (typeof enough === 'string' && (hasDuty(who) || enough !== 'needs-decision')) return enough;
  return hasDuty(who) ? 'ok' : 'over-authority';
}

/** Books the debt: on its line, or of the fund where that has so much. What an advance has paid already is settled with it. */
export function books(model: Model, one: Expense, restsOn: Authority | null): string {
  if (one.isAdvance) {
    one.state = 'APPROVED';
    return 'ok';
  }
  const settled =
    one.advance && one.advance.out > 0n ? (one.total < one.advance.out ? one.total : one.advance.out) : 0n;
  const moves: Moves = { [one.fund]: one.total, payable: -one.total };
  if (!one.line && model.isShort(moves)) return 'FundShort';
  one.entry = model.post('EXPENSE_APPROVED', moves, { category: 'expense.food' });
  if (one.line) one.line.spent += one.total;
  if (restsOn) {
    one.use = { authority: restsOn, minor: one.total, givenBack: 0n };
    restsOn.used += one.total;
  }
  one.state = 'APPROVED';
  if (settled > 0n) {
    one.advance!.shown += settled;
    one.settled = { entry: model.post('ADVANCE_CLEARED', { receivable: -settled, payable: settled }), minor: settled };
    one.paid = settled;
    one.moneyState();
  }
  return 'ok';
}

/** A step that takes the approval back: what was booked is reversed, to the line or, where that is closed, to the fund. */
export function unbooks(model: Model, one: Expense, state: State): void {
  if (one.entry) {
    model.takeBack(one.entry);
    if (one.line) one.line.spent -= one.total;
    if (one.use) one.use.authority.used -= one.use.minor - one.use.givenBack;
  }
  [one.entry, one.use, one.isHeld, one.state] = [null, null, false, state];
}
