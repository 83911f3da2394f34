import { Injectable } from '@nestjs/common';
import type { Rulebook } from '#libs/governance';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { EntryWaiting, Keeping } from './keeping.graphql.ts';
import { KeepingStore } from './keeping.store.ts';

/** Reads for the page of the accounts: for members; what waits for a second person, for those whom it concerns. */
@Injectable()
export class KeepingPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: KeepingStore,
  ) {}

  /** Entries by hand that wait for the viewer as the second person, in all their groups. */
  async waiting(actor: Actor): Promise<EntryWaiting[]> {
    return actor.personId ? this.store.waiting(this.database.reads, actor) : [];
  }

  async of(actor: Actor, handle: string): Promise<Keeping | null> {
    const [door, page] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    if (!door || !page || !this.policy.allows(actor, 'book.accounts.read', {}, door.standing)) return null;
    const { standing } = door;
    const may = (operation: Parameters<Policy['allows']>[1], own = false): boolean =>
      this.policy.allows(actor, operation, { own }, standing);
    const { spending } = standing!.rules as unknown as Rulebook;
    const above = spending.manualEntrySecondPersonAbove;
    const most = spending.bands.at(-1);
    return {
      ...page,
      requests: page.requests
        .map((request) => ({ ...request, mayApprove: may('entry.approve', request.askedById === actor.personId) }))
        .filter(({ mayApprove, mayWithdraw }) => mayApprove || mayWithdraw),
      secondPersonAbove: above === undefined ? null : moneyValue(above, page.currency),
      transferWithoutDecision: most ? moneyValue(most.upTo, page.currency) : null,
      can: { keep: may('entry.post'), transfer: may('fund.transfer'), approve: may('entry.approve') },
    };
  }
}
