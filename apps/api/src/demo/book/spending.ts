import sharp from 'sharp';
import {
  AdvancesService,
  ExpensesService,
  InvoiceLinks,
  InvoiceRequests,
  PaymentsService,
  RecurringClock,
  SubmitExpenseService,
} from '../../money/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { Files } from '../../platform/files/files.service.ts';
import { newId } from '../../platform/ids.ts';
import type { Act } from '../acts.ts';
import type { House } from '../house.ts';
import type { TimeTravel } from '../time.ts';
import { advances, byLink, rent, type Spending, spendings } from '../year/book.ts';
import { fair } from '../year/plans.ts';
import { euros } from './purse.ts';

type Submitted = Parameters<SubmitExpenseService['submit']>[1];
type Paid = Exclude<Parameters<PaymentsService['pay']>[2], null | undefined>;

/** What is spent in the year: receipts, money before it is spent, and the bill of somebody outside. */
export function spending(house: House, time: TimeTravel): Act[] {
  const spends = new Spender(house);
  return [
    ...spendings.map((one) => ({ days: one.days, run: () => spends.whole(one, time.day(one.days - 1)) })),
    ...before(house, time, spends),
    ...billByLink(house, time, spends),
    ...comesBack(house, time, spends),
  ];
}

/** Money that was given before it was spent: shown with receipts and given back, and some that is out. */
function before(house: House, time: TimeTravel, spends: Spender): Act[] {
  const { cleared, open } = advances;
  const { shown, back } = cleared;
  const asks = async (of: typeof cleared | typeof open): Promise<string> => {
    const { by, title, days, line, due } = of;
    const more = { type: 'ADVANCE', dueOn: time.day(due), budgetLineId: await house.line(line) } as const;
    const id = await spends.submits(by, { ...spends.fields({ ...of, spentOn: time.day(days) }), ...more });
    await spends.done(title, house.part(ExpensesService).approve(house.who(0), id, 1));
    return id;
  };
  let id = '';
  const till = (): Promise<string> => house.holding('assets:cash:till');
  const pay = async (input: Partial<Paid>): Promise<void> =>
    spends.done(
      'money before',
      house.part(PaymentsService).pay(house.who(1), id, { ...input, idempotencyKey: newId() } as Paid),
    );
  return [
    {
      days: cleared.days,
      run: async () => {
        id = await asks(cleared);
        await pay({ holdingId: await till(), receipts: [] });
      },
    },
    {
      days: shown.days,
      run: async () => {
        const fields = spends.fields({ ...cleared, ...shown, spentOn: time.day(shown.days) });
        const receipts = [await spends.receipt(cleared.by, shown)];
        const budgetLineId = await house.line(cleared.line);
        const receiptId = await spends.submits(cleared.by, { ...fields, receipts, budgetLineId, advanceId: id });
        await spends.done(shown.title, house.part(ExpensesService).approve(house.who(0), receiptId, 1));
      },
    },
    {
      days: back.days,
      run: async () => {
        const receipts = [await spends.receipt(1, { title: 'Counted in the till', minor: back.minor })];
        const input = { expenseId: id, holdingId: await till(), receipts, idempotencyKey: newId() };
        await spends.done(cleared.title, house.part(AdvancesService).noteBack(house.who(1), input));
      },
    },
    {
      days: open.days,
      run: async () => {
        const out = await asks(open);
        await spends.done(open.title, house.part(PaymentsService).pay(house.who(1), out));
      },
    },
  ];
}

/** Somebody outside is asked for their bill by a link, sends it, and is paid. */
function billByLink(house: House, time: TimeTravel, spends: Spender): Act[] {
  const { by, name, what, minor, iban, sent } = byLink;
  let asked = { url: '', expenseId: '' };
  return [
    {
      days: byLink.days,
      run: async () => {
        const eventId = house.event(fair.event);
        asked = await house.part(InvoiceRequests).ask(house.who(by), { groupId: house.groupId, name, what, eventId });
      },
    },
    {
      days: sent,
      run: async () => {
        const form = {
          what,
          amount: (minor / 100).toFixed(2),
          currency: 'EUR',
          spentOn: time.day(sent),
          iban,
          holder: name,
        };
        const file = { name: 'bill.jpg', bytes: await slip(what, minor) };
        const refused = await house.part(InvoiceLinks).send(asked.url.split('/').at(-1)!, 'en', { form, file });
        if (refused) throw new Error(`the bill by link of the demo is refused: ${refused.text}`);
      },
    },
    {
      days: sent + 1,
      run: async () => {
        const files = await rows<{ id: string }>(
          house.reads,
          `SELECT id FROM file WHERE parent_kind = 'expense' AND parent_id = $1`,
          [asked.expenseId],
        );
        const fields = spends.fields({ ...byLink, title: what, spentOn: time.day(sent) });
        const receipts = files.map(({ id }) => id);
        const budgetLineId = await house.line(byLink.line);
        const bill = { ...fields, id: asked.expenseId, type: 'INVOICE', vendor: name, receipts, budgetLineId } as const;
        const id = await spends.submits(by, bill);
        await spends.done(what, house.part(ExpensesService).approve(house.who(0), id, 1));
        await spends.done(what, house.part(PaymentsService).pay(house.who(1), id));
      },
    },
  ];
}

/** A rent that is handed in and comes back: its next draft waits for the receipt. */
function comesBack(house: House, time: TimeTravel, spends: Spender): Act[] {
  const { days, by, line, vendor, comes } = rent;
  return [
    {
      days,
      run: async () => {
        const fields = spends.fields({ ...rent, spentOn: time.day(days) });
        const receipts = [await spends.receipt(by, rent)];
        const repeats = { every: 'month', nextOn: time.day(comes) } as const;
        await spends.submits(by, { ...fields, receipts, vendor, repeats, budgetLineId: await house.line(line) });
      },
    },
    { days: comes + 0.5, run: () => house.part(RecurringClock).runDue() },
  ];
}

/** Hands expenses in and takes them on, as people do on their pages. */
class Spender {
  constructor(private readonly house: House) {}

  fields(of: { title: string; category: string; minor: number; spentOn: string }): Submitted {
    const { title, category, minor, spentOn } = of;
    const { groupId } = this.house;
    const items = [{ what: title, spentOn, amount: euros(minor) }];
    return { groupId, title, category, items, receipts: [], idempotencyKey: newId() };
  }

  async submits(by: number, input: Submitted): Promise<string> {
    const made = await this.house.part(SubmitExpenseService).submit(this.house.who(by), input);
    if (!('id' in made)) throw new Error(`${input.title} was refused: ${String(made.message)}`);
    return made.id;
  }

  async receipt(by: number, of: { title: string; minor: number }): Promise<string> {
    const file = { name: 'receipt.jpg', bytes: await slip(of.title, of.minor) };
    return (await this.house.part(Files).upload(this.house.who(by), this.house.groupId, file)).id;
  }

  async done(title: string, step: Promise<{ message: object } | null>): Promise<void> {
    const fault = await step;
    if (fault) throw new Error(`${title} was refused: ${String(fault.message)}`);
  }

  /** Hands in an expense with its receipt, and lets it end as the year says. */
  async whole(of: Spending, spentOn: string): Promise<void> {
    const { by, iban } = of;
    const id = await this.submits(by, {
      ...this.fields({ ...of, spentOn }),
      receipts: [await this.receipt(by, of)],
      budgetLineId: of.line ? await this.house.line(of.line) : null,
      fundId: of.fund ? this.house.fund(of.fund) : null,
      payout: iban ? { way: 'IBAN', iban, name: this.house.who(by).name } : null,
    });
    await this.goesOn(id, of);
  }

  private async goesOn(id: string, of: Spending): Promise<void> {
    const expenses = this.house.part(ExpensesService);
    const who = (at: number): Actor => this.house.who(at);
    const { by, title, minor, line, ends, approver = 0 } = of;
    if (ends === 'submitted') return;
    if (ends === 'withdrawn') return this.done(title, expenses.withdraw(who(by), id));
    if (ends === 'returned')
      return this.done(title, expenses.returnIt(who(1), id, 'The total is cut off. Photograph the whole slip.'));
    if (ends === 'rejected') return this.done(title, expenses.reject(who(1), id, 'The last tram was still running.'));
    await this.done(title, expenses.approve(who(approver), id, 1));
    // The rules ask for a second approval from 50.00 on, where no decision stands behind it.
    if (minor > 5000 && !line) await this.done(title, expenses.approve(who(1), id, 1));
    if (ends === 'paid') await this.done(title, this.house.part(PaymentsService).pay(who(1), id));
  }
}

/** A till slip as a phone photographs it. */
async function slip(title: string, minor: number): Promise<Uint8Array> {
  const words = title.replace(/[<&]/g, ' ');
  const lines = Array.from(
    { length: 5 },
    (_, at) => `<rect x="60" y="${250 + at * 50}" width="${280 - at * 28}" height="12" fill="#bbb"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640"><rect width="480" height="640" fill="#8d8478"/><rect x="30" y="30" width="420" height="580" fill="#fbfaf6"/>
    <text x="60" y="120" font-family="sans-serif" font-size="${Math.min(30, Math.floor(680 / words.length))}" fill="#222">${words}</text><text x="60" y="180" font-family="sans-serif" font-size="44" fill="#222">${(minor / 100).toFixed(2)}</text>${lines.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}
