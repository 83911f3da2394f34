import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { ContributionsStore } from '../contributions/contributions.store.ts';
import { GiftSides } from '../contributions/gift-sides.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { CardBookings } from './card-bookings.service.ts';
import { CardEventsStore, type EventRow } from './card-events.store.ts';
import { CardInbox } from './card-inbox.service.ts';
import type { AnswerCardInput } from './cards.graphql.ts';

/** What the treasurer does with what the processor says and that fits nothing. */
@Injectable()
export class CardAnswers {
  constructor(
    private readonly sides: GiftSides,
    private readonly events: CardEventsStore,
    private readonly bookings: CardBookings,
    private readonly inbox: CardInbox,
    private readonly books: BooksStore,
    private readonly contributions: ContributionsStore,
  ) {}

  async answer(actor: Actor, input: AnswerCardInput): Promise<void> {
    const note = longText('note', input.note, { what: 'The note', max: 300 });
    if (input.answer === 'SEEN' && note === '') throw new BadInput('note', 'Say in a few words what was done.');
    await this.sides.database.transaction(async (tx) => {
      const event = await this.events.find(tx, input.id, 'FOR UPDATE OF e');
      if (!event) throw new NotFound();
      await this.sides.policy.require(tx, actor, 'contribution.record', { groupId: event.group_id });
      if (event.state !== 'ASKS') throw new Conflict('This was answered already.');
      await this.books.lock(tx, event.book_id);
      await this.done(tx, actor, event, { answer: input.answer, note });
    });
    await this.inbox.workDue();
  }

  private async done(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    { answer, note }: { answer: AnswerCardInput['answer']; note: string },
  ): Promise<void> {
    if (answer === 'AGAIN') {
      await rows(
        tx,
        `UPDATE processor_event SET state = 'NEW', reason = NULL, note = '', tries = 0, try_at = clock_now() WHERE id = $1`,
        [event.id],
      );
      return;
    }
    const entryId = answer === 'TAKE' ? await this.take(tx, actor, event) : null;
    await rows(
      tx,
      `UPDATE processor_event SET state = 'ANSWERED', entry_id = $2, note = $3, answered_by = $4, answered_at = clock_now() WHERE id = $1`,
      [event.id, entryId, note, actor.personId],
    );
    await rows(
      tx,
      `UPDATE processor_event SET try_at = clock_now() WHERE payment = (SELECT payment FROM processor_event WHERE id = $1) AND state = 'WAITS'`,
      [event.id],
    );
    await this.sides.log.append(tx, {
      chainId: event.group_id,
      type: 'card.answered',
      actorId: actor.personId,
      facts: { event: event.id, answer, entry: entryId },
    });
  }

  /** The payment becomes a gift of its own: of who was sent to pay something else, or of nobody who is known. */
  private async take(tx: EntityManager, actor: Actor, event: EventRow): Promise<string> {
    const { fact } = event.word;
    if (fact.kind !== 'PAID') throw new BadInput('answer', 'Only a payment can be taken as a gift.');
    const fund = (await this.books.findFund(tx, event.book_id, null))!;
    if (fund.currency !== fact.currency)
      throw new Conflict('The general fund is kept in another currency. Book it by hand, then say what was done.');
    const payer = await row<{ person_id: string | null; giver: string; email: string | null; locale: string }>(
      tx,
      'SELECT c.person_id, c.giver, c.email, c.locale FROM card_checkout k JOIN contribution c ON c.id = k.contribution_id WHERE k.id = $1 AND c.book_id = $2',
      [fact.checkout && isId(fact.checkout) ? fact.checkout : null, event.book_id],
    );
    const { id: contributionId } = await this.contributions.add(tx, {
      bookId: event.book_id,
      kind: 'gift',
      fundId: fund.id,
      currency: fact.currency,
      pledged: 0n,
      personId: payer?.person_id ?? null,
      giver: payer?.giver ?? '',
      email: payer?.email ?? null,
      locale: payer?.locale ?? actor.locale,
    });
    const checkout = {
      id: newId(),
      contribution_id: contributionId,
      currency: fact.currency,
      minor: fact.minor.toString(),
    };
    await rows(tx, 'INSERT INTO card_checkout (id, contribution_id, currency, minor) VALUES ($1, $2, $3, $4)', [
      checkout.id,
      contributionId,
      checkout.currency,
      checkout.minor,
    ]);
    return this.bookings.paid(tx, event, {
      checkout: { ...checkout, state: 'BEGUN', payment: null },
      payment: fact.payment,
      minor: fact.minor,
      actor,
    });
  }
}
