import { Candidacies } from '../decisions/index.ts';
import { Removals } from '../removals/index.ts';
import { type Act, says } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { group, leaver, people } from './year/people.ts';
import { election, questions, removal } from './year/questions.ts';

/** What is decided in the year, and what is still open. */
export function decisions(house: House, time: TimeTravel): Act[] {
  const { pa, shirts, lease } = questions;
  const ids = { pa: '', shirts: '', lease: '' };
  const others = (by: number): number[] => people.map((_, at) => at).filter((at) => at !== by && at !== leaver.at);
  const votes = (name: keyof typeof ids, option: string, who: readonly number[], days: number): Act[] =>
    who.map((at, n) => ({ days: days + 0.5 + n / 100, run: () => house.votes(at, ids[name], { option }) }));
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
    ...elects(house, time),
    ...asksToLeave(house, time),
    ...says(house, 'lease', () => ({ kind: 'proposal', id: ids.lease })),
  ];
}

/** An election that is announced: those who were named have answered, or are asked. */
function elects(house: House, time: TimeTravel): Act[] {
  const { days, by, title, body, named, stand } = election;
  let id = '';
  return [
    {
      days,
      run: async () =>
        void (id = await house.proposes(by, {
          title,
          body,
          template: 'election',
          method: 'schulze',
          options: named.map((at) => ({ personId: house.who(at).personId! })),
          opensAt: time.instant(election.opens),
          closesAt: time.instant(election.closes),
        })),
    },
    ...stand.map((at, n) => ({
      days: days + 0.3 + n / 10,
      run: () => house.part(Candidacies).answer(house.who(at), { id, stands: true }),
    })),
  ];
}

/** A case of removal in which the person concerned has replied. */
function asksToLeave(house: House, time: TimeTravel): Act[] {
  const { days, by, joins, about, happened, reasons, reply } = removal;
  const cases = (): Removals => house.part(Removals);
  let id = '';
  return [
    {
      days,
      run: async () => {
        const of = { groupId: house.groupId, personId: house.who(about).personId! };
        id = await cases().open(house.who(by), { ...of, reasons, happenedOn: time.day(happened) });
      },
    },
    { days: days + 0.2, run: () => cases().join(house.who(joins), id) },
    { days: days + 0.9, run: () => cases().reply(house.who(about), id, reply) },
  ];
}
