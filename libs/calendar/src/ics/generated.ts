// What ical-generator 11.1.2 writes, made conformant (events.md 17 lists each trap). It sees wall times only as Temporal-like values, because those it
// copies digit by digit; a Date it would turn into the wall time of the server. Its lines come back unfolded, are checked one by one, and folded here.

import { ICalEvent, type ICalEventData } from 'ical-generator';
import { fold } from './text.ts';

type PlainDateTime = Extract<ICalEventData['start'], { toZonedDateTime: unknown }>;

/** A wall time in the shape of Temporal.PlainDateTime, of which ical-generator copies the fields. */
export function plain(wall: string): PlainDateTime {
  const [year, month, day, hour = 0, minute = 0, second = 0] = wall.split(/[-T:]/).map(Number);
  const fields = {
    year: year!,
    month: month!,
    day: day!,
    hour,
    minute,
    second,
    toJSON: () => wall,
    toString: () => wall,
  };
  const value: PlainDateTime = {
    ...fields,
    toPlainDate: () => fields,
    toZonedDateTime: (timeZoneId) => {
      const zoned: ReturnType<PlainDateTime['toZonedDateTime']> = {
        ...fields,
        timeZoneId,
        toPlainDateTime: () => value,
        withTimeZone: () => zoned,
        toInstant: () => {
          throw new Error('a wall time has no instant of its own');
        },
      };
      return zoned;
    },
  };
  return value;
}

const URI_PROPERTIES = new Set(['URL', 'SOURCE', 'ATTACH', 'CONFERENCE', 'IMAGE']);
/** Not registered, or never read: libical reports the first as a parse error. */
const DROPPED = new Set(['TIMEZONE-ID', 'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT']);

function valueIndex(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === ':' && !quoted) return at + 1;
  }
  throw new Error('not a content line');
}

/**
 * The content lines of a generated text, unfolded: unregistered names dropped, URIs un-escaped, no control character left.
 * Throws on a line that is none: by then an injection or a bug has happened.
 */
export function contentLines(generated: string): string[] {
  const lines: string[] = [];
  for (const raw of generated.replace(/\r\n[ \t]/g, '').split('\r\n')) {
    if (raw === '') continue;
    const line = raw.toWellFormed().replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '');
    const name = /^[A-Z0-9-]+(?=[;:])/.exec(line)?.[0];
    if (!name) throw new Error('not a content line');
    if (DROPPED.has(name)) continue;
    const at = valueIndex(line);
    lines.push(URI_PROPERTIES.has(name) ? line.slice(0, at) + line.slice(at).replace(/\\([\\;,])/g, '$1') : line);
  }
  return lines;
}

/** One VEVENT by ical-generator, folded; `extra` are the lines that it cannot write, put behind its properties and before its alarms. */
export function eventBlock(
  data: ICalEventData,
  extra: readonly string[],
  calendar: ConstructorParameters<typeof ICalEvent>[1],
): string {
  const lines = contentLines(new ICalEvent(data, calendar).toString());
  if (lines[0] !== 'BEGIN:VEVENT' || lines.at(-1) !== 'END:VEVENT') throw new Error('wrong nesting');
  const properties: string[] = [];
  const alarms: string[] = [];
  let into = properties;
  for (const line of lines.slice(1, -1)) {
    if (line.startsWith('BEGIN:') && line !== 'BEGIN:VALARM') throw new Error('wrong nesting');
    if (line === 'BEGIN:VALARM') into = alarms;
    into.push(line);
    if (line === 'END:VALARM') into = properties;
    else if (line.startsWith('END:')) throw new Error('wrong nesting');
  }
  return [lines[0], ...properties, ...extra, ...alarms, lines.at(-1)!].map(fold).join('');
}
