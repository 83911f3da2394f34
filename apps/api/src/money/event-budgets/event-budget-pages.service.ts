import { Injectable } from '@nestjs/common';
import { atHeads, breakEven } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Standings } from '../../platform/policy/standings.ts';
import { toLine } from '../book/book.store.ts';
import { alike } from './alike.ts';
import { EventBudgetsStore, forecastIn, type PageJson, type RowJson, toRow } from './event-budgets.store.ts';
import type { EventAtHeads, EventBudget, EventBudgetRow, EventMoneyNeed } from './event-budgets.graphql.ts';

/** Reads for the page of the money of an event, and for the inbox of those who look after it. */
@Injectable()
export class EventBudgetPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: EventBudgetsStore,
  ) {}

  /** Null where the event, or the book of its group, is not for this viewer. A draft is shown to those who may read it only. */
  async of(actor: Actor, ref: string): Promise<EventBudget | null> {
    const db = this.database.reads;
    const page = await this.store.page(db, actor, ref);
    if (!page) return null;
    const standing = await this.standings.of(db, page.groupId, actor.personId);
    const may = (operation: Parameters<Policy['allows']>[1]): boolean =>
      this.policy.allows(actor, operation, { own: page.isHost }, standing);
    const reads = may('event.budget.read');
    const isShown = reads || (page.state !== null && page.state !== 'DRAFT');
    const isOpen = page.state === null || page.state === 'DRAFT' || page.state === 'ENDED';
    return toBudget(isShown ? page : { ...page, items: [], heads: null, budgetId: null, state: null }, {
      plan: may('event.budget.update') && isOpen && !page.isOver,
      propose: page.isMember && may('proposal.create') && page.state === 'DRAFT' && !page.isOver,
    });
  }

  async needs(actor: Actor): Promise<EventMoneyNeed[]> {
    if (!actor.personId) return [];
    const found = await this.store.needs(this.database.reads, actor);
    return found.map(({ minor, currency, ...need }) => ({ ...need, amount: moneyValue(minor, currency) }));
  }
}

function toBudget(page: PageJson, can: EventBudget['can']): EventBudget {
  const { currency, items, others, leftover, last, handle, fundId, fundName, fundKind } = page;
  const money = (minor: bigint | string): MoneyValue => moneyValue(minor, currency);
  const forecast = forecastIn(page);
  const lacks = new Map(forecast.rows.map(({ at, over }) => [at, over]));
  const left = page.lines.reduce(
    (sum, line) => sum + (!line.closed && line.currency === currency ? BigInt(line.left) : 0n),
    0n,
  );
  return {
    title: page.title,
    zone: page.zone,
    groupName: page.groupName,
    isOver: page.isOver,
    currency,
    fundId,
    fundName,
    fundKind,
    budgetId: page.budgetId,
    state: page.state,
    proposalId: page.proposalId,
    heads: page.heads,
    going: page.going,
    capacity: page.capacity,
    can,
    id: page.eventId,
    startAt: new Date(page.startAt),
    groupHandle: handle,
    available: money(page.available),
    version: page.state === 'ENDED' ? 0 : (page.version ?? 0),
    rows: items.map((item, at) => toBudgetRow(item, currency, lacks.get(at))),
    last: last && { ...last, startAt: new Date(last.startAt) },
    at: columnsOf(page),
    breakEven: breakEven(items.map(toRow)),
    received: money(page.received),
    spent: money(page.spent),
    given: money(page.given),
    left: money(left),
    forecast: money(forecast.total),
    over: forecast.over > 0n ? money(forecast.over) : null,
    lines: page.lines.map(toLine),
    ask: page.ask === null ? null : money(page.ask),
    leftover: leftover && {
      releaseOn: leftover.releaseOn,
      releasedAt: leftover.releasedAt === null ? null : new Date(leftover.releasedAt),
    },
    incomes: page.incomes,
    templates: can.plan ? templatesOf(page, others) : [],
  };
}

function toBudgetRow({ line: _, minor, ...row }: RowJson, currency: string, over?: bigint): EventBudgetRow {
  return { ...row, amount: moneyValue(minor, currency), over: over === undefined ? null : moneyValue(over, currency) };
}

/** What the plan comes to at the expected attendance, as many as are going now, and a full house. */
function columnsOf({ items, heads, going, capacity, currency }: PageJson): EventAtHeads[] {
  const rows = items.map(toRow);
  if (rows.length === 0) return [];
  const column = (at: EventAtHeads['at'], people: number): EventAtHeads => {
    const { spending, income, balance, each } = atHeads(rows, people);
    const money = (minor: bigint): MoneyValue => moneyValue(minor, currency);
    const sums = { spending: money(spending), income: money(income), balance: money(balance) };
    return { at, heads: people, ...sums, each: each === null ? null : money(each) };
  };
  return [
    ...(heads === null ? [] : [column('EXPECTED', heads)]),
    column('GOING', going),
    ...(capacity === null ? [] : [column('CAPACITY', capacity)]),
  ];
}

const MOST_TEMPLATES = 8;

/** Nights of the same series first, then the most alike title, then the newest. */
function templatesOf(page: PageJson, others: PageJson['others']): EventBudget['templates'] {
  const likeness = new Map(others.map(({ eventId, title }) => [eventId, alike(page.title, title)]));
  return others
    .toSorted(
      (a, b) =>
        Number(b.sameSeries) - Number(a.sameSeries) ||
        likeness.get(b.eventId)! - likeness.get(a.eventId)! ||
        b.startAt.localeCompare(a.startAt),
    )
    .slice(0, MOST_TEMPLATES)
    .map(({ items, startAt, ...other }) => ({
      ...other,
      startAt: new Date(startAt),
      rows: items.map((item) => toBudgetRow(item, page.currency)),
    }));
}
