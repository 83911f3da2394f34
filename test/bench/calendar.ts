// The calendar core against the libraries it replaces or tames, in one process and one run: expansion of rules, writing of feeds, memory of a long feed.
// Alone: `node --conditions=source test/bench/calendar.ts`.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import ical from 'ical-generator';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import {
  type CalendarEvent,
  lintCalendar,
  occurrences,
  streamCalendar,
  writeCalendar,
  zoneYears,
} from '#libs/calendar';
import { evening } from '../support/calendars.ts';

/** Where rows go: a heading of cells, a row that may say whether a target holds, a line of text. */
export interface Report {
  readonly head: (...cells: string[]) => void;
  readonly row: (cells: readonly (string | number)[], holds?: boolean | null) => void;
  readonly text: (line: string) => void;
}

const START = '2026-03-03T19:00:00';
const ZONE = 'Europe/Brussels';
const LIMIT = 500;
const rules = [
  ['weekly', 'FREQ=WEEKLY;BYDAY=TU'],
  ['every second week, three days', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SA;WKST=MO'],
  ['first Tuesday', 'FREQ=MONTHLY;BYDAY=1TU'],
  ['third of the month', 'FREQ=MONTHLY;BYMONTHDAY=3'],
  ['daily', 'FREQ=DAILY'],
] as const;

/** Microseconds of processor time that one thing costs, the least of seven rounds, after one to warm up. */
function cost(things: number, work: () => unknown): number {
  work();
  const rounds = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / things;
  });
  return Math.min(...rounds);
}

function withRrule(rule: string): number {
  const found: Date[] = [];
  const set = rrule.rrulestr(`DTSTART:${START.replace(/[-:]/g, '')}Z\nRRULE:${rule}`, { cache: false });
  set.all((date) => found.push(date) < LIMIT);
  return found.length;
}

function withTemporal(rule: string): number {
  const set = new RRuleTemporal({ rruleString: `DTSTART;TZID=${ZONE}:${START.replace(/[-:]/g, '')}\nRRULE:${rule}` });
  return set.all((_, at) => at < LIMIT).length;
}

const short = (n: number): string => (n < 10 ? n.toFixed(2) : String(Math.round(n)));

function expansion({ head, row, text }: Report): void {
  text('');
  text('## Recurrence, µs an occurrence');
  text('');
  head('rule', 'ours, with instants', 'rrule 2.8.1, wall clock only', 'rrule-temporal 2.2.8', 'holds (≤ rrule)');
  for (const [name, rule] of rules) {
    const ours = cost(LIMIT, () => occurrences({ start: START, zone: ZONE, rule }, { limit: LIMIT }));
    const theirs = cost(LIMIT, () => withRrule(rule));
    const temporal = cost(LIMIT, () => withTemporal(rule));
    row([name, short(ours), short(theirs), short(temporal)], ours <= theirs);
  }
}

const DAY = 86_400_000;

function eventAt(n: number): CalendarEvent {
  const day = new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 14) * DAY).toISOString().slice(0, 10);
  const hour = String(8 + (n % 12)).padStart(2, '0');
  return evening({
    uid: `7d1f0a9e-0000-4000-8000-${String(n).padStart(12, '0')}`,
    start: `${day}T${hour}:00:00`,
    end: `${day}T${hour}:45:00`,
    title: `Repair café, table ${n}`,
    description: 'Bring what is broken; we bring tools, patience and coffee.\nStep-free entrance.',
    location: 'Community hall, Rue Haute 1, 1000 Brussels',
    url: `https://example.org/e/${n}`,
  });
}

function bare(events: readonly CalendarEvent[]): string {
  const calendar = ical({ name: 'Riverside' });
  for (const event of events)
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      start: new Date(`${event.start}Z`),
      end: new Date(`${event.end}Z`),
      stamp: event.updatedAt,
      summary: event.title,
      description: event.description ?? null,
      location: event.location ?? null,
      url: event.url ?? null,
    });
  return calendar.toString();
}

function writing({ head, row, text }: Report): void {
  text('');
  text('## Writing a feed, µs an event');
  text('');
  head('events', 'ours, conformant', 'ical-generator 11.1.2, bare', 'times', 'holds (≤ 4)');
  for (const size of [1000, 10_000]) {
    const events = Array.from({ length: size }, (_, n) => eventAt(n));
    const model = { name: 'Riverside', zone: ZONE, year: 2026, events };
    const ours = cost(size, () => writeCalendar(model));
    const theirs = cost(size, () => bare(events));
    row([size, short(ours), short(theirs), short(ours / theirs)], ours / theirs <= 4);
  }
}

/** What is held after a full collection, in MB. */
function heldMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

async function streaming({ head, row, text }: Report): Promise<void> {
  const total = 10_000;
  const held: number[] = [];
  function* batches(): Generator<CalendarEvent[]> {
    for (let at = 0; at < total; at += 200) {
      if (at === 1000 || at === total - 200) held.push(heldMegabytes());
      yield Array.from({ length: 200 }, (_, n) => eventAt(at + n));
    }
  }
  const zones = zoneYears([eventAt(0), eventAt(total - 1)]);
  let bytes = 0;
  let first = '';
  const head200 = { name: 'Riverside', zone: ZONE, year: 2026 };
  for await (const piece of streamCalendar(
    head200,
    { zones, newest: evening().updatedAt, isEmpty: false },
    batches(),
  )) {
    if (first.length < 100_000) first += piece;
    bytes += piece.length;
  }
  if (lintCalendar(`${first}END:VCALENDAR\r\n`).length > 0) throw new Error('the streamed feed is not conformant');
  text('');
  text(`## Memory while ${total} events are streamed (${short(bytes / 1024 / 1024)} MB)`);
  text('');
  head('held after 1,000 events', 'after 9,800', 'growth', 'holds (≤ 1 MB)');
  const growth = held[1]! - held[0]!;
  row([`${held[0]!.toFixed(1)} MB`, `${held[1]!.toFixed(1)} MB`, `${growth.toFixed(2)} MB`], growth <= 1);
}

/** All rows of the calendar core. */
export async function calendarRows(report: Report): Promise<void> {
  expansion(report);
  writing(report);
  await streaming(report);
}

if (import.meta.main) {
  const row: Report['row'] = (cells, holds = null) =>
    console.log(`| ${[...cells, ...(holds === null ? [] : [holds ? 'yes' : '**no**'])].join(' | ')} |`);
  const head: Report['head'] = (...cells) => {
    row(cells);
    row(cells.map(() => '---'));
  };
  await calendarRows({ head, row, text: console.log });
}
