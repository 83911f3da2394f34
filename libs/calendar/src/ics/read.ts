import ICAL from 'ical.js';
import {
  type Component,
  type ImportedEvent,
  originalOf,
  type ReadOptions,
  single,
  titleOf,
  uidOf,
} from './read-event.ts';
import { datesOf, RULE } from './read-series.ts';
import { oneLine } from './text.ts';

/** Why an event, or the whole file, cannot be taken; in words, naming the event. */
export interface ImportFault {
  readonly event: string | null;
  readonly reason: string;
}

export interface ReadCalendar {
  readonly name: string | null;
  readonly events: readonly ImportedEvent[];
  readonly faults: readonly ImportFault[];
}

export const MAX_IMPORT_BYTES = 1024 * 1024;
const MAX_EVENTS = 2000;
const MAX_DATES = 5000;

const failure = (reason: string): ReadCalendar => ({ name: null, events: [], faults: [{ event: null, reason }] });

/**
 * Reads a calendar file with ical.js: overrides, exclusions and zones applied, recurrences expanded from now to the horizon by our own rules.
 * Never throws: what cannot be read is named in `faults`. ATTACH, ATTENDEE, ORGANIZER and VALARM are not looked at.
 */
export function readCalendar(source: string, options: ReadOptions): ReadCalendar {
  if (new TextEncoder().encode(source).length > MAX_IMPORT_BYTES) return failure('The file is larger than 1 MB.');
  let root: Component;
  try {
    const parsed: unknown = ICAL.parse(rulesAsText(source));
    root = new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch (error) {
    return failure(
      `This is not a calendar file that can be read: ${error instanceof Error ? oneLine(error.message).slice(0, 160) : 'unknown form'}.`,
    );
  }
  if (root.name !== 'vcalendar') return failure('This is not a calendar file: it does not begin with BEGIN:VCALENDAR.');
  const components = root.getAllSubcomponents('vevent');
  if (components.length > MAX_EVENTS)
    return failure(`The calendar has ${components.length} events; at most ${MAX_EVENTS} can be taken at once.`);
  const name = root.getFirstPropertyValue('x-wr-calname') ?? root.getFirstPropertyValue('name');
  return { name: name ? oneLine(String(name)) : null, ...eventsOf(components, options) };
}

function eventsOf(components: readonly Component[], options: ReadOptions): Pick<ReadCalendar, 'events' | 'faults'> {
  const events: ImportedEvent[] = [];
  const faults: ImportFault[] = [];
  for (const { master, changes } of byUid(components)) {
    if (events.length > MAX_DATES) {
      faults.push({
        event: null,
        reason: `The calendar has more than ${MAX_DATES} dates; what comes after them is left out.`,
      });
      break;
    }
    try {
      if (uidOf((master ?? changes[0])!) === '')
        throw new Error('It has no UID, so a second import could not recognise it.');
      if (master) events.push(...datesOf(master, changes, options));
      else
        for (const change of changes)
          events.push(single(change, { options, recurrenceId: originalOf(change, options) }));
    } catch (error) {
      faults.push({
        event: titleOf((master ?? changes[0])!),
        reason: error instanceof Error ? oneLine(error.message).slice(0, 200) : 'It cannot be read.',
      });
    }
  }
  return { events, faults };
}

/** One rule that ical.js cannot read would cost the whole file, and what it drops (RSCALE) would be lost: our own core reads the text. */
const rulesAsText = (source: string): string =>
  source
    .replace(/^\ufeff/, '')
    .replaceAll(/\r?\n[ \t]/g, '')
    .replaceAll(/^RRULE(?=[;:])/gim, RULE);

interface Entry {
  master: Component | null;
  readonly changes: Component[];
}

/** What belongs together. Components without a UID stand alone; of two that claim to be the series the last one holds. */
function byUid(components: readonly Component[]): Iterable<Entry> {
  const held = new Map<string, Entry>();
  components.forEach((component, at) => {
    const key = uidOf(component) || `\n${at}`;
    const entry = held.get(key) ?? { master: null, changes: [] };
    if (component.hasProperty('recurrence-id')) entry.changes.push(component);
    else entry.master = component;
    held.set(key, entry);
  });
  return held.values();
}
