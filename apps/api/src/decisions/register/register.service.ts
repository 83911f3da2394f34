import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import type { ProposalCard } from '../proposals.graphql.ts';
import { registerFilter } from './filter.ts';
import type { ProposalFilterInput } from './register.graphql.ts';
import { RegisterStore } from './register.store.ts';

/** The register: everything that a group decides and has decided, to be looked through. */
@Injectable()
export class Register {
  constructor(
    private readonly database: Database,
    private readonly doors: GroupDoors,
    private readonly store: RegisterStore,
  ) {}

  async ofGroup(
    actor: Actor,
    of: {
      handle: string;
      filter?: ProposalFilterInput | null | undefined;
      first?: number | undefined;
      after?: string | undefined;
    },
  ): Promise<Connection<ProposalCard>> {
    const first = readFirst(of.first);
    const [door, cards] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.ofGroup(this.database.reads, actor, {
        handle: of.handle,
        filter: registerFilter(of.filter),
        first,
        after: readCursor(of.after),
      }),
    ]);
    if (!door) throw new NotFound();
    return toConnection(cards, first, (card) => cursorOf(card.settledAt, card.id));
  }
}
