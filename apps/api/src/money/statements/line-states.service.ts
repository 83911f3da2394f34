import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { LineState } from './statements.graphql.ts';
import { type LineRow, StatementsStore } from './statements.store.ts';

/** Where a line of a statement stands, under its locks. */
@Injectable()
export class LineStates {
  constructor(
    private readonly policy: Policy,
    private readonly store: StatementsStore,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
  ) {}

  /** The book, then the line, as it is now. */
  async hold(
    tx: EntityManager,
    actor: Actor,
    of: { lineId: string; version: number; from: readonly LineState[] },
  ): Promise<LineRow> {
    const found = await this.store.line(tx, of.lineId);
    if (!found) throw new NotFound();
    await this.policy.require(tx, actor, 'statement.import', { groupId: found.group_id });
    await this.books.lock(tx, found.book_id);
    await rows(tx, 'SELECT 1 FROM statement_line WHERE id = $1 FOR UPDATE', [of.lineId]);
    const line = (await this.store.line(tx, of.lineId))!;
    if (line.version !== of.version || !of.from.includes(line.state))
      throw new Conflict('Somebody has said in the meantime what this line is. Look at it again.');
    return line;
  }

  /** What was decided of it, in the log of the group. */
  async decide(
    tx: EntityManager,
    actor: Actor,
    line: LineRow,
    of: { state: LineState; reason: string | null },
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE statement_line SET state = $2, reason = $3, decided_by = $4, decided_at = clock_now(), version = version + 1 WHERE id = $1',
      [line.id, of.state, of.reason, actor.personId],
    );
    const types = { OPEN: 'statement.opened', MATCHED: 'statement.matched', IGNORED: 'statement.ignored' } as const;
    await this.log.append(tx, {
      chainId: line.group_id,
      type: types[of.state],
      actorId: actor.personId,
      facts: { line: line.id },
    });
  }
}
