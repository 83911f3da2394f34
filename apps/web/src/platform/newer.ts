import { ref } from 'vue';
import type { Router } from 'vue-router';
import { keepUnsent } from './drafts.ts';
import { recall, remember } from './storage.ts';

/** There is a newer build, and something typed stands on this page: whoever typed it says when to load it anew. */
export const isOutdated = ref(false);

const typed = new Set<HTMLInputElement | HTMLTextAreaElement>();

function note({ target }: Event): void {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) typed.add(target);
}

function isTyping(): boolean {
  for (const field of typed) if (!field.isConnected) typed.delete(field);
  return [...typed].some(({ value }) => value !== '');
}

/** Whether the server is there: a file that is missing because there is no connection is no newer build. */
const answers = (): Promise<boolean> =>
  globalThis.fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    ({ status }) => status < 500,
    () => false,
  );

/**
 * After an update a page that stood open asks for files that are gone. It is then loaded anew, once a build, on the way to another page or
 * where nothing is typed on it; what was typed into forms stands there again when they are opened.
 */
export function renewWhenOutdated(router: Router): void {
  let wanted: string | null = null;
  router.onError((_, to) => (wanted = to.fullPath));
  addEventListener('input', note);
  addEventListener('vite:preloadError', () => setTimeout(() => void renew()));

  async function renew(): Promise<void> {
    const path = wanted;
    wanted = null;
    if (!(await answers())) return;
    const isSecond = recall('session', 'renewed') === import.meta.url;
    if (isSecond || (path === null && isTyping())) return void (isOutdated.value = true);
    remember('session', 'renewed', import.meta.url);
    keepUnsent();
    if (path === null) location.reload();
    else location.assign(path);
  }
}
