import { instantOf, wallAt } from '#libs/zone';

/** The instant at which a draft publishes itself, or null where it does not. */
export function publishInstant({ publishAt, zone }: { publishAt: string; zone: string }): string | null {
  return publishAt ? new Date(instantOf(`${publishAt}:00`, zone).at).toISOString() : null;
}

/** The same on the clock of a zone, as it is typed; empty for none. */
export function publishWall(at: string | null | undefined, zone: string): string {
  return at ? wallAt(Date.parse(at), zone).slice(0, 16) : '';
}
