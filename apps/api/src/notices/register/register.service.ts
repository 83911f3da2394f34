import { Injectable } from '@nestjs/common';
import { registerFilter } from '../../decisions/index.ts';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { toCard } from '../notice-pages.service.ts';
import type { RegisterEntry, RegisterFilterInput, RegisterKind } from './register.graphql.ts';
import { WholeRegisterStore } from './register.store.ts';

/** The whole register of a group: votes and notices in one list, to be looked through. */
@Injectable()
export class WholeRegister {
  constructor(
    private readonly database: Database,
    private readonly doors: GroupDoors,
    private readonly store: WholeRegisterStore,
  ) {}

  async ofGroup(
    actor: Actor,
    of: {
      handle: string;
      filter?: RegisterFilterInput | null | undefined;
      first?: number | undefined;
      after?: string | undefined;
    },
  ): Promise<Connection<RegisterEntry>> {
    const first = readFirst(of.first);
    const [door, found] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.ofGroup(this.database.reads, actor, {
        handle: of.handle,
        kind: (of.filter?.kind ?? null) as RegisterKind | null,
        filter: registerFilter(of.filter),
        first,
        after: readCursor(of.after),
      }),
    ]);
    if (!door) throw new NotFound();
    const { nodes, pageInfo } = toConnection(found, first, ({ at, id }) => cursorOf(at, id));
    return {
      nodes: nodes.map(({ kind, proposal, notice }) => ({ kind, proposal, notice: notice && toCard(notice) })),
      pageInfo,
    };
  }
}
