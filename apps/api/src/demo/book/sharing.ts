import { BillsService, Payouts, Settlements, SplitPages, SplitsService } from '../../money/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Act } from '../acts.ts';
import type { House } from '../house.ts';
import type { TimeTravel } from '../time.ts';
import { camp } from '../year/bills.ts';
import { accounts } from '../year/book.ts';
import { people } from '../year/people.ts';
import { euros } from './purse.ts';

/** A weekend whose costs were shared, paid as suggested, and confirmed: nobody owes anybody anything. */
export function sharing(house: House, time: TimeTravel): Act[] {
  const [opener] = camp.people;
  let id = '';
  const seatOf = async (at: number): Promise<string> =>
    (await seen(house, id)).people.find(({ personId }) => personId === house.who(at).personId)!.id;
  return [
    {
      days: camp.days,
      run: async () => {
        const others = camp.people.slice(1).map((at) => ({ personId: house.who(at).personId! }));
        const input = { groupId: house.groupId, title: camp.title, people: others, idempotencyKey: newId() };
        id = await house.part(SplitsService).open(house.who(opener), input);
        const account = { name: people[opener], iban: accounts.ana };
        await house.part(Payouts).set(house.who(opener), id, account);
      },
    },
    ...camp.bills.map(({ by, what, minor, spent }, at) => ({
      days: camp.days + 0.1 + at / 10,
      run: async () => {
        const parts = (await seen(house, id)).people.map(({ id: personId }) => ({ personId }));
        const payers = [{ personId: await seatOf(by), minor: BigInt(minor) }];
        const bill = {
          splitId: id,
          what,
          spentOn: time.day(spent),
          total: euros(minor),
          payers,
          mode: 'even',
          parts,
        } as const;
        await house.part(BillsService).add(house.who(by), { ...bill, idempotencyKey: newId() });
      },
    })),
    { days: camp.paid, run: () => pays(house, id) },
    { days: camp.confirmed, run: () => confirms(house, id) },
  ];
}

const seen = (house: House, id: string) => house.part(SplitPages).seen(house.who(camp.people[0]), id);

/** Whoever owes pays what is suggested, and says so. */
async function pays(house: House, splitId: string): Promise<void> {
  const { people: seats, suggested } = await seen(house, splitId);
  for (const { fromId, toId, amount } of suggested) {
    const by = camp.people.find((at) =>
      seats.some(({ id, personId }) => id === fromId && personId === house.who(at).personId),
    )!;
    const { minor, currency } = amount;
    const paid = { splitId, toId, amount: { minor: BigInt(minor), currency }, idempotencyKey: newId() };
    await house.part(Settlements).sayPaid(house.who(by), paid);
  }
}

/** Whoever was paid says that it arrived. */
async function confirms(house: House, splitId: string): Promise<void> {
  const { people: seats, payments } = await seen(house, splitId);
  for (const { id, toId } of payments) {
    const to = camp.people.find((at) =>
      seats.some((seat) => seat.id === toId && seat.personId === house.who(at).personId),
    )!;
    await house.part(Settlements).confirm(house.who(to), id);
  }
}
