import ICAL from 'ical.js';

const HOUR = 60;
const DAY = 1440;

/**
 * How often a calendar asks to be read, in minutes: its REFRESH-INTERVAL (RFC 7986 5.7), else X-PUBLISHED-TTL; never more often than
 * hourly nor less often than daily. Null where it says nothing that can be read.
 */
export function refreshMinutesOf(source: string): number | null {
  const head = source.slice(0, source.search(/^BEGIN:V(?:EVENT|TIMEZONE)/m) >>> 0).replaceAll(/\r?\n[ \t]/g, '');
  for (const name of ['REFRESH-INTERVAL', 'X-PUBLISHED-TTL']) {
    const value = new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(P[0-9TWDHMS]+)\\s*$`, 'im').exec(head)?.[1];
    if (!value || !ICAL.Duration.isValueString(value)) continue;
    const minutes = Math.floor(ICAL.Duration.fromString(value).toSeconds() / 60);
    if (minutes > 0) return Math.min(DAY, Math.max(HOUR, minutes));
  }
  return null;
}
