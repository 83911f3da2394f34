import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Files } from '../../platform/files/files.service.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import type { SubmitExpenseInput } from './expenses.graphql.ts';

/** What stands beside handing in: the repeated request, receipts, the event. */
@Injectable()
export class SubmitSides {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly files: Files,
  ) {}

  once<T>(tx: EntityManager, actor: Actor, input: SubmitExpenseInput, work: () => Promise<T>): Promise<T> {
    return this.idempotency.once(
      tx,
      { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input },
      work,
    );
  }

  async receipts(
    tx: EntityManager,
    actor: Actor,
    of: { files: readonly string[]; expenseId: string; groupId: string },
  ): Promise<void> {
    await this.files.attach(tx, actor, of.files, { kind: 'expense', id: of.expenseId, groupId: of.groupId });
    await rows(
      tx,
      `UPDATE file SET parent_kind = NULL, parent_id = NULL WHERE parent_kind = 'expense' AND parent_id = $1 AND id <> ALL($2)`,
      [of.expenseId, of.files],
    );
  }

  async event(tx: EntityManager, groupId: string, eventId: string | null): Promise<string | null> {
    if (eventId === null) return null;
    const found = isId(eventId)
      ? await row(tx, 'SELECT 1 FROM event WHERE id = $1 AND group_id = $2', [eventId, groupId])
      : null;
    if (!found) throw new BadInput('eventId', 'This event is not one of the group.');
    return eventId;
  }
}
