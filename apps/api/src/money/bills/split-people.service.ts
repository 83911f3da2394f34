import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { Limits } from '../../platform/limits.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { requiredName } from '../../platform/names.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { SplitPersonInput } from './splits.graphql.ts';
import { type Seat, type SplitRow, SplitsStore } from './splits.store.ts';

const MOST_PEOPLE = 60;
const LINK_MS = 180 * 86_400_000;
const mailed = { name: 'split-mail', max: 60, windowSeconds: 3600 };

interface Named {
  readonly personId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly child: boolean;
}

/** Puts people into a split: members, those who come to its event, and others by name. */
@Injectable()
export class SplitPeople {
  constructor(
    private readonly store: SplitsStore,
    private readonly books: BooksStore,
    private readonly links: Links,
    private readonly limits: Limits,
  ) {}

  /** The seat of who opens it. */
  async first(tx: EntityManager, split: SplitRow, actor: Actor): Promise<Seat> {
    const id = await this.sit(tx, split, {
      named: { personId: actor.personId, name: actor.name ?? '', email: null, child: false },
      carriedBy: null,
      by: null,
      locale: actor.locale,
    });
    return (await this.store.seatById(tx, id))!;
  }

  /** Adds people; returns their seats. Who is in it already stays as they are. */
  async add(
    tx: EntityManager,
    split: SplitRow,
    of: { by: Seat; people: readonly SplitPersonInput[]; locale: string },
  ): Promise<string[]> {
    const there = await this.store.seats(tx, split.id);
    if (there.length + of.people.length > MOST_PEOPLE)
      throw new BadInput('people', 'Sixty people at most share the costs of one thing.');
    const known = new Map(there.flatMap((seat) => (seat.person_id ? [[seat.person_id, seat.id] as const] : [])));
    const ids = [of.by.id];
    const added: string[] = [];
    for (const asked of of.people) {
      const carriedBy = this.carrier(asked, { ids, there, added });
      const named = await this.named(tx, split, asked);
      const held = named.personId ? known.get(named.personId) : undefined;
      const id = held ?? (await this.sit(tx, split, { named, carriedBy, by: of.by.id, locale: of.locale }));
      ids.push(id);
      if (!held) added.push(id);
      if (named.personId) known.set(named.personId, id);
      if (named.email) await this.limits.count(mailed, of.by.id);
    }
    return added;
  }

  /** A link for somebody without an account: whoever has it sees the split and speaks for them in it. */
  link(tx: EntityManager, seat: Seat): Promise<string> {
    const expiresAt = new Date(Date.now() + LINK_MS);
    return this.links.make(tx, { purpose: 'bill', personId: seat.person_id, objectId: seat.id, expiresAt });
  }

  /** Who pays for somebody: one who pays for themselves. */
  private carrier(
    asked: SplitPersonInput,
    of: { ids: readonly string[]; there: readonly Seat[]; added: readonly string[] },
  ): string | null {
    const id = asked.carriedBy ?? (typeof asked.carriedByAt === 'number' ? (of.ids[asked.carriedByAt] ?? '') : null);
    if (id === null) return null;
    const seat = of.there.find((one) => one.id === id);
    if (!seat && !of.added.includes(id) && !of.ids.includes(id))
      throw new BadInput('people', 'Whoever pays for somebody else stands before them in the list.');
    if (seat?.carried_by) throw new BadInput('people', 'Whoever pays for somebody else pays for themselves too.');
    return id;
  }

  private async named(tx: EntityManager, split: SplitRow, asked: SplitPersonInput): Promise<Named> {
    const child = asked.child === true;
    if (!asked.personId) {
      const name = requiredName('people', asked.name ?? '', { what: 'The name', max: 80 });
      const email = asked.email ? readAddress(asked.email) : null;
      if (asked.email && !email)
        throw new BadInput('people', 'This is not an e-mail address. It looks like ana@example.org.');
      return { personId: null, name, email, child };
    }
    const person = isId(asked.personId)
      ? await row<{ name: string }>(
          tx,
          `SELECT p.name FROM person p WHERE p.id = $1 AND (is_member($2, p.id) OR EXISTS (SELECT FROM rsvp r WHERE r.event_id = $3::uuid AND r.person_id = p.id AND r.status IN ('going', 'maybe')))`,
          [asked.personId, split.group_id, split.event_id],
        )
      : null;
    if (!person) throw new BadInput('people', 'Somebody named here is neither a member nor coming. Add them by name.');
    return { personId: asked.personId, name: person.name, email: null, child };
  }

  private async sit(
    tx: EntityManager,
    split: SplitRow,
    of: { named: Named; carriedBy: string | null; by: string | null; locale: string },
  ): Promise<string> {
    const { named } = of;
    const id = newId();
    const { ref, handle } = await this.books.personIn(tx, split.book_id, named.personId);
    await rows(
      tx,
      `INSERT INTO split_person (id, split_id, person_id, name, email, locale, child, carried_by, ref, handle, added_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_now())`,
      [
        id,
        split.id,
        named.personId,
        named.name,
        named.email,
        of.locale.startsWith('de') ? 'de' : 'en',
        named.child,
        of.carriedBy,
        ref,
        handle,
        of.by,
      ],
    );
    return id;
  }
}
