import { Injectable } from '@nestjs/common';
import { type CurrencyReport, isMonthEnd, nextPeriod, periodReport } from '#libs/money';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { isDay } from '../../platform/days.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { BookPeriods, BookReport, ReportCurrency } from './closing.graphql.ts';
import { ClosingStore, type ReportJson } from './closing.store.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
}

/** Reads for the pages of closed periods and of reports: sums, open to whom the book is. */
@Injectable()
export class ClosingPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: ClosingStore,
  ) {}

  async periods(actor: Actor, handle: string): Promise<BookPeriods | null> {
    const db = this.database.reads;
    const [door, found] = await Promise.all([this.doors.open(actor, handle), this.store.periods(db, actor, handle)]);
    if (!door || !found) return null;
    const { group, standing } = door;
    if (!this.policy.allows(actor, 'book.accounts.read', {}, standing)) return null;
    const canClose = this.policy.allows(actor, 'book.close', { groupId: group.id }, standing);
    const next = canClose ? nextPeriod(found) : null;
    return {
      id: found.id,
      closedUntil: found.closedUntil,
      periods: found.periods.map((period) => ({ ...period, closedAt: new Date(period.closedAt) })),
      next: next && { ...next, open: await this.store.open(db, found.id, next.until) },
      canClose,
    };
  }

  /** The report of whole months. Throws BAD_USER_INPUT naming `from` or `until`, NOT_FOUND and what the policy says. */
  async report(actor: Actor, handle: string, period: Period): Promise<BookReport> {
    const { from, until } = period;
    if (!isDay(from) || !from.endsWith('-01'))
      throw new BadInput('from', 'A report begins with the first day of a month.');
    if (!isDay(until) || !isMonthEnd(until) || until < from)
      throw new BadInput('until', 'A report ends with the last day of a month.');
    const [door, found] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.report(this.database.reads, actor, { handle, from, until }),
    ]);
    if (!door || !found) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.summary.read', { groupId: group.id, case: 'group' }, standing);
    const closed = found.closedUntil !== null && until <= found.closedUntil;
    return { from, until, closed, currencies: reportOf(found).map((of) => toCurrency(of, found)) };
  }
}

function reportOf({ rows }: ReportJson): CurrencyReport[] {
  return periodReport(rows.map((one) => ({ ...one, before: BigInt(one.before), within: BigInt(one.within) })));
}

function toCurrency(of: CurrencyReport, { rows, ends, events }: ReportJson): ReportCurrency {
  const { currency } = of;
  const money = (minor: bigint | string) => moneyValue(minor, currency);
  const figures = (sums: Pick<CurrencyReport, 'opening' | 'moneyIn' | 'moneyOut' | 'moved' | 'closing'>) => ({
    opening: money(sums.opening),
    moneyIn: money(sums.moneyIn),
    moneyOut: money(sums.moneyOut),
    moved: money(sums.moved),
    closing: money(sums.closing),
  });
  const kinds = new Map(rows.map(({ fundId, kind }) => [fundId, kind]));
  const end = ends.find((one) => one.currency === currency);
  return {
    currency,
    ...figures(of),
    inHand: money(end?.inHand ?? '0'),
    advances: money(end?.advances ?? '0'),
    unpaid: money(end?.unpaid ?? '0'),
    funds: of.funds.map((fund) => ({
      id: fund.fundId,
      name: fund.fund,
      kind: kinds.get(fund.fundId) ?? '',
      ...figures(fund),
    })),
    categories: of.categories.map(({ category, minor }) => ({ category, amount: money(minor) })),
    events: events
      .filter((one) => one.currency === currency)
      .map((one) => ({ id: one.id, title: one.title, moneyIn: money(one.in), moneyOut: money(one.out) })),
  };
}
