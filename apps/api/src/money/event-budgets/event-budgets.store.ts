import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { eventForecast, type EventForecast, type PlannedRow } from '#libs/money';
import { eventRefOf } from '../../events/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import type { LineJson } from '../book/book.store.ts';
import { figuresSql, leftoversSql, needsSql, openLinesSql, pageSql, watchedSql } from './event-budgets.sql.ts';

export interface RowJson {
  readonly kind: 'SPENDING' | 'INCOME';
  readonly label: string;
  readonly category: string | null;
  readonly minor: string;
  readonly per: 'ONCE' | 'HEAD';
  readonly line?: { readonly planned: string; readonly spent: string; readonly open: boolean } | null;
}

/** The figures of an event beside its plan; amounts as text in one currency. */
export interface FiguresJson {
  readonly currency: string;
  readonly heads: number | null;
  readonly items: readonly RowJson[];
  readonly going: number;
  readonly capacity: number | null;
  readonly isOver: boolean;
  readonly spent: string;
  readonly received: string;
  readonly given: string;
}

interface BeforeJson {
  readonly eventId: string;
  readonly title: string;
  readonly startAt: string;
  readonly came: number;
}

export interface PageJson extends FiguresJson {
  readonly eventId: string;
  readonly title: string;
  readonly startAt: string;
  readonly zone: string;
  readonly status: string;
  readonly groupId: string;
  readonly handle: string;
  readonly groupName: string;
  readonly fundId: string;
  readonly fundName: string;
  readonly fundKind: string;
  readonly available: string;
  readonly isHost: boolean;
  readonly isMember: boolean;
  readonly budgetId: string | null;
  readonly state: string | null;
  readonly version: number | null;
  readonly proposalId: string | null;
  readonly lines: readonly LineJson[];
  readonly incomes: { category: string; name: string | null }[];
  readonly ask: string | null;
  readonly leftover: {
    readonly way: string;
    readonly releaseOn: string | null;
    readonly releasedAt: string | null;
  } | null;
  readonly last: BeforeJson | null;
  readonly others: readonly (BeforeJson & {
    readonly heads: number | null;
    readonly sameSeries: boolean;
    readonly items: readonly RowJson[];
  })[];
}

export interface NeedJson {
  readonly eventId: string;
  readonly title: string;
  readonly groupName: string;
  readonly kind: string;
  readonly minor: string;
  readonly currency: string;
  readonly day: string | null;
}

/** An event with money left when it is over, and what was said about that so far. */
export interface Leftover {
  readonly id: string;
  readonly group_id: string;
  readonly book_id: string;
  readonly called_off: boolean;
  readonly today: string;
  readonly ended_on: string;
  readonly way: 'release' | 'ask' | null;
  readonly release_on: string | null;
  readonly released: boolean;
}

/** The reads of the money of events. */
@Injectable()
export class EventBudgetsStore {
  async page(db: EntityManager, actor: Actor, ref: string): Promise<PageJson | null> {
    const { id, key } = eventRefOf(ref);
    if (!id) return null;
    const values = [id, actor.personId, key];
    const [found] = await together<PageJson>(db, actor, { name: 'event_budget', text: pageSql, values });
    return found ?? null;
  }

  needs(db: EntityManager, actor: Actor): Promise<NeedJson[]> {
    return together(db, actor, { name: 'event_money_needs', text: needsSql, values: [actor.personId] });
  }

  async figures(tx: EntityManager, eventId: string): Promise<FiguresJson | null> {
    return (await row<{ json: FiguresJson }>(tx, figuresSql, [eventId]))?.json ?? null;
  }

  watched(db: EntityManager): Promise<{ id: string; group_id: string }[]> {
    return rows(db, watchedSql);
  }

  leftovers(db: EntityManager): Promise<Leftover[]> {
    return rows(db, leftoversSql);
  }

  /** Read under the lock of the book. */
  openLines(
    tx: EntityManager,
    eventId: string,
  ): Promise<{ id: string; left: string; currency: string; waits: boolean }[]> {
    return rows(tx, openLinesSql, [eventId]);
  }
}

/** The forecast of an event, as many as are going now. */
export function forecastIn(of: FiguresJson): EventForecast {
  return eventForecast(of.items.map(toRow), {
    heads: of.going,
    spent: BigInt(of.spent),
    given: BigInt(of.given),
    isOver: of.isOver,
  });
}

export function toRow({ kind, minor, per, line }: RowJson): PlannedRow {
  return {
    kind,
    per,
    minor: BigInt(minor),
    line: line ? { planned: BigInt(line.planned), spent: BigInt(line.spent), open: line.open } : null,
  };
}
