// Calendar programs of others: each lists a calendar's dates as it understands them. Null where this machine does not have it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import nodeIcal, { type VEvent } from 'node-ical';
import { type Listed, sortListed } from './nasty-calendar.ts';

const from = new Date('2020-01-01T00:00:00Z');
const to = new Date('2031-01-01T00:00:00Z');
const second = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
type Component = InstanceType<typeof ICAL.Component>;
type Time = InstanceType<typeof ICAL.Time>;

/** By ical.js, the engine of Thunderbird and of our own import. */
export function icalJs(text: string): Listed[] {
  const root = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  ICAL.TimezoneService.reset();
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = root.getAllSubcomponents('vevent');
  const status = (one: Component): string => String(one.getFirstPropertyValue('status'));
  const shown = (time: Time): string => (time.isDate ? time.toString() : second(time.toJSDate()));
  const listed = events
    .filter((one) => !one.hasProperty('recurrence-id'))
    .flatMap((master): Listed[] => {
      const event = new ICAL.Event(master, {
        strictExceptions: true,
        exceptions: events.filter(
          (one) =>
            one.hasProperty('recurrence-id') &&
            one.getFirstPropertyValue('uid') === master.getFirstPropertyValue('uid'),
        ),
      });
      if (!event.isRecurring()) return [[event.uid, shown(event.startDate), status(master)]];
      const dates: Listed[] = [];
      const iterator = event.iterator();
      for (
        let next = iterator.next() as Time | null;
        next && dates.length < 1000;
        next = iterator.next() as Time | null
      ) {
        const { item, startDate } = event.getOccurrenceDetails(next);
        dates.push([event.uid, shown(startDate), status(item.component)]);
      }
      return dates;
    });
  return sortListed(listed);
}

/** By node-ical, its own expansion. */
export function byNodeIcal(text: string): Listed[] {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');
  const local = (date: Date): string =>
    new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const listed = events.flatMap((event) =>
    nodeIcal.expandRecurringEvent(event, { from, to }).map((one): Listed => {
      const status = (one.event as VEvent).status ?? event.status;
      return [event.uid, one.isFullDay ? local(one.start) : second(one.start), String(status)];
    }),
  );
  return sortListed(listed);
}

/** By python3-icalendar and python3-dateutil, files at once. */
export function byPython(texts: readonly string[]): { name: string; titles: string[]; events: Listed[] }[] | null {
  if (!existsSync('/usr/lib/python3/dist-packages/icalendar')) return null;
  return inFolder((folder) => {
    const files = texts.map((text, at) => {
      const path = join(folder, `${at}.ics`);
      writeFileSync(path, text);
      return path;
    });
    const out = execFileSync('/usr/bin/python3', [join(import.meta.dirname, 'occurrences.py'), ...files], {
      encoding: 'utf8',
    });
    return out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; titles: string[]; events: Listed[] })
      .map((one) => ({ ...one, events: sortListed(one.events) }));
  });
}

/** By khal, which takes the file into its own store and lists it day by day. */
export function byKhal(text: string): Listed[] | null {
  if (!existsSync('/usr/bin/khal')) return null;
  return inFolder((folder) => {
    mkdirSync(join(folder, 'calendar'));
    writeFileSync(join(folder, 'feed.ics'), text);
    const zones = 'local_timezone = UTC\ndefault_timezone = UTC';
    const forms =
      'timeformat = %H:%M:%S\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M:%SZ\nlongdatetimeformat = %Y-%m-%dT%H:%M:%SZ';
    writeFileSync(
      join(folder, 'config'),
      `[calendars]\n[[feed]]\npath = ${folder}/calendar\n[sqlite]\npath = ${folder}/khal.db\n[locale]\n${zones}\n${forms}\n`,
    );
    const khal = (...args: string[]): string =>
      execFileSync('/usr/bin/khal', ['-c', join(folder, 'config'), ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    khal('import', '-a', 'feed', '--batch', join(folder, 'feed.ics'));
    const lines = khal(
      'list',
      '--day-format',
      '',
      '--format',
      '{uid}\t{start-long}\t{status}',
      '2020-01-01',
      '2031-01-01',
    ).split('\n');
    const once = new Set(lines.map((line) => line.trim()).filter((line) => line !== ''));
    return sortListed([...once].map((line) => line.split('\t').map((part) => part.trim()) as Listed));
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-readers-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
