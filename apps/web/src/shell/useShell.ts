import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute, useRouter } from 'vue-router';
import Calendar from '~icons/lucide/calendar-days';
import CalendarPlus from '~icons/lucide/calendar-plus';
import CalendarSearch from '~icons/lucide/calendar-search';
import Compass from '~icons/lucide/compass';
import HandCoins from '~icons/lucide/hand-coins';
import House from '~icons/lucide/house';
import Megaphone from '~icons/lucide/megaphone';
import Receipt from '~icons/lucide/receipt-text';
import Vote from '~icons/lucide/vote';
import { useSession } from '../platform/session.ts';
import type { ShellLink } from './shell.ts';

/** What one can begin in a group, in the order of the menu; the words of a key are `shell.new<Key>`. */
const beginnings = [
  { name: 'event-new', key: 'Event', icon: CalendarPlus },
  { name: 'poll-new', key: 'Poll', icon: CalendarSearch },
  { name: 'decision-new', key: 'Decision', icon: Vote },
  { name: 'notice-new', key: 'Notice', icon: Megaphone },
  { name: 'expense-new', key: 'Expense', icon: Receipt },
] as const;

/**
 * What the shell offers: only places whose page exists (a route of that name), so the shell grows with the pages.
 * Names it looks for: home, explore, group-calendar, group-decisions, group-book, event-new, poll-new, decision-new, notice-new, expense-new, search, inbox,
 * settings, operator, sign-in. Those of a group take the param `handle`.
 */
export function useShell() {
  const { t } = useI18n();
  const router = useRouter();
  const route = useRoute();
  const { viewer, groups, group } = useSession();

  const existing = (links: readonly (ShellLink & { name: string })[]): ShellLink[] =>
    links.filter(({ name }) => router.hasRoute(name));
  const inGroup = (name: string) => ({ name, params: { handle: group.value?.handle ?? '' } });

  const sections = computed(() =>
    existing([
      { name: 'home', key: 'home', label: t('shell.home'), icon: House, to: '/' },
      ...(group.value
        ? [
            {
              name: 'group-calendar',
              key: 'calendar',
              label: t('shell.calendar'),
              icon: Calendar,
              to: inGroup('group-calendar'),
            },
            {
              name: 'group-decisions',
              key: 'decisions',
              label: t('shell.decisions'),
              icon: Vote,
              to: inGroup('group-decisions'),
            },
            { name: 'group-book', key: 'book', label: t('shell.book'), icon: HandCoins, to: inGroup('group-book') },
          ]
        : [{ name: 'explore', key: 'explore', label: t('shell.explore'), icon: Compass, to: { name: 'explore' } }]),
    ]),
  );
  const makes = computed(() =>
    group.value
      ? existing(
          beginnings.map(({ name, key, icon }) => ({
            name,
            key,
            icon,
            label: t(`shell.make.${key}`),
            hint: t(`shell.make.${key}Hint`),
            to: inGroup(name),
          })),
        )
      : [],
  );
  const pathOf = (name: string): string | undefined =>
    router.hasRoute(name) ? router.resolve({ name }).href : undefined;
  const places = computed(() => {
    const known = {
      search: pathOf('search'),
      inbox: pathOf('inbox'),
      settings: pathOf('settings'),
      operator: viewer.value?.isOperator ? pathOf('operator') : undefined,
      signIn: pathOf('sign-in'),
    };
    return Object.fromEntries(Object.entries(known).filter(([, path]) => path !== undefined));
  });
  const current = computed(() => route.meta.section ?? null);
  const isBare = computed(() => route.meta.bare === true);
  return { sections, makes, places, current, isBare, viewer, groups, group };
}
