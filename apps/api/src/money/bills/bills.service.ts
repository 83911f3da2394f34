import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { turnOf } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Files } from '../../platform/files/files.service.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { GroupLog, sha256 } from '../../platform/log/group-log.ts';
import { longText } from '../../platform/names.ts';
import { today } from '../ledger/entries.ts';
import { BillBookings } from './bill-bookings.service.ts';
import { checkedBill } from './bill-fields.ts';
import { BillSides } from './bill-sides.service.ts';
import { SplitDoor, type Entered } from './split-door.service.ts';
import type { AddBillInput } from './splits.graphql.ts';
import type { Seat } from './splits.store.ts';

const MOST_BILLS = 500;

interface BillRow {
  id: string;
  split_id: string;
  number: number;
  author_id: string | null;
  entry_id: string;
  undone_entry_id: string | null;
}

/** Bills of a split: added by those in it, corrected by a reversal and a new bill, disputed in words. */
@Injectable()
export class BillsService {
  constructor(
    private readonly database: Database,
    private readonly door: SplitDoor,
    private readonly sides: BillSides,
    private readonly bookings: BillBookings,
    private readonly files: Files,
    private readonly log: GroupLog,
  ) {}

  /** Adds a bill, or puts it in the place of one that was wrong. Returns the split. */
  async add(actor: Actor, input: AddBillInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const entered = await this.door.enter(tx, actor, input.splitId);
      const wrong = input.replacesId ? await this.held(tx, input.replacesId, entered) : null;
      await this.sides.mayAdd(tx, actor, entered, wrong);
      const call = {
        actorKey: actor.personId ?? entered.seat!.id,
        clientKey: input.idempotencyKey,
        request: input,
        response: entered.split.id,
      };
      return this.sides.idempotency.once(tx, call, async () => {
        if (wrong) await this.undoIt(tx, actor, { entered, bill: wrong, reason: input.reason ?? '' });
        await this.write(tx, actor, { entered, input, wrong });
        return entered.split.id;
      });
    });
  }

  /** Takes a bill back without another in its place. Returns the split. */
  async undo(actor: Actor, billId: string, reason: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { entered, bill } = await this.enterBill(tx, actor, billId);
      await this.sides.mayAdd(tx, actor, entered, bill);
      await this.undoIt(tx, actor, { entered, bill, reason });
      await this.door.changed(tx, entered.split, { kind: 'SplitChanged' });
      return entered.split.id;
    });
  }

  /** Says that a bill is not right: shown to all, holds nothing. Empty words take it back. */
  async dispute(actor: Actor, billId: string, said: string): Promise<string> {
    const words = longText('words', said, { what: 'What is wrong', max: 300 });
    return this.database.transaction(async (tx) => {
      const { entered, bill } = await this.enterBill(tx, actor, billId);
      const { split } = entered;
      const seat = await this.sides.own(tx, actor, entered, 'bill.dispute');
      if (bill.undone_entry_id) throw new Conflict('This bill was taken back already.');
      await rows(tx, 'DELETE FROM bill_dispute WHERE bill_id = $1 AND person_id = $2', [billId, seat.id]);
      if (words !== '')
        await rows(
          tx,
          'INSERT INTO bill_dispute (bill_id, person_id, words, created_at) VALUES ($1, $2, $3, clock_now())',
          [billId, seat.id, words],
        );
      await this.log.append(tx, {
        chainId: split.group_id,
        type: words ? 'bill.disputed' : 'bill.undisputed',
        actorId: seat.person_id,
        facts: { split: split.id, bill: bill.number },
      });
      await this.door.changed(tx, split, {
        kind: words ? 'BillDisputed' : 'SplitChanged',
        payload: { billId, seatId: seat.id },
      });
      return split.id;
    });
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    of: { entered: Entered; input: AddBillInput; wrong: BillRow | null },
  ): Promise<void> {
    const { input, wrong } = of;
    const { split, seat } = of.entered;
    if (split.bills >= MOST_BILLS) throw new Conflict('This has 500 bills. Begin another one for more.');
    const seats = new Map((await this.sides.store.seats(tx, split.id)).map((one) => [one.id, one]));
    const number = split.bills + 1;
    const bill = checkedBill(input, new Set(seats.keys()), {
      turn: turnOf(sha256, `B-${number}`),
      today: await today(tx, split.group_id),
    });
    const id = newId();
    const actorRef = seat?.ref ?? (await this.sides.refOf(tx, split.book_id, actor));
    const entryId = await this.bookings.bill(tx, { split, seats, bill, id, number, actorRef });
    await rows(tx, 'UPDATE split SET bills = $2 WHERE id = $1', [split.id, number]);
    await rows(
      tx,
      `INSERT INTO bill (id, split_id, number, what, spent_on, currency, total, sharing, author_id, entry_id, replaces_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_now())`,
      [
        id,
        split.id,
        number,
        bill.what,
        bill.spentOn,
        bill.currency,
        bill.total.toString(),
        JSON.stringify(bill.sharing),
        seat?.id ?? null,
        entryId,
        wrong?.id ?? null,
      ],
    );
    await this.sides.parts(tx, id, bill);
    if (wrong) await this.sides.takeOver(tx, { from: wrong.id, to: id, kept: input.photos ?? [] });
    await this.files.attach(tx, actor, await this.sides.newPhotos(tx, id, input.photos ?? []), {
      kind: 'bill',
      id,
      groupId: split.group_id,
    });
    await this.door.changed(tx, split, { kind: 'SplitChanged' });
  }

  private async undoIt(
    tx: EntityManager,
    actor: Actor,
    of: { entered: Entered; bill: BillRow; reason: string },
  ): Promise<void> {
    const { bill } = of;
    const { split, seat } = of.entered;
    const reason = longText('reason', of.reason, { what: 'The reason', max: 300 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    if (bill.undone_entry_id) throw new Conflict('This bill was taken back already.');
    const actorRef = seat?.ref ?? (await this.sides.refOf(tx, split.book_id, actor));
    const entryId = await this.bookings.undo(tx, { split, bill, actorRef });
    await rows(
      tx,
      'UPDATE bill SET undone_entry_id = $2, undone_by = $3, undone_at = clock_now(), reason = $4 WHERE id = $1',
      [bill.id, entryId, seat?.id ?? null, reason],
    );
    await this.log.append(tx, {
      chainId: split.group_id,
      type: 'bill.corrected',
      actorId: actor.personId,
      facts: { split: split.id, bill: bill.number, entry: entryId },
    });
    await this.sides.forgetWhenSettled(tx, split.id);
  }

  private async enterBill(
    tx: EntityManager,
    actor: Actor,
    billId: string,
  ): Promise<{ entered: Entered; bill: BillRow }> {
    const found = isId(billId)
      ? await row<{ split_id: string }>(tx, 'SELECT split_id FROM bill WHERE id = $1', [billId])
      : null;
    if (!found) throw new NotFound();
    const entered = await this.door.enter(tx, actor, found.split_id);
    return { entered, bill: await this.held(tx, billId, entered) };
  }

  private async held(tx: EntityManager, billId: string, { split }: Entered): Promise<BillRow> {
    const bill = isId(billId)
      ? await row<BillRow>(tx, 'SELECT * FROM bill WHERE id = $1 AND split_id = $2 FOR UPDATE', [billId, split.id])
      : null;
    if (!bill) throw new NotFound();
    return bill;
  }
}

export type { BillRow, Seat };
