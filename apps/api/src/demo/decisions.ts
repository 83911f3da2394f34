import { type Act, says } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { group, leaver, people, questions } from './year.ts';

/** What is decided in the year, and what is still open. */
export function decisions(house: House, time: TimeTravel): Act[] {
  const { pa, shirts, lease } = questions;
  const ids = { pa: '', shirts: '', lease: '' };
  const others = (by: number): number[] => people.map((_, at) => at).filter((at) => at !== by && at !== leaver.at);
  const votes = (name: keyof typeof ids, option: string, who: readonly number[], days: number): Act[] =>
    who.map((at, n) => ({ days: days + 0.5 + n / 100, run: () => house.votes(at, ids[name], option) }));
  const money = { minor: BigInt(pa.line.minor), currency: group.currency };
  return [
    {
      days: pa.days,
      run: async () =>
        void (ids.pa = await house.proposes(pa.by, {
          title: pa.title,
          body: pa.body,
          method: 'consent',
          closesAt: time.instant(pa.closes),
          eventId: house.event(pa.event),
          opensBudgetLine: { label: pa.line.label, planned: money },
        })),
    },
    ...votes('pa', 'consent', others(pa.by).slice(0, pa.yes), pa.days),
    ...votes('pa', 'stand_aside', others(pa.by).slice(pa.yes, pa.yes + pa.aside), pa.days + 1),
    { days: pa.closes + 0.01, run: () => house.closesWhatIsDue() },
    {
      days: shirts.days,
      run: async () =>
        void (ids.shirts = await house.proposes(shirts.by, {
          title: shirts.title,
          body: shirts.body,
          method: 'majority',
          closesAt: time.instant(shirts.closes),
        })),
    },
    ...votes('shirts', 'agree', others(shirts.by).slice(0, shirts.yes), shirts.days),
    ...votes('shirts', 'disagree', others(shirts.by).slice(shirts.yes, shirts.yes + shirts.no), shirts.days + 1),
    { days: shirts.closes + 0.01, run: () => house.closesWhatIsDue() },
    {
      days: lease.days,
      run: async () =>
        void (ids.lease = await house.proposes(lease.by, {
          title: lease.title,
          body: lease.body,
          method: 'consent',
          closesAt: time.instant(lease.closes),
          eventId: house.event(lease.event),
        })),
    },
    ...votes('lease', 'consent', others(lease.by).slice(2, 2 + lease.yes), lease.days),
    ...says(house, 'lease', () => ({ kind: 'proposal', id: ids.lease })),
  ];
}
