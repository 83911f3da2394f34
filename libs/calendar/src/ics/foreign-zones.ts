// Which zone a time of somebody else's calendar is in (events.md 15): an IANA name, Microsoft's name for one, or the zone whose clocks the VTIMEZONE describes.

import ICAL from 'ical.js';
import { allZones, isZone, offsetAt, wallToMs } from '#libs/zone';
import type { Component } from './blocks.ts';
import { windowsZones } from './windows-zones.ts';

/** Asks for the zone of a TZID; null where nobody can say. */
export type ZoneFinder = (tzid: string) => string | null;

/**
 * Finds zones for the TZIDs of a file. `answers` are what the reader was told before (TZID → zone) and win; `walls` are all the times that a
 * TZID is used for, at which a guessed zone must show what the VTIMEZONE says.
 */
export function zoneFinder(
  zones: readonly Component[],
  of: {
    readonly answers: Readonly<Record<string, string>>;
    readonly preferred: string;
    readonly walls: (tzid: string) => readonly string[];
  },
): ZoneFinder {
  const found = new Map<string, string | null>();
  return (tzid) => {
    if (!found.has(tzid)) {
      const answer = of.answers[tzid];
      found.set(tzid, answer !== undefined && isZone(answer) ? answer : (named(tzid) ?? described(tzid, zones, of)));
    }
    return found.get(tzid)!;
  };
}

/** An IANA name, perhaps behind the path of a program's own collection (`/mozilla.org/20050126_1/Europe/Berlin`), or a Windows name. */
function named(tzid: string): string | null {
  const parts = tzid
    .replace(/^"|"$/g, '')
    .trim()
    .split('/')
    .filter((part) => part !== '');
  for (let from = 0; from < parts.length; from += 1) {
    const name = parts.slice(from).join('/');
    if (isZone(name) && !/^[+-]|^(GMT|UTC)[+-]/i.test(name)) return name;
  }
  return windowsZones[parts.join('/')] ?? null;
}

function described(
  tzid: string,
  zones: readonly Component[],
  { preferred, walls }: { readonly preferred: string; readonly walls: (tzid: string) => readonly string[] },
): string | null {
  const component = zones.find((one) => one.getFirstPropertyValue('tzid') === tzid);
  if (!component) return null;
  const clock = new ICAL.Timezone(component);
  const wanted = walls(tzid).map((wall) => ({
    wall: wallToMs(wall),
    offset: clock.utcOffset(ICAL.Time.fromDateTimeString(wall)) * 1000,
  }));
  const fits = (zone: string): boolean => wanted.every(({ wall, offset }) => offsetAt(wall - offset, zone) === offset);
  const place = component.getFirstPropertyValue('x-lic-location');
  const likely = [preferred, ...(typeof place === 'string' && isZone(place) ? [place] : [])];
  return [...likely, ...allZones()].find(fits) ?? null;
}
