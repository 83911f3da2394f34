import { nextTick } from 'vue';
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { enterGroup } from './session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Which of the four sections is current: a page of an event belongs to the calendar, not to Home. */
    section?: 'home' | 'calendar' | 'decisions' | 'book';
    /** Pages that bring their own shell. */
    bare?: boolean;
  }
}

/** What had the focus on each place of the history: Back restores it. */
const focusAt = new Map<number, string>();
const position = (): number => (history.state as { position?: number } | null)?.position ?? 0;

export function makeRouter(routes: readonly RouteRecordRaw[]): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [...routes],
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
  });
  let isFirst = true;
  let leaving = position();
  router.beforeEach(() => {
    const link = document.activeElement?.closest('a[href]');
    if (link) focusAt.set(leaving, link.getAttribute('href') ?? '');
  });
  router.afterEach((to, from, failure) => {
    const wasBack = position() < leaving;
    leaving = position();
    if (failure) return;
    if (typeof to.params['handle'] === 'string') enterGroup(to.params['handle']);
    if (isFirst) isFirst = false;
    else if (to.path !== from.path) void nextTick(() => focusPage(wasBack ? focusAt.get(leaving) : undefined));
  });
  return router;
}

/**
 * Focus goes to the link that was left, else to the page's h1: as soon as there is one, and again where what stood while the page was read
 * gives way to what was read. Whoever acts meanwhile is left alone.
 */
function focusPage(href: string | undefined): void {
  let met: HTMLElement | null = null;
  const meet = (): void => {
    const isElsewhere = met !== null && document.activeElement !== met && document.activeElement !== document.body;
    const link = href ? document.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`) : null;
    const place = link ?? document.querySelector<HTMLElement>('main h1');
    if (!place || place === met || isElsewhere) return;
    if (!link) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    met = place;
  };
  meet();
  const observer = new MutationObserver(meet);
  observer.observe(document.body, { childList: true, subtree: true });
  const giveUp = (): void => observer.disconnect();
  addEventListener('keydown', giveUp, { once: true });
  addEventListener('pointerdown', giveUp, { once: true });
  setTimeout(giveUp, 5000);
}
