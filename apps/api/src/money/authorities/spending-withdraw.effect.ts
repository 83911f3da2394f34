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
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { AuthorityRecords } from './authority-records.service.ts';

interface Running {
  id: string;
  what: string;
  person_id: string | null;
  name: string | null;
  duty: string | null;
  fund_id: string;
  fund_name: string;
  fund_kind: string;
}

/** A passed proposal ends a spending authority: what was approved by it stands, a line that was opened to hold its money is closed. */
@Injectable()
export class SpendingWithdrawEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly records: AuthorityRecords,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const found = await this.find(db, groupId, input.authorityId ?? '');
    if (!found) throw new BadInput(field('authorityId'), 'Choose a spending authority that has not ended.');
    return {
      authorityId: found.id,
      label: found.what,
      personId: found.person_id,
      personName: found.name,
      duty: found.duty,
      fundId: found.fund_id,
      fundName: found.fund_name,
      fundKind: found.fund_kind,
    };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const found = await this.find(db, groupId, String(payload['authorityId']));
    return found ? null : new EffectRefused('AUTHORITY_ENDED', say`This spending authority has ended already.`);
  }

  async lock(tx: EntityManager, { groupId, payload }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
    await rows(tx, 'SELECT 1 FROM spending_authority WHERE id = $1 FOR UPDATE', [payload['authorityId']]);
  }

  async run(tx: EntityManager, { groupId, proposalId, payload }: EffectCall): Promise<string> {
    const id = String(payload['authorityId']);
    await rows(
      tx,
      `UPDATE spending_authority SET ended_at = clock_now(), ended_by = 'withdrawn', withdrawn_by = $2 WHERE id = $1 AND ended_at IS NULL`,
      [id, proposalId],
    );
    await rows(
      tx,
      `UPDATE budget_line l SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = l.book_id)
       FROM spending_authority a WHERE a.id = $1 AND a.holds AND l.id = a.line_id AND l.closed_at IS NULL AND l.advanced = 0`,
      [id],
    );
    await this.records.tell(tx, { id, groupId }, 'withdrawn', { proposal: proposalId });
    return id;
  }

  private async find(db: EntityManager, groupId: string, id: string): Promise<Running | null> {
    if (!isId(id)) return null;
    return row<Running>(
      db,
      `SELECT a.id, a.what, a.person_id, p.name, a.duty, a.fund_id, f.name AS fund_name, f.kind AS fund_kind FROM spending_authority a JOIN book b ON b.id = a.book_id JOIN fund f ON f.id = a.fund_id
       LEFT JOIN person p ON p.id = a.person_id WHERE a.id = $1 AND b.group_id = $2 AND a.ended_at IS NULL`,
      [id, groupId],
    );
  }
}
