import type { Act } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { contributions, purse, spendings } from './year.ts';

/** What is given and spent in the year. */
export function book(house: House, time: TimeTravel): Act[] {
  const gifts = contributions.flatMap(({ monthsAgo, members, jar }): Act[] => {
    const days = -1 - monthsAgo * 30;
    return [
      { days, run: () => house.gives({ minor: members, giver: 'Monthly supporters', receivedOn: time.day(days) }) },
      { days: days + 0.1, run: () => house.gives({ minor: jar, giver: 'Donation jar', receivedOn: time.day(days) }) },
    ];
  });
  const { event, minor, giver } = purse;
  return [
    ...gifts,
    { days: purse.days, run: () => house.opensFund(event) },
    {
      days: purse.days + 0.1,
      run: () => house.gives({ minor, giver, receivedOn: time.day(purse.days), fund: event }),
    },
    ...spendings.map((spending) => ({
      days: spending.days,
      run: () => house.spends(spending, time.day(spending.days - 1)),
    })),
  ];
}
