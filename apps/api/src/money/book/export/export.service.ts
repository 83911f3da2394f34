import { Injectable } from '@nestjs/common';
import { exportPieces, type ExportFormat, type Profile } from '#libs/money';
import { GroupsStore } from '../../../groups/index.ts';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import { row } from '../../../platform/database/sql.ts';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { GroupLog } from '../../../platform/log/group-log.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { type JournalPart, JournalStore } from './journal.store.ts';

/** How a book is wanted; `until`: only entries of days up to it, null for all. */
export interface ExportAsked {
  readonly format: ExportFormat;
  readonly profile: Profile;
  readonly until: string | null;
}

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

  /** Opens the export and notes it in the log; what follows is read as it is taken. Throws NOT_FOUND and what the policy says. */
  async forViewer(actor: Actor, of: { handle: string } & ExportAsked): Promise<AsyncIterable<string>> {
    const group = await this.groups.byHandle(this.database.reads, actor, of.handle);
    if (!group) throw new NotFound();
    const redacted = await this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'book.export', { groupId: group.id });
      await this.log.append(tx, {
        chainId: group.id,
        type: 'book.exported',
        actorId: actor.personId,
        facts: { format: of.format },
      });
      return !standing.duties.includes('treasurer');
    });
    return this.pieces(group.id, { ...of, redacted, reader: { personId: actor.personId } });
  }

  /** For the command line on the host. Null where there is no such group. */
  async forHost(of: { handle: string } & ExportAsked): Promise<AsyncIterable<string> | null> {
    const group = await row<{ id: string }>(this.database.reads, 'SELECT id FROM folk_group WHERE handle = $1', [
      of.handle,
    ]);
    return group && this.pieces(group.id, { ...of, redacted: false });
  }

  /** The file, piece by piece: no more than one page of entries is held, however long the book is. */
  async *pieces(groupId: string, of: ExportAsked & JournalPart): AsyncGenerator<string> {
    const db = this.database.reads;
    const open = await this.journals.open(db, groupId, of, of.format === 'ledger');
    const { order, before, entry, between, withheld, after } = exportPieces(open.frame, of.format, of.profile);
    yield before;
    let at = 0;
    for await (const page of this.journals.entries(db, open, order)) yield page.map((one) => entry(one, at++)).join('');
    yield between;
    at = 0;
    if (withheld)
      for await (const page of this.journals.withheld(db, open)) yield page.map((one) => withheld(one, at++)).join('');
    yield after;
  }
}
