// A calendar file as the blocks that an import looks at: the VEVENTs, only those of their properties that are used, and the VTIMEZONEs. Everything else in the
// file is passed over unread, so that a fault there costs nothing, and a fault in one event only that one.

import ICAL from 'ical.js';

/** A component of ical.js. */
export type Component = InstanceType<typeof ICAL.Component>;

/** What a file holds: texts of events and zones, and its name. */
export interface Blocks {
  readonly events: readonly string[];
  readonly zones: readonly string[];
  readonly name: string | null;
}

const USED = new Set(
  (
    'UID SUMMARY DESCRIPTION LOCATION DTSTART DTEND DURATION RRULE RDATE EXRULE EXDATE RECURRENCE-ID STATUS SEQUENCE DTSTAMP URL CATEGORIES GEO ' +
    'CLASS TRANSP'
  ).split(' '),
);
const IN_REPLY = new Set(['UID', 'RECURRENCE-ID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'ATTENDEE', 'COMMENT']);
const DATED = /^(DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)((?:;[^:]*)?):(\d{8}(?:,\d{8})*)$/i;

/**
 * Takes a file apart. RRULE becomes X-RRULE, so that ical.js hands on its text for our own reading; a date without VALUE=DATE gets it.
 * Null for what is no calendar, or breaks off inside a component.
 */
export function blocksOf(source: string, used: ReadonlySet<string> = USED): Blocks | null {
  const scan = new Scan(used);
  for (const line of linesOf(source)) if (!scan.take(line)) return null;
  return scan.blocks();
}

const linesOf = (source: string): string[] =>
  source
    .replace(/^\ufeff/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r\n|\n|\r/);

class Scan {
  readonly #used: ReadonlySet<string>;
  readonly #open: string[] = [];
  readonly #events: string[][] = [];
  readonly #zones: string[][] = [];
  #name: string | null = null;
  #calendars = 0;

  constructor(used: ReadonlySet<string>) {
    this.#used = used;
  }

  /** Takes a line; false where it closes what is not open. */
  take(line: string): boolean {
    const [, word, value = ''] = /^([A-Za-z0-9-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
    const property = word?.toUpperCase();
    if (property === 'BEGIN') this.#begin(value.trim().toUpperCase());
    if (property && this.#open[0] === 'VCALENDAR') this.#keep(line, property, value);
    return property !== 'END' || this.#open.pop() === value.trim().toUpperCase();
  }

  #begin(kind: string): void {
    if (this.#open.length === 0 && kind === 'VCALENDAR') this.#calendars += 1;
    if (this.#open.length === 1 && kind === 'VEVENT') this.#events.push([]);
    if (this.#open.length === 1 && kind === 'VTIMEZONE') this.#zones.push([]);
    this.#open.push(kind);
  }

  #keep(line: string, property: string, value: string): void {
    const [, kind] = this.#open;
    const depth = this.#open.length;
    if (kind === 'VTIMEZONE') this.#zones.at(-1)!.push(line);
    else if (kind === 'VEVENT' && depth === 2 && this.#used.has(property))
      this.#events.at(-1)!.push(usable(line, property));
    else if (depth === 1 && (property === 'X-WR-CALNAME' || property === 'NAME')) this.#name ??= value;
  }

  /** What was found; null where it is no calendar or breaks off. */
  blocks(): Blocks | null {
    if (this.#calendars === 0 || this.#open.length > 0) return null;
    const texts = (of: readonly string[][]): string[] => of.map((lines) => lines.join('\r\n'));
    return { events: texts(this.#events), zones: texts(this.#zones), name: this.#name };
  }
}

function usable(line: string, property: string): string {
  if (property === 'RRULE' || property === 'EXRULE') return `X-${line}`;
  return line.replace(DATED, (whole, name: string, params: string, value: string) =>
    /;VALUE=DATE(;|$)/i.test(params) ? whole : `${name}${params};VALUE=DATE:${value}`,
  );
}

/** A block read by ical.js; throws what ical.js throws. */
export function componentOf(block: string, kind: 'VEVENT' | 'VTIMEZONE'): Component {
  const lines = kind === 'VEVENT' ? `BEGIN:VEVENT\r\n${block}\r\nEND:VEVENT` : block;
  return new ICAL.Component(ICAL.parse(lines) as ConstructorParameters<typeof ICAL.Component>[0]);
}

/** The METHOD of a mail's calendar, and its first event with what an answer says. */
export function replyBlock(source: string): { method: string; event: Component } | null {
  const blocks = blocksOf(source, IN_REPLY);
  const method = /^METHOD(?:;[^:\r\n]*)?:(.*)$/im.exec(source.replace(/\r?\n[ \t]/g, ''))?.[1];
  const [block] = blocks?.events ?? [];
  if (!method || block === undefined) return null;
  return { method: method.trim().toUpperCase(), event: componentOf(block, 'VEVENT') };
}
