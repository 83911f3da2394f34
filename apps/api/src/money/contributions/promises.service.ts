import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contributionDue, mayContribution } from '#libs/money';
import type { Ending } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, Forbidden, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { today } from '../ledger/entries.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { type ContributionRow, ContributionsStore, factsOf } from './contributions.store.ts';
import { GiftSides } from './gift-sides.service.ts';
import { readAmount, readEmail, readForFund } from './gift-fields.ts';
import type { PledgeInput } from './gifts.graphql.ts';

/** How long a one-off gift is waited for before its giver is behind with it. */
const DUE_DAYS = 30;

interface Giver {
  readonly personId: string | null;
  readonly giver: string;
  readonly email: string | null;
}

/** Promises of money: made, said to be kept, taken back. Nothing of it is in the book. */
@Injectable()
export class Promises {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
  ) {}

  /** Promises a gift, once or in each period. Returns the id of the (first) contribution. */
  async pledge(actor: Actor, input: PledgeInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const purpose = longText('purpose', input.purpose, { what: 'What it is for', max: 200 });
    const giver = readGiver(actor, input);
    return this.sides.database.transaction(async (tx) => {
      await this.sides.policy.require(tx, actor, 'contribution.pledge', { groupId: input.groupId });
      if (input.forSomebody)
        await this.sides.policy.require(tx, actor, 'contribution.record', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const call = {
        actorKey: actor.personId ?? `gift:${input.groupId}`,
        clientKey: input.idempotencyKey,
        request: input,
      };
      return this.sides.idempotency.once(tx, call, async () => {
        const { fund, minor } = await readForFund(tx, this.books, { bookId: book.id, ...input });
        const day = await today(tx, input.groupId);
        const every = input.every ?? 'once';
        const of = {
          bookId: book.id,
          kind: 'gift' as const,
          fundId: fund.id,
          currency: fund.currency,
          pledged: minor,
          ...giver,
          locale: actor.locale,
          purpose,
        };
        const repeated = every === 'once' ? null : await this.repeat(tx, of, { every, day });
        const { id } = await this.store.add(tx, {
          ...of,
          dueOn: repeated ? day : addDays(day, DUE_DAYS),
          repeatedId: repeated,
          period: repeated ? day : null,
        });
        if (input.given) await this.note(tx, actor, id, { how: input.given, minor });
        await this.sides.told(tx, actor, await this.store.find(tx, id), 'contribution.pledged');
        return id;
      });
    });
  }

  /** "I have given it": cash brought or a transfer sent. The treasurer looks and confirms; until then it counts nothing. */
  async say(
    actor: Actor,
    id: string,
    of: { how: string; amount?: { minor: bigint; currency: string } | null },
  ): Promise<void> {
    await this.step(actor, id, async (tx, contribution) => {
      const own = contribution.person_id !== null && contribution.person_id === actor.personId;
      await this.sides.policy.require(tx, actor, 'contribution.say', { groupId: contribution.group_id, own });
      const due = contributionDue(factsOf(contribution));
      if (due <= 0n) throw new Conflict('Nothing is waited for here any more.');
      const minor = of.amount ? readAmount(of.amount, contribution.currency) : due;
      await this.note(tx, actor, id, { how: of.how, minor });
      await this.sides.told(tx, actor, await this.store.find(tx, id), 'contribution.said');
    });
  }

  /** Takes a promise back; what has come of it stays. Dues are set free by the treasurer instead. */
  async cancel(actor: Actor, id: string, reason: string | null = null): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 300 });
    await this.step(actor, id, async (tx, contribution) => {
      const own = contribution.person_id !== null && contribution.person_id === actor.personId;
      await this.sides.policy.require(tx, actor, 'contribution.cancel', { groupId: contribution.group_id, own });
      if (contribution.kind === 'dues')
        throw new Forbidden('Dues are not taken back. The treasurer can set somebody free of them.');
      await this.close(tx, actor, contribution, { as: 'CANCELLED', reason: words });
    });
  }

  /** Closes a promise that the caller holds. */
  async close(
    tx: EntityManager,
    actor: Actor | null,
    contribution: ContributionRow,
    of: { as: 'CANCELLED' | 'EXPIRED'; reason: string },
  ): Promise<void> {
    const day = await today(tx, contribution.group_id);
    if (!mayContribution(of.as === 'CANCELLED' ? 'cancel' : 'expire', factsOf(contribution), day))
      throw new Conflict('This has moved on in the meantime. Look at it again.');
    await rows(
      tx,
      `UPDATE contribution SET closed = $2, closed_at = clock_now(), closed_reason = $3, closed_by = $4, said_minor = NULL, said_how = NULL, said_at = NULL, said_by = NULL, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [contribution.id, of.as, of.reason, actor?.personId ?? null],
    );
    await this.sides.told(
      tx,
      actor,
      await this.store.find(tx, contribution.id),
      of.as === 'CANCELLED' ? 'contribution.cancelled' : 'contribution.expired',
    );
    if (contribution.kind === 'dues')
      await this.sides.happened(tx, {
        kind: 'DuesWaived',
        groupId: contribution.group_id,
        payload: { contributionId: contribution.id },
      });
  }

  /** Stops a gift that is repeated: what is due of it stays due, no other follows. Its giver or the treasurer may, at any time. */
  async stop(actor: Actor, repeatedId: string): Promise<void> {
    await this.sides.database.transaction(async (tx) => {
      const found = isId(repeatedId)
        ? await row<{ book_id: string; group_id: string; person_id: string | null }>(
            tx,
            'SELECT r.book_id, r.person_id, b.group_id FROM repeated_gift r JOIN book b ON b.id = r.book_id WHERE r.id = $1',
            [repeatedId],
          )
        : null;
      if (!found) throw new NotFound();
      const own = found.person_id !== null && found.person_id === actor.personId;
      if (!own) await this.sides.policy.require(tx, actor, 'contribution.list.read', { groupId: found.group_id });
      await this.sides.policy.require(tx, actor, 'contribution.cancel', { groupId: found.group_id, own });
      await this.books.lock(tx, found.book_id);
      await rows(tx, 'UPDATE repeated_gift SET stopped_at = clock_now() WHERE id = $1 AND stopped_at IS NULL', [
        repeatedId,
      ]);
      await this.sides.log.append(tx, {
        chainId: found.group_id,
        type: 'contribution.stopped',
        actorId: actor.personId,
        facts: { gift: repeatedId },
      });
      await this.sides.changed(tx, found.group_id, found.person_id);
    });
  }

  /** Whoever leaves a group promises it nothing more; what is due already stays due. Where a membership has lapsed the promise rests, as it may come back. */
  async endedMembership(tx: EntityManager, { groupId, personId, isOver }: Ending): Promise<void> {
    if (!isOver) return;
    await rows(
      tx,
      'UPDATE repeated_gift r SET stopped_at = clock_now() FROM book b WHERE b.id = r.book_id AND b.group_id = $1 AND r.person_id = $2 AND r.stopped_at IS NULL',
      [groupId, personId],
    );
  }

  /** A step of one contribution under its lock. Those of others are not there for who is neither giver nor treasurer. */
  private async step(
    actor: Actor,
    id: string,
    work: (tx: EntityManager, contribution: ContributionRow) => Promise<void>,
  ): Promise<void> {
    await this.sides.database.transaction(async (tx) => {
      const contribution = await this.store.hold(tx, id);
      await this.sides.mayKnow(tx, actor, contribution);
      await work(tx, contribution);
    });
  }

  private async note(
    tx: EntityManager,
    actor: Actor,
    id: string,
    { how, minor }: { how: string; minor: bigint },
  ): Promise<void> {
    await rows(
      tx,
      'UPDATE contribution SET said_minor = $2, said_how = $3, said_at = clock_now(), said_by = $4, version = version + 1, updated_at = clock_now() WHERE id = $1',
      [id, minor.toString(), how, actor.personId],
    );
  }

  private async repeat(
    tx: EntityManager,
    of: Giver & { bookId: string; fundId: string; currency: string; pledged: bigint; locale: string; purpose: string },
    { every, day }: { every: string; day: string },
  ): Promise<string> {
    const id = newId();
    await rows(
      tx,
      'INSERT INTO repeated_gift (id, book_id, fund_id, person_id, giver, email, locale, currency, minor, every, first_on, purpose) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      [
        id,
        of.bookId,
        of.fundId,
        of.personId,
        of.giver,
        of.email,
        of.locale,
        of.currency,
        of.pledged.toString(),
        every,
        day,
        of.purpose,
      ],
    );
    return id;
  }
}

/** Whose promise it is: the viewer's own, that of somebody the treasurer names, or that of a guest, with a name or without. */
function readGiver(actor: Actor, input: PledgeInput): Giver {
  if (actor.personId !== null && !input.forSomebody) return { personId: actor.personId, giver: '', email: null };
  const email = readEmail(input.email);
  const giver = input.name?.trim() ? requiredName('name', input.name, { what: 'The name', max: 120 }) : '';
  if (actor.personId === null && input.every && input.every !== 'once' && !email)
    throw new BadInput('email', 'To give again and again we need an address to remind you at.');
  return { personId: null, giver, email };
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
