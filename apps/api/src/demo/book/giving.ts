import { Confirmations, ContributionsService, Dues, GiftClock, HandEntries, Promises } from '../../money/index.ts';
import { visitor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import type { Act } from '../acts.ts';
import { decided } from '../decided.ts';
import type { House } from '../house.ts';
import type { TimeTravel } from '../time.ts';
import { accounts, contributions, dues, gift, grant, opening, purse } from '../year/book.ts';
import { group } from '../year/people.ts';
import { euros } from './purse.ts';

/** What was there, and what is given in the year. */
export function giving(house: House, time: TimeTravel): Act[] {
  const { event, minor, giver } = purse;
  return [
    { days: opening.days, run: () => opens(house) },
    ...contributions.flatMap(({ monthsAgo, members, jar }): Act[] => {
      const days = -1 - monthsAgo * 30;
      return [
        { days, run: () => gives(house, { minor: members, giver: 'Monthly supporters', receivedOn: time.day(days) }) },
        {
          days: days + 0.1,
          run: () => gives(house, { minor: jar, giver: 'Donation jar', receivedOn: time.day(days) }),
        },
      ];
    }),
    { days: purse.days, run: () => house.opensFund(event) },
    {
      days: purse.days + 0.1,
      run: () => gives(house, { minor, giver, receivedOn: time.day(purse.days), fundId: house.fund(event) }),
    },
    {
      days: grant.days,
      run: () => {
        const { days, minor: amount, ...words } = grant;
        const input = { groupId: house.groupId, amount: euros(amount), receivedOn: time.day(days), ...words };
        return house.part(Confirmations).grant(house.who(1), { ...input, idempotencyKey: newId() });
      },
    },
    ...membersDues(house, time),
    {
      days: gift.days,
      run: () => {
        const { days: _, minor: amount, ...words } = gift;
        const input = { groupId: house.groupId, amount: euros(amount), ...words, idempotencyKey: newId() };
        return house.part(Promises).pledge(visitor, input);
      },
    },
  ];
}

/** What was on the account and in the till. The account needs a second person, as the rules say. */
async function opens(house: House): Promise<void> {
  const { groupId } = house;
  await house.part(Confirmations).bank(house.who(1), { groupId, name: group.name, iban: accounts.group });
  for (const [path, minor] of [
    ['assets:bank:main', opening.bank] as const,
    ['assets:cash:till', opening.till] as const,
  ]) {
    const amount = { minor: String(minor), currency: group.currency };
    const command = { holdingId: await house.holding(path), amount, on: null, fundId: null };
    const asked = await house
      .part(HandEntries)
      .ask(house.who(1), { groupId, name: 'OPENING', command, idempotencyKey: newId() });
    if (asked.requestId) await house.part(HandEntries).approve(house.who(0), asked.requestId);
  }
}

async function gives(
  house: House,
  of: { minor: number; giver: string; receivedOn: string; fundId?: string },
): Promise<void> {
  const { minor, ...fields } = of;
  const input = {
    groupId: house.groupId,
    amount: euros(minor),
    heldIn: 'bank',
    ...fields,
    idempotencyKey: newId(),
  } as const;
  await house.part(ContributionsService).record(house.who(1), input);
}

/** Dues by a decision: who gives another step says so, and one member is set free of them. Who pays is on the bank's statement. */
function membersDues(house: House, time: TimeTravel): Act[] {
  const { rules, steps, waived, closes } = dues;
  const changes = [
    ...Object.entries(rules).map(([name, value]) => ({ key: `dues.${name}`, value })),
    { key: 'contribution.open', value: 'yes' },
  ];
  return [
    ...decided(house, time, dues, () => [{ kind: 'rulebook.amend', changes }]).acts,
    ...steps.map(({ by, minor }) => ({
      days: closes + 0.1,
      run: () => house.part(Dues).choose(house.who(by), { groupId: house.groupId, amount: euros(minor) }),
    })),
    { days: closes + 1, run: () => house.part(GiftClock).runDue() },
    {
      days: closes + 6,
      run: async () => {
        const found = await row<{ id: string }>(
          house.reads,
          `SELECT id FROM contribution WHERE kind = 'dues' AND person_id = $1`,
          [house.who(waived.at).personId],
        );
        await house.part(Dues).waive(house.who(1), found!.id, waived.reason);
      },
    },
  ];
}
