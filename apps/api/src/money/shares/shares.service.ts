import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { ShareReceived, ShareSide } from './shares.graphql.ts';
import { SharesStore } from './shares.store.ts';

/** What groups give each other, for who keeps the book that got it and for readers of both. */
@Injectable()
export class Shares {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly shares: SharesStore,
  ) {}

  /** What came from other groups into the books that the viewer keeps, for 14 days or until it is put somewhere. */
  async received(actor: Actor): Promise<ShareReceived[]> {
    const found = await this.shares.received(this.database.reads, actor);
    return found.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) }));
  }

  /** The other group of an entry that the viewer reads; null where they may not know of it. Throws NOT_FOUND for any other entry. */
  async otherSide(actor: Actor, entryId: string): Promise<ShareSide | null> {
    const sides = await this.shares.sides(this.database.reads, entryId);
    if (!sides) throw new NotFound();
    const [here, there] = await Promise.all([
      this.doors.open(actor, sides.handle),
      this.doors.open(actor, sides.other),
    ]);
    if (!here) throw new NotFound();
    const of = { groupId: here.group.id, case: 'group' } as const;
    this.policy.requireWith(actor, 'book.entries.read', of, here.standing);
    if (!there) return null;
    const readsBook = this.policy.allows(actor, 'book.summary.read', { case: 'group' }, there.standing);
    return { name: there.group.name, handle: there.group.handle, readsBook };
  }

  /** A treasurer has put a share somewhere, or leaves it where it is: nobody is asked any more. Throws NOT_FOUND or FORBIDDEN. */
  async settle(actor: Actor, entryId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const groupId = await this.shares.receiver(tx, entryId);
      if (!groupId) throw new NotFound();
      await this.policy.require(tx, actor, 'book.desk.read', { groupId });
      await this.shares.seen(tx, { entryId, personId: actor.personId, putEntryId: null });
    });
  }
}
