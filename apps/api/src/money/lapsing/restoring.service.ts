import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { duesSettled, lapsedWrongly, lastDayToSettle } from '#libs/money';
import { Roll } from '../../groups/index.ts';
import { row } from '../../platform/database/sql.ts';
import type { StoredHappening } from '../../platform/outbox/outbox.ts';
import { LapsesStore, type Standing } from './lapses.store.ts';

/** What brings a lapsed membership back: dues that are settled, or money that turns out to have come in time. */
@Injectable()
export class Restoring {
  constructor(
    private readonly store: LapsesStore,
    private readonly roll: Roll,
  ) {}

  /** After money has come for dues, or somebody was set free of them. Runs after the commit of what happened, so that no lock is taken against the order. */
  async follow(tx: EntityManager, { payload }: StoredHappening): Promise<void> {
    const of = await row<{ id: string; group_id: string; person_id: string }>(
      tx,
      `SELECT c.id, b.group_id, c.person_id FROM contribution c JOIN book b ON b.id = c.book_id WHERE c.id = $1 AND c.kind = 'dues'`,
      [payload['contributionId']],
    );
    if (!of) return;
    const lapsed = await this.heldLapsed(tx, of.group_id, of.person_id);
    if (lapsed) await this.restore(tx, lapsed);
    const owed = await row(
      tx,
      'SELECT 1 FROM contribution c WHERE c.id = $1 AND c.closed IS NULL AND c.pledged > c.received',
      [of.id],
    );
    if (!owed) await this.store.forget(tx, of.id);
  }

  /** After a removal was taken back: who had lapsed before it may have settled since. */
  async followBack(tx: EntityManager, { groupId, payload }: StoredHappening): Promise<void> {
    const lapsed = await this.heldLapsed(tx, groupId!, String(payload['personId']));
    if (lapsed && !lapsed.isOver) await this.restore(tx, lapsed);
  }

  /** How somebody stands who has lapsed, with their membership locked; null for everybody else. */
  private async heldLapsed(tx: EntityManager, groupId: string, personId: string): Promise<Standing | null> {
    await row(tx, 'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = $2 FOR UPDATE', [groupId, personId]);
    const found = await this.store.of(tx, groupId, personId);
    return found?.standing === 'lapsed' ? found : null;
  }

  /** Whether they are members again: by the rule within ninety days, as a correction at any time. The caller holds the membership. */
  async restore(tx: EntityManager, { groupId, personId, ...found }: Standing): Promise<boolean> {
    const of = { groupId, personId };
    const { dues, rule, version, lapsedOn, settlesFrom, today } = found;
    if (lapsedWrongly(dues, rule, lapsedOn!))
      await this.roll.restore(tx, { ...of, authority: { kind: 'correction', id: null }, reason: 'corrected' });
    else if (duesSettled(dues) && today <= lastDayToSettle(settlesFrom!))
      await this.roll.restore(tx, {
        ...of,
        authority: { kind: 'rule', id: null, rulebookVersion: version },
        reason: 'settled',
      });
    else return false;
    return true;
  }
}
