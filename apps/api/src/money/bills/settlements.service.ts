import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { BillBookings } from './bill-bookings.service.ts';
import { BillSides } from './bill-sides.service.ts';
import { SplitDoor } from './split-door.service.ts';
import type { PaymentState, SayPaidInput } from './splits.graphql.ts';
import type { PaymentRow, Seat, SplitRow } from './splits.store.ts';
import { mostPayable } from './suggested.ts';

const FIRST_REMINDER_MS = 3 * 86_400_000;
const NEXT_REMINDER_MS = 7 * 86_400_000;
const MOST_REMINDERS = 3;

/** Who paid whom: said by the one who owed, booked when the one who was owed says that it arrived. */
@Injectable()
export class Settlements {
  constructor(
    private readonly database: Database,
    private readonly door: SplitDoor,
    private readonly sides: BillSides,
    private readonly bookings: BillBookings,
    private readonly outbox: Outbox,
    private readonly log: GroupLog,
  ) {}

  /** "I have paid." Nothing is booked. Returns the split. */
  async sayPaid(actor: Actor, input: SayPaidInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { split, seat } = await this.door.enterAs(tx, actor, input.splitId, 'settlement.pay');
      const call = {
        actorKey: actor.personId ?? seat.id,
        clientKey: input.idempotencyKey,
        request: input,
        response: split.id,
      };
      return this.sides.idempotency.once(tx, call, () => this.write(tx, actor, { split, seat, input }));
    });
  }

  /** The one who said it takes it back, while nobody has confirmed it. Returns the split. */
  async takeBack(actor: Actor, paymentId: string): Promise<string> {
    return this.answer(actor, paymentId, 'TAKEN_BACK', async () => undefined);
  }

  /** "It arrived": the receiver's word books it, once. Returns the split. */
  async confirm(actor: Actor, paymentId: string): Promise<string> {
    return this.answer(actor, paymentId, 'ARRIVED', async (tx, split, payment) => {
      const { from, to } = await this.sidesOf(tx, payment);
      const entryId = await this.bookings.settled(tx, { split, from, to, payment });
      await rows(
        tx,
        `UPDATE settlement_payment SET state = 'ARRIVED', answered_at = clock_now(), entry_id = $2 WHERE id = $1`,
        [payment.id, entryId],
      );
      await this.log.append(tx, {
        chainId: split.group_id,
        type: 'settlement.confirmed',
        actorId: to.person_id,
        facts: { split: split.id, entry: entryId },
      });
      await this.sides.forgetWhenSettled(tx, split.id);
    });
  }

  /** "It has not arrived": the debt stands, and the one who said so hears of it. Returns the split. */
  async missing(actor: Actor, paymentId: string): Promise<string> {
    return this.answer(actor, paymentId, 'MISSING', async () => undefined);
  }

  /** Counts a reminder that was sent and asks for the next. False where there is nothing to remind of. */
  async reminded(tx: EntityManager, paymentId: string): Promise<boolean> {
    const [payment] = await rows<PaymentRow>(
      tx,
      `UPDATE settlement_payment SET reminded = reminded + 1 WHERE id = $1 AND state = 'SAID' RETURNING *`,
      [paymentId],
    );
    if (!payment) return false;
    if (payment.reminded < MOST_REMINDERS) await this.remindAfter(tx, payment, NEXT_REMINDER_MS);
    return true;
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    of: { split: SplitRow; seat: Seat; input: SayPaidInput },
  ): Promise<string> {
    const { split, seat, input } = of;
    const { minor, currency } = input.amount;
    if (!isCurrency(currency)) throw new BadInput('amount', say`"${currency.slice(0, 10)}" is no currency we know.`);
    if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing.');
    const to = isId(input.toId) ? await this.sides.store.seatById(tx, input.toId) : null;
    if (to?.split_id !== split.id || to.id === seat.id || to.carried_by)
      throw new BadInput('toId', 'Choose who was paid.');
    const page = (await this.sides.store.page(tx, actor, split.id))!;
    const most = mostPayable(page, { from: seat.id, to: to.id, currency });
    if (most <= 0n) throw new BadInput('amount', say`You owe nothing in ${currency} any more.`);
    if (minor > most) throw new BadInput('amount', say`You owe ${{ minor: most, currency }} at most.`);
    const [payment] = await rows<PaymentRow>(
      tx,
      `INSERT INTO settlement_payment (id, split_id, from_id, to_id, currency, minor, said_at) VALUES ($1, $2, $3, $4, $5, $6, clock_now()) RETURNING *`,
      [newId(), split.id, seat.id, to.id, currency, minor.toString()],
    );
    await this.remindAfter(tx, payment!, FIRST_REMINDER_MS);
    await this.door.changed(tx, split, {
      kind: 'PaymentSaid',
      payload: { paymentId: payment!.id },
      people: [to.person_id],
    });
    return split.id;
  }

  private async answer(
    actor: Actor,
    paymentId: string,
    next: Exclude<PaymentState, 'SAID'>,
    work: (tx: EntityManager, split: SplitRow, payment: PaymentRow) => Promise<void>,
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      const found = isId(paymentId)
        ? await row<PaymentRow>(tx, 'SELECT * FROM settlement_payment WHERE id = $1', [paymentId])
        : null;
      if (!found) throw new NotFound();
      const entered = await this.door.enter(tx, actor, found.split_id);
      const { split, seat } = entered;
      const isTheirs = seat?.id === (next === 'TAKEN_BACK' ? found.from_id : found.to_id);
      const operation = next === 'TAKEN_BACK' ? 'settlement.pay' : 'settlement.confirm';
      await this.sides.own(tx, actor, isTheirs ? entered : { split, seat: null }, operation);
      const payment = (await row<PaymentRow>(tx, 'SELECT * FROM settlement_payment WHERE id = $1 FOR UPDATE', [
        paymentId,
      ]))!;
      if (payment.state === next) return split.id;
      const late = next === 'ARRIVED' && payment.state === 'MISSING';
      if (payment.state !== 'SAID' && !late) throw new Conflict(movedOn[payment.state]);
      await work(tx, split, payment);
      await rows(
        tx,
        `UPDATE settlement_payment SET state = $2, answered_at = clock_now() WHERE id = $1 AND state <> $2`,
        [payment.id, next],
      );
      const { from, to } = await this.sidesOf(tx, payment);
      await this.door.changed(tx, split, {
        kind: happenings[next],
        payload: { paymentId: payment.id },
        people: [from.person_id, to.person_id],
      });
      return split.id;
    });
  }

  private async sidesOf(tx: EntityManager, payment: PaymentRow): Promise<{ from: Seat; to: Seat }> {
    const from = await this.sides.store.seatById(tx, payment.from_id);
    return { from: from!, to: (await this.sides.store.seatById(tx, payment.to_id))! };
  }

  private async remindAfter(tx: EntityManager, payment: PaymentRow, ms: number): Promise<void> {
    const now = (await row<{ at: Date }>(tx, 'SELECT clock_now() AS at'))!.at;
    await this.outbox.announce(tx, {
      kind: 'PaymentUnconfirmed',
      payload: { paymentId: payment.id },
      key: `payment-unconfirmed:${payment.id}:${payment.reminded}`,
      notBefore: new Date(now.getTime() + ms),
    });
  }
}

const happenings = { ARRIVED: 'PaymentArrived', MISSING: 'PaymentMissing', TAKEN_BACK: 'SplitChanged' } as const;

const movedOn: Readonly<Record<PaymentState, Words>> = {
  SAID: say`This waits to be confirmed.`,
  ARRIVED: say`This was confirmed already, so it stays.`,
  MISSING: say`They have said that it did not arrive.`,
  TAKEN_BACK: say`They have taken this back. Reload the page.`,
};
