// A strict reading of what we write: every rule of RFC 5545, 5546, 6868, 7986 that readers stumble over, as findings. Tests run it over every calendar they meet.

import { lintEntries } from './lint-entries.ts';

/** A content line taken apart. */
export interface Line {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  readonly text: string;
}

/** A component with its properties and the components in it. */
export interface Component {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly parts: readonly Component[];
}

const NAMES = new Set(
  (
    'BEGIN END VERSION PRODID CALSCALE METHOD NAME DESCRIPTION UID LAST-MODIFIED URL SOURCE REFRESH-INTERVAL COLOR IMAGE CONFERENCE CATEGORIES ' +
    'DTSTAMP DTSTART DTEND DUE DURATION SUMMARY LOCATION GEO STATUS TRANSP CLASS SEQUENCE CREATED RRULE RDATE EXDATE RECURRENCE-ID ORGANIZER ATTENDEE ' +
    'COMMENT PRIORITY PERCENT-COMPLETE COMPLETED ACTION TRIGGER TZID TZNAME TZURL TZOFFSETFROM TZOFFSETTO RELATED-TO CONTACT RESOURCES REQUEST-STATUS'
  ).split(' '),
);
const TEXTS = new Set(['NAME', 'DESCRIPTION', 'SUMMARY', 'LOCATION', 'COMMENT', 'UID', 'X-WR-CALNAME', 'X-WR-CALDESC']);
const URIS = new Set(['URL', 'SOURCE', 'CONFERENCE', 'IMAGE']);
const LINE =
  /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\u0000-\u0008\u000a-\u001f\u007f]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/u;

/** Findings about a calendar, each a sentence with the line concerned; none for one that every strict reader takes. */
export function lintCalendar(text: string): string[] {
  const found = octets(text);
  const lines: Line[] = [];
  for (const raw of text
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line, at, all) => line !== '' || at < all.length - 1)) {
    const line = lineOf(raw);
    if (line) lines.push(line);
    else found.push(`no content line: ${raw.slice(0, 80)}`);
  }
  for (const line of lines) found.push(...values(line));
  const tree = treeOf(lines);
  if (typeof tree === 'string') return [...found, tree];
  return [...found, ...calendar(tree), ...lintEntries(tree)];
}

function octets(text: string): string[] {
  const found: string[] = [];
  if (text.startsWith('\ufeff')) found.push('a byte order mark');
  if (!text.endsWith('\r\n')) found.push('the last line does not end in CRLF');
  if (/[^\r]\n|^\n|\r(?!\n)/.test(text)) found.push('a line end other than CRLF');
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) found.push('a control character');
  if (/[\u0085\u2028\u2029]/.test(text)) found.push('a line break of Unicode');
  for (const line of text.split('\r\n')) {
    if (!line.isWellFormed()) found.push(`a lone surrogate, or a fold inside a code point: ${line.toWellFormed()}`);
    if (new TextEncoder().encode(line).length > 75) found.push(`more than 75 octets: ${line}`);
  }
  return found;
}

function lineOf(raw: string): Line | null {
  const [, name, params, value] = LINE.exec(raw) ?? [];
  if (!name || params === undefined || value === undefined) return null;
  const pairs = [...params.matchAll(/;([A-Z0-9-]+)=("[^"]*"|[^";:]*)/g)].map(([, key, held]) => [key!, held!] as const);
  return { name, params: new Map(pairs), value, text: raw };
}

function values({ name, params, value, text }: Line): string[] {
  const found: string[] = [];
  const fault = (what: string): void => void found.push(`${what}: ${text.slice(0, 120)}`);
  if (!NAMES.has(name) && !name.startsWith('X-')) fault('an unregistered name');
  for (const held of params.values())
    if (held.replace(/\^[\^'n]/g, '').includes('^')) fault('a caret that escapes nothing');
  if (TEXTS.has(name) && /[\\;,]/.test(value.replace(/\\[\\;,n]/g, ''))) fault('text is not escaped');
  if (URIS.has(name) && (!/^https?:\/\/[^\s\\"<>]+$/.test(value) || /\\/.test(value))) fault('no web address');
  if (/^(NAME|X-WR-CALNAME)$/.test(name) && /[,;\\]/.test(value)) fault('a mark that ical.js shows');
  if (name === 'GEO' && !/^-?\d{1,2}(\.\d+)?;-?\d{1,3}(\.\d+)?$/.test(value)) fault('no pair of degrees');
  if (/^(DTSTAMP|LAST-MODIFIED|CREATED)$/.test(name) && !/^\d{8}T\d{6}Z$/.test(value)) fault('no UTC time');
  return found;
}

function treeOf(lines: readonly Line[]): Component | string {
  const root: { name: string; lines: Line[]; parts: Component[] } = { name: '', lines: [], parts: [] };
  const open = [root];
  for (const line of lines) {
    const top = open.at(-1)!;
    if (line.name === 'BEGIN') {
      const part = { name: line.value, lines: [], parts: [] };
      top.parts.push(part);
      open.push(part);
    } else if (line.name !== 'END') {
      if (top.parts.length > 0) return `a property behind a component: ${line.text}`;
      top.lines.push(line);
    } else if (open.pop()?.name !== line.value || open.length === 0) return `wrong nesting at ${line.text}`;
  }
  const [calendarPart] = root.parts;
  if (open.length > 1) return 'a component is not closed';
  if (root.lines.length > 0 || root.parts.length !== 1 || calendarPart?.name !== 'VCALENDAR') return 'not one calendar';
  return calendarPart;
}

const ORDER = ['VERSION', 'PRODID', 'CALSCALE', 'METHOD'];
const FEED = ['NAME', 'X-WR-CALNAME', 'REFRESH-INTERVAL', 'X-PUBLISHED-TTL', 'X-WR-TIMEZONE'];

function calendar({ lines, parts }: Component): string[] {
  const found: string[] = [];
  const names = lines.map(({ name }) => name);
  const ranks = names.map((name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length));
  if (names[0] !== 'VERSION' || names[1] !== 'PRODID' || names[2] !== 'CALSCALE')
    found.push('VERSION, PRODID, CALSCALE do not come first');
  if (ranks.some((rank, at) => at > 0 && rank < ranks[at - 1]!)) found.push('the order of the calendar’s properties');
  for (const name of names)
    if (names.indexOf(name) !== names.lastIndexOf(name)) found.push(`${name} stands twice in the calendar`);
  if (parts.length === 0) found.push('a calendar without a component');
  const firstEntry = parts.findIndex(({ name }) => name !== 'VTIMEZONE');
  if (firstEntry >= 0 && parts.slice(firstEntry).some(({ name }) => name === 'VTIMEZONE'))
    found.push('a VTIMEZONE behind an entry');
  if (!names.includes('METHOD'))
    for (const name of FEED) if (!names.includes(name)) found.push(`a feed without ${name}`);
  const twins = [
    ['NAME', 'X-WR-CALNAME'],
    ['DESCRIPTION', 'X-WR-CALDESC'],
    ['REFRESH-INTERVAL', 'X-PUBLISHED-TTL'],
  ] as const;
  const value = (name: string): string | undefined => lines.find((line) => line.name === name)?.value;
  for (const [one, other] of twins) if (value(one) !== value(other)) found.push(`${one} and ${other} differ`);
  return found;
}
