import { Injectable } from '@nestjs/common';
import { exportText, type ExportFormat, type Profile } from '#libs/money';
import { GroupsStore } from '../../../groups/index.ts';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import { row } from '../../../platform/database/sql.ts';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { GroupLog } from '../../../platform/log/group-log.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { JournalStore } from './journal.store.ts';

/** The book as a file. Members get it without the free texts, treasurers whole; the command line, too. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly groups: GroupsStore,
    private readonly journals: JournalStore,
    private readonly log: GroupLog,
  ) {}

  async forViewer(actor: Actor, of: { handle: string; format: ExportFormat; profile: Profile }): Promise<string> {
    const group = await this.groups.byHandle(this.database.reads, actor, of.handle);
    if (!group) throw new NotFound();
    return this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'book.export', { groupId: group.id });
      await this.log.append(tx, {
        chainId: group.id,
        type: 'book.exported',
        actorId: actor.personId,
        facts: { format: of.format },
      });
      return exportText(
        await this.journals.of(tx, group.id, !standing.duties.includes('treasurer')),
        of.format,
        of.profile,
      );
    });
  }

  /** For the command line on the host. Null where there is no such group. */
  async forHost(of: { handle: string; format: ExportFormat; profile: Profile }): Promise<string | null> {
    const group = await row<{ id: string }>(this.database.reads, 'SELECT id FROM folk_group WHERE handle = $1', [
      of.handle,
    ]);
    return group
      ? exportText(await this.journals.of(this.database.reads, group.id, false), of.format, of.profile)
      : null;
  }
}
