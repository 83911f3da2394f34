import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import type { NoticeRow } from './notices.store.ts';

/** What a notice's life leaves in the log and tells others. */
@Injectable()
export class NoticeRecords {
  constructor(
    private readonly groupLog: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** `happening`: past tense; the log has the same under `notice.…`. `actorId` is null where time did it. */
  async tell(
    tx: EntityManager,
    notice: Pick<NoticeRow, 'id' | 'group_id' | 'version'>,
    of: {
      log: string;
      happening: string;
      actorId: string | null;
      facts?: Record<string, string | number>;
      detail?: Record<string, string>;
    },
  ): Promise<void> {
    await this.groupLog.append(tx, {
      chainId: notice.group_id,
      type: of.log,
      actorId: of.actorId,
      facts: { notice: notice.id, ...of.facts },
      ...(of.detail ? { detail: of.detail } : {}),
    });
    await this.outbox.announce(tx, {
      kind: of.happening,
      groupId: notice.group_id,
      payload: { noticeId: notice.id, byId: of.actorId, ...of.facts, ...of.detail },
      topics: [`notice:${notice.id}`, `group:${notice.group_id}`],
      key: `${of.happening}:${notice.id}:${notice.version}`,
    });
  }
}
