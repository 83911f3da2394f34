import { isId } from '../platform/ids.ts';

/** How an event is named from outside: its id, and behind a dot the key of an unlisted one, without which it is not there. */
export function refOf(ref: string): { readonly id: string | null; readonly key: string | null } {
  const [id = '', key = ''] = ref.split('.');
  return isId(id) ? { id, key: /^[\w-]{16,24}$/.test(key) ? key : null } : { id: null, key: null };
}
