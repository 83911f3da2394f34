import ICAL from 'ical.js';
import { msToWall, wallAt } from '#libs/zone';
import { naive, occurrences, type Schedule, wallLike } from '../recurrence/occurrences.ts';
import { RuleFault, type RuleFaultCode } from '../recurrence/rule.ts';
import {
  type Component,
  type ImportedEvent,
  originalOf,
  type ReadOptions,
  single,
  timesOf,
  wallOf,
  zoneOf,
} from './read-event.ts';

/** The name under which the reader keeps the text of a rule. */
export const RULE = 'X-FOLKMOOT-RULE';
const MAX_INSTANCES = 1000;
const DAY_MS = 86_400_000;

const words: Readonly<Record<RuleFaultCode, string>> = {
  unreadable: 'Its rule cannot be read.',
  'unknown-part': 'Its rule has a part that nobody knows.',
  'repeated-part': 'Its rule says the same part twice.',
  'bad-value': 'Its rule has a value that makes no sense.',
  'no-freq': 'Its rule does not say how often it repeats.',
  'other-calendar': 'It repeats by another calendar than the Gregorian one.',
  'no-date': 'No day of the calendar fits its rule.',
  'too-long': 'It repeats too often to be followed up to today.',
};

interface Change {
  readonly component: Component;
  readonly original: string;
  /** Holds for later dates, too: they move by as much and carry its words (RANGE=THISANDFUTURE). */
  readonly isForward: boolean;
}

/**
 * The dates of a component in the window, each with what one date was made into. The rule is read by our own core, which is bounded whatever
 * the rule says; at most 1,000 dates. A change of a date that the rule does not have is an event of its own.
 */
export function datesOf(master: Component, changes: readonly Component[], options: ReadOptions): ImportedEvent[] {
  const isSeries = [RULE.toLowerCase(), 'rdate'].some((name) => master.hasProperty(name));
  if (!isSeries && changes.length === 0) return [single(master, { options, recurrenceId: null })];
  const { schedule, toOwn } = scheduleOf(master, options);
  const minutes = lengthOf(master, options);
  const made = changes.map((component): Change => ({
    component,
    original: originalOf(component, options),
    isForward: component.getFirstProperty('recurrence-id')?.getParameter('range') === 'THISANDFUTURE',
  }));
  const byOriginal = new Map(made.map((change) => [change.original, change]));
  const forward = made.filter(({ isForward }) => isForward).sort((a, b) => naive(a.original) - naive(b.original));
  const walls = wallsOf(schedule, options).map(toOwn);
  const dates = walls.map((wall) => {
    const own = byOriginal.get(wall);
    if (own) return single(own.component, { options, recurrenceId: wall });
    const earlier = forward.findLast(({ original }) => naive(original) < naive(wall));
    return earlier
      ? moved(earlier, wall, options)
      : single(master, { options, recurrenceId: wall, at: spanOf(wall, minutes) });
  });
  const held = new Set(walls);
  const orphans = made.filter(({ original }) => !held.has(original) && isIn(original, options));
  return [
    ...dates,
    ...orphans.map(({ component, original }) => single(component, { options, recurrenceId: original })),
  ];
}

function moved(change: Change, wall: string, options: ReadOptions): ImportedEvent {
  const { start, end } = timesOf(change.component, options);
  const at = wallLike(naive(wall) + naive(start) - naive(change.original), wall.length === 10);
  return single(change.component, {
    options,
    recurrenceId: wall,
    at: spanOf(at, (naive(end) - naive(start)) / 60_000),
  });
}

const spanOf = (start: string, minutes: number): { start: string; end: string } => ({
  start,
  end: wallLike(naive(start) + minutes * 60_000, start.length === 10),
});

function lengthOf(component: Component, options: ReadOptions): number {
  const { start, end } = timesOf(component, options);
  return (naive(end) - naive(start)) / 60_000;
}

/** The component's schedule on the clocks it is written in, and how its dates read on the clocks of the event's zone. */
function scheduleOf(master: Component, options: ReadOptions): { schedule: Schedule; toOwn: (wall: string) => string } {
  const rules = master.getAllProperties(RULE.toLowerCase()).map((one) => String(one.getFirstValue()));
  if (rules.length > 1 || master.hasProperty('exrule')) throw new Error('It repeats by more than one rule.');
  const first: unknown = master.getFirstPropertyValue('dtstart');
  if (!(first instanceof ICAL.Time)) throw new Error('It has no start.');
  const zone = zoneOf(master, 'dtstart', options);
  const isUtc = first.zone === ICAL.Timezone.utcTimezone;
  const written = isUtc ? 'UTC' : zone;
  const listed = (name: string): string[] =>
    master.getAllProperties(name).flatMap((one) =>
      one.getValues().flatMap((value: unknown) => {
        const time = value instanceof ICAL.Period ? value.start : value;
        if (!(time instanceof ICAL.Time)) return [];
        const named = one.getParameter('tzid');
        const own = typeof named === 'string' && named !== '' ? zoneOf(master, name, options) : written;
        return [inFormOf(wallOf(time, own, written), first.isDate)];
      }),
    );
  const schedule = {
    start: inFormOf(wallOf(first, written, written), first.isDate),
    zone: first.isDate ? null : written,
    rule: rules[0] ?? null,
    rdates: listed('rdate'),
    exdates: listed('exdate'),
  };
  return { schedule, toOwn: (wall) => (isUtc && zone !== 'UTC' ? wallAt(Date.parse(`${wall}Z`), zone) : wall) };
}

const inFormOf = (wall: string, isDate: boolean): string =>
  isDate ? wall.slice(0, 10) : wall.length === 10 ? `${wall}T00:00:00` : wall;

function windowOf({ now, horizonDays }: ReadOptions): { from: string; to: string } {
  return { from: msToWall(now.getTime() - DAY_MS), to: msToWall(now.getTime() + horizonDays * DAY_MS) };
}

function wallsOf(schedule: Schedule, options: ReadOptions): string[] {
  try {
    return occurrences(schedule, { ...windowOf(options), limit: MAX_INSTANCES }).map(({ wall }) => wall);
  } catch (error) {
    if (error instanceof RuleFault) throw new Error(words[error.code], { cause: error });
    throw error;
  }
}

function isIn(wall: string, options: ReadOptions): boolean {
  const { from, to } = windowOf(options);
  return naive(wall) >= naive(from) && naive(wall) < naive(to);
}
