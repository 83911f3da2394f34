import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import { visitor, type Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { FileParents } from '../../platform/files/file-parents.ts';
import { LiveTopics } from '../../platform/http/live-topics.ts';
import { SplitPages } from './split-pages.service.ts';

/** What hangs on splits: photos of bills, for their people and for whoever has a link into them; the live topic. */
@Injectable()
export class BillHangs {
  constructor(
    private readonly files: FileParents,
    private readonly topics: LiveTopics,
    private readonly links: Links,
    private readonly pages: SplitPages,
  ) {}

  register(): void {
    this.files.register('bill', (db, actor, billId, key) => this.maySee(db, actor, { billId, key }));
    this.topics.register('split', async (_db, actor, id) => (await this.pages.split(actor, id)) !== null);
  }

  /** The key of a photo's address is the token of the guest's own link. */
  private async maySee(
    db: EntityManager,
    actor: Actor,
    { billId, key }: { billId: string; key: string | null },
  ): Promise<boolean> {
    const bill = await row<{ split_id: string }>(db, 'SELECT split_id FROM bill WHERE id = $1', [billId]);
    if (!bill) return false;
    const link = key ? await this.links.find(db, key, 'bill') : null;
    const reader: Actor = link ? { ...visitor, link: { purpose: 'bill', objectId: link.objectId } } : actor;
    return (await this.pages.split(reader, bill.split_id)) !== null;
  }
}
