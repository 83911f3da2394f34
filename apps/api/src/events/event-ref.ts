import { isId } from '../platform/ids.ts';

/** The id of an event, or of something that hangs on it, with the key by which an unlisted one is there for whoever has it. */
export const withKey = (id: string, key: string | null | undefined): string => (key ? `${id}.${key}` : id);

/** The page of an event, with the key of an unlisted one: whoever reads this may hand it on. */
export function pagePath(event: { id: string; visibility: string; link_key: string | null }): string {
  return `/e/${withKey(event.id, event.visibility === 'unlisted' ? event.link_key : null)}`;
}

/** How an event is named from outside: its id, and behind a dot the key of an unlisted one, without which it is not there. */
export function refOf(ref: string): { readonly id: string | null; readonly key: string | null } {
  const [id = '', key = ''] = ref.split('.');
  return isId(id) ? { id, key: /^[\w-]{16,24}$/.test(key) ? key : null } : { id: null, key: null };
}
