import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { bookParts } from './book.sql.ts';
import { BookStore } from './book.store.ts';
import type { Book, Entry, Figure, FigureInput } from './book.graphql.ts';
import { readDay, readFigure } from './figures.ts';

/**
 * Reads for the pages of the book: figures for whom the book is open, names and texts for members only. What is read travels with the
 * group's door in one statement; nothing of it leaves before the table has allowed it.
 */
@Injectable()
export class BookPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly books: BookStore,
  ) {}

  /** `wanted`: the fields of the book that are asked for; lists beyond them stay empty. `on`: as it was at the end of that day. */
  async book(
    actor: Actor,
    { handle, on, wanted }: { handle: string; on?: string | null | undefined; wanted: ReadonlySet<string> },
  ): Promise<Book | null> {
    const day = readDay('on', on);
    const [door, page] = await Promise.all([
      this.doors.open(actor, handle),
      this.books.page(this.database.reads, actor, {
        handle,
        parts: bookParts.filter((part) => wanted.has(part) || (part === 'latest' && wanted.has('hasOlder'))),
        on: day,
      }),
    ]);
    if (!door || !page) return null;
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.summary.read', { groupId: group.id, case: 'group' }, standing);
    const entriesShown = this.policy.allows(actor, 'book.entries.read', { case: 'group' }, standing);
    const may = (operation: Parameters<Policy['allows']>[1]): boolean =>
      this.policy.allows(actor, operation, {}, standing);
    return {
      ...page,
      latest: entriesShown ? page.latest : [],
      hasOlder: entriesShown && page.hasOlder,
      group,
      entriesShown,
      can: {
        submitExpense: may('expense.submit'),
        recordContribution: may('contribution.record'),
        reverse: may('entry.reverse'),
        export: may('book.export'),
        openFund: may('fund.open'),
      },
    };
  }

  async entries(
    actor: Actor,
    of: { handle: string; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<Entry>> {
    const first = readFirst(of.first);
    const [door, entries] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.books.entries(this.database.reads, actor, { handle: of.handle, first, after: readCursor(of.after) }),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.entries.read', { groupId: group.id, case: 'group' }, standing);
    return toConnection(entries, first, (entry) => cursorOf(String(entry.seq), entry.id));
  }

  /** What a figure sums, entry by entry. */
  async figureEntries(
    actor: Actor,
    of: { handle: string; figure: FigureInput; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<Entry>> {
    const first = readFirst(of.first);
    const [door, entries] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.books.figureEntries(this.database.reads, actor, {
        handle: of.handle,
        ...readFigure(of.figure),
        first,
        after: readCursor(of.after),
      }),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.entries.read', { groupId: group.id, case: 'group' }, standing);
    return toConnection(entries, first, (entry) => cursorOf(String(entry.seq), entry.id));
  }

  async figure(actor: Actor, handle: string, figure: FigureInput): Promise<Figure> {
    const [door, found] = await Promise.all([
      this.doors.open(actor, handle),
      this.books.figureSum(this.database.reads, actor, { handle, ...readFigure(figure) }),
    ]);
    if (!door || !found) throw new NotFound();
    const { group, standing } = door;
    this.policy.requireWith(actor, 'book.entries.read', { groupId: group.id, case: 'group' }, standing);
    return { sum: moneyValue(found.minor, figure.currency), entries: found.entries };
  }
}
