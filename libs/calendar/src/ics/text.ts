// Text rules of iCalendar (RFC 5545 3.1, 3.3.11; RFC 6868): every value that anybody wrote passes through one of these.

/** Any user text before it goes anywhere into a calendar: well-formed, no control characters, Unicode line breaks as \n. */
export const clean = (s: string): string =>
  s
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g, '');

/** For names and titles: one line. */
export const oneLine = (s: string): string => clean(s).replace(/\s+/g, ' ').trim();

/** TEXT value. */
export const text = (s: string): string =>
  clean(s)
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');

/** Parameter value (RFC 6868), quoted where needed. */
export function param(s: string): string {
  const value = oneLine(s).replace(/\^/g, '^^').replace(/"/g, "^'");
  return /[,:;]/.test(value) ? `"${value}"` : value;
}

/** URI value: percent-encoded, never TEXT-escaped. Throws unless http(s). */
export function uri(s: string): string {
  const url = new URL(s);
  if (!/^https?:$/.test(url.protocol)) throw new Error('only http(s) in calendars');
  return url.href.replace(/[\\"<>\s]/g, encodeURIComponent);
}

/** Content line with CRLF, no physical line over 75 octets, never split inside a code point. */
export function fold(line: string): string {
  if (line.length <= 75 && /^[\t\x20-\x7e]*$/.test(line)) return `${line}\r\n`;
  let out = '';
  let octets = 0;
  for (const char of line) {
    const code = char.codePointAt(0)!;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      out += '\r\n ';
      octets = 1;
    }
    out += char;
    octets += size;
  }
  return `${out}\r\n`;
}

/** A wall time or date in the form of RFC 5545: `20260313T190000`, `20260313`. */
export const basic = (wall: string): string => wall.replace(/[-:]/g, '');
