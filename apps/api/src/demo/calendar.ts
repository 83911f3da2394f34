import { type Act, says } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { cafés, comingCafés, type Guest, happenings } from './year/calendar.ts';
import { group, leaver, people } from './year/people.ts';

/** Who comes is drawn by a small generator with a fixed seed (mulberry32), so that every demo is the same. */
function draw(seed: number, count: number, among: number): number[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const numbers = Array.from({ length: among }, (_, at) => ({ at, key: next() }));
  return numbers
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ at }) => at);
}

/** How many people were members on a day: two join every four days in the first weeks, one leaves near the end. */
const membersOn = (days: number): number =>
  Math.min(days > -leaver.daysAgo ? leaver.at : people.length, 1 + Math.max(0, Math.floor((days + 364.9) / 2)));

/** The cafés and what else happens in the year, with who answers it. */
export function calendar(house: House, time: TimeTravel): Act[] {
  const toSaturday = (new Date(`${time.day(0)}T12:00:00Z`).getUTCDay() + 1) % 7;
  const acts: Act[] = [];
  const meets = (of: {
    days: number;
    planned: number;
    going: number;
    maybe?: number;
    no?: number;
    guests?: readonly Guest[];
    seed: number;
    plan: () => Promise<string>;
  }): void => {
    let id = '';
    acts.push({ days: of.planned, run: async () => void (id = await of.plan()) });
    const answered = Math.min(of.days - 2, -0.4);
    const answering = draw(of.seed, of.going + (of.maybe ?? 0) + (of.no ?? 0), membersOn(answered));
    for (const [at, who] of answering.entries()) {
      const answer = at < of.going ? 'going' : at < of.going + (of.maybe ?? 0) ? 'maybe' : 'no';
      const companions = answer === 'going' && at % 9 === 4 ? 1 : 0;
      acts.push({ days: answered + at / 1000, run: () => house.answers(who, id, { answer, companions }) });
    }
    for (const [at, guest] of (of.guests ?? []).entries())
      acts.push({ days: answered + 0.05 + at / 1000, run: () => house.comesBy(guest, id) });
  };
  for (let days: number = cafés.first; days <= cafés.last; days += cafés.every) {
    const on = days - toSaturday;
    const { first: _, last: __, every: ___, start, end, cancelled, ...rest } = cafés;
    const {
      moved: { days: movesOn, by: movesBy, ...place },
      ...others
    } = comingCafés;
    const fieldsOn = (day: number) => ({
      ...rest,
      startLocal: `${time.day(day)}T${start}`,
      endLocal: `${time.day(day)}T${end}`,
      zone: group.zone,
      visibility: 'public',
      color: group.color,
    });
    if (days === cafés.first)
      acts.push({ days: on - 13, run: () => house.plansSeries(2, fieldsOn(on), cafés.every / 7) });
    let id = '';
    meets({
      ...(on >= 0 ? others : {}),
      days: on,
      planned: Math.min(on - 12, -0.6),
      going: 6 + ((((days * 7) % 8) + 8) % 8),
      seed: days + 1000,
      plan: async () => (id = await house.night(cafés.title, time.day(on))),
    });
    if (days === cancelled.days) acts.push({ days: on - 1, run: () => house.cancels(2, id, cancelled.reason) });
    if (days === movesOn)
      acts.push({ days: -0.3, run: () => house.moves(2, id, { ...fieldsOn(on + movesBy), ...place }) });
  }
  for (const [n, one] of happenings.entries()) {
    const { days, going, maybe, no, guests, cancelled, movesBy, start, end, visibility = 'public', ...rest } = one;
    const fields = (on: number) => ({
      ...rest,
      startLocal: `${time.day(on)}T${start}`,
      endLocal: `${time.day(on)}T${end}`,
      zone: group.zone,
      visibility,
    });
    let id = '';
    meets({
      days,
      planned: Math.min(days - 20, -5 + n / 10),
      going,
      ...(maybe ? { maybe } : {}),
      ...(no ? { no } : {}),
      ...(guests ? { guests } : {}),
      seed: 77 + n,
      plan: async () => (id = await house.plans(2, fields(days))),
    });
    if (movesBy) acts.push({ days: -0.2, run: () => house.moves(2, id, fields(days + movesBy)) });
    if (cancelled) acts.push({ days: -0.1, run: () => house.cancels(2, id, cancelled) });
    if (n === 2) acts.push(...says(house, 'soldering', () => ({ kind: 'event', id })));
  }
  return acts;
}
