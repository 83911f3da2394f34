import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  onRoll,
  type Payload,
} from '../../decisions/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { BudgetLines, fundShort } from '../lines/budget-lines.service.ts';
import { AuthorityRecords } from './authority-records.service.ts';
import { authorityFields } from './authority-fields.ts';

/** A passed proposal lets a member, or whoever has a duty, approve alone: within a scope, up to so much at a time and in all. */
@Injectable()
export class SpendingGrantEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly lines: BudgetLines,
    private readonly records: AuthorityRecords,
  ) {}

  read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    return authorityFields(db, this.books, asked);
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    if (payload['lineId'] && (await this.books.line(db, String(payload['lineId'])))?.closed_at !== null)
      return new EffectRefused('LINE_CLOSED', say`The budget line is closed.`);
    if (payload['personId'] && (await onRoll(db, groupId, String(payload['personId'])))?.standing !== 'member')
      return new EffectRefused('STANDING_CHANGED', say`${String(payload['personName'])} is no member any more.`);
    if (payload['until'] && String(payload['until']) < (await today(db, groupId)))
      return new EffectRefused('DATE_PASSED', say`The last day has passed.`);
    if (payload['hold'] !== true) return null;
    const available = await this.books.available(db, fund.account_id);
    return available < BigInt(String(payload['minor'])) ? fundShort(fund, available) : null;
  }

  async lock(tx: EntityManager, { groupId }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const { groupId, proposalId, payload } = call;
    const holds = payload['hold'] === true;
    const book = await this.books.ofGroup(tx, groupId);
    const planned = BigInt(String(payload['minor']));
    const lineId = holds
      ? await this.lines.open(tx, call, { label: String(payload['label']), planned, part: 1 })
      : (payload['lineId'] ?? null);
    const day = await today(tx, groupId);
    const from = payload['from'] && String(payload['from']) > day ? payload['from'] : day;
    const id = newId();
    await rows(
      tx,
      `INSERT INTO spending_authority (id, book_id, proposal_id, effect_no, person_id, duty, what, fund_id, currency, line_id, event_id, category, holds, each, ceiling, from_day, until_day)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17::date)`,
      [
        id,
        book.id,
        proposalId,
        call.index,
        payload['personId'] ?? null,
        payload['duty'] ?? null,
        payload['label'],
        payload['fundId'],
        payload['currency'],
        lineId,
        payload['eventId'] ?? null,
        payload['category'] ?? null,
        holds,
        payload['each'],
        payload['minor'],
        from,
        payload['until'] ?? null,
      ],
    );
    await this.records.tell(tx, { id, groupId }, 'granted', {
      proposal: proposalId,
      ceiling: planned.toString(),
      currency: String(payload['currency']),
    });
    return id;
  }
}
