import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { BudgetSides } from './budget-sides.service.ts';
import { BudgetsStore, type ItemRecord } from './budgets.store.ts';

/** A passed proposal says of lines of an adopted budget that still wait for money that they open no more: one, or all. */
@Injectable()
export class BudgetDropEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly store: BudgetsStore,
    private readonly sides: BudgetSides,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const row = input.row ?? null;
    const found = await this.store.find(db, input.budgetId ?? '');
    if (!found || found.group_id !== groupId || found.state !== 'ADOPTED')
      throw new BadInput(field('budgetId'), 'Choose a budget that the group has adopted and that still runs.');
    const waiting = await this.waiting(db, found.id, row);
    if (waiting.length === 0) throw new BadInput(field('row'), 'Nothing of this budget waits for money.');
    const label = row === null ? found.name : `${found.name}: ${waiting[0]!.label}`;
    return { budgetId: found.id, row, label };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const found = await this.store.find(db, String(payload['budgetId']));
    if (!found || found.group_id !== groupId || found.state !== 'ADOPTED')
      return new EffectRefused('BUDGET_OVER', 'The period of this budget is over.');
    const waiting = await this.waiting(db, found.id, rowOf(payload));
    return waiting.length > 0
      ? null
      : new EffectRefused('NOTHING_WAITS', 'Its line is open by now, or dropped already: nothing waits any more.');
  }

  async lock(tx: EntityManager, { groupId, payload }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
    await this.store.find(tx, String(payload['budgetId']), 'FOR UPDATE');
  }

  async run(tx: EntityManager, { groupId, payload, proposalId }: EffectCall): Promise<string> {
    const id = String(payload['budgetId']);
    const dropped = await this.waiting(tx, id, rowOf(payload));
    await rows(tx, 'UPDATE budget_item SET dropped_by = $3 WHERE budget_id = $1 AND n = ANY($2::int[])', [
      id,
      dropped.map(({ n }) => n),
      proposalId,
    ]);
    const facts = { proposal: proposalId, rows: dropped.map(({ n }) => n).join(',') };
    await this.sides.tell(
      tx,
      { id, groupId },
      { log: 'budget.dropped', happening: 'BudgetDropped', actorId: null, facts },
    );
    return id;
  }

  private async waiting(db: EntityManager, id: string, row: number | null): Promise<ItemRecord[]> {
    const items = await this.store.items(db, id);
    return items.filter(
      ({ n, kind, line_id, dropped_by }) =>
        kind === 'SPENDING' && line_id === null && dropped_by === null && (row === null || n === row),
    );
  }
}

const rowOf = (payload: Payload): number | null => (payload['row'] == null ? null : Number(payload['row']));
