import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rows } from '../platform/database/sql.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import type { CaseRow } from './removals.store.ts';

/** How a case is written, and what each step leaves in the log and tells others. */
@Injectable()
export class RemovalRecords {
  constructor(
    private readonly groupLog: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Writes columns and counts the version up. */
  async write(tx: EntityManager, held: CaseRow, columns: Readonly<Record<string, unknown>>): Promise<CaseRow> {
    const names = Object.keys(columns);
    await rows(
      tx,
      `UPDATE removal_case SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [held.id, ...Object.values(columns)],
    );
    return { ...held, ...columns, version: held.version + 1 } as CaseRow;
  }

  /** `step` in the past tense: the log has `removal.<step>`, others hear `Removal<Step>`. Who it is about stands in no fact. `actorId` null: time or a vote did it. */
  async tell(
    tx: EntityManager,
    held: Pick<CaseRow, 'id' | 'group_id' | 'subject_id' | 'version'>,
    of: { step: string; actorId: string | null; detail?: Record<string, string>; facts?: Record<string, string> },
  ): Promise<void> {
    await this.groupLog.append(tx, {
      chainId: held.group_id,
      type: `removal.${of.step}`,
      actorId: of.actorId,
      facts: { case: held.id, ...of.facts },
      ...(of.detail ? { detail: of.detail } : {}),
    });
    const kind = `Removal${of.step[0]!.toUpperCase()}${of.step.slice(1)}`;
    await this.outbox.announce(tx, {
      kind,
      groupId: held.group_id,
      payload: { caseId: held.id, byId: of.actorId },
      topics: [`removal:${held.id}`, `group:${held.group_id}`, `person:${held.subject_id}`],
      key: `${kind}:${held.id}:${held.version}`,
    });
  }
}
