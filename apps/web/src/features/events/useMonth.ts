import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { serverNow } from '../../platform/clock.ts';
import { ownZone } from '../../platform/dates.ts';
import { addDays, addMonths, dayIn } from '../../platform/days.ts';
import { recall, remember } from '../../platform/storage.ts';

/** The month, day and view of a calendar: they live in the address, so that Back and a shared link work. */
export function useMonth() {
  const route = useRoute();
  const router = useRouter();
  const today = dayIn(serverNow(), ownZone());
  const query = (name: string, form: RegExp): string | undefined => form.exec(String(route.query[name] ?? ''))?.[0];
  const month = computed(() => query('month', /^\d{4}-(?:0[1-9]|1[0-2])$/) ?? today.slice(0, 7));
  const day = computed({
    get: () => query('day', /^\d{4}-\d\d-\d\d$/) ?? (month.value === today.slice(0, 7) ? today : `${month.value}-01`),
    set: (next) => go({ day: next, month: next.slice(0, 7) }),
  });
  const view = computed<'month' | 'agenda'>({
    get: () => (query('view', /^(?:month|agenda)$/) ?? recall('local', 'calendar') ?? 'month') as 'month' | 'agenda',
    set: (next) => {
      remember('local', 'calendar', next);
      go({ view: next });
    },
  });
  function go(change: Readonly<Record<string, string | undefined>>): void {
    void router.replace({ query: { ...route.query, ...change } });
  }
  /** A week more on both ends, because the grid shows its neighbours and zones differ. */
  const span = computed(() => ({
    from: `${addDays(`${month.value}-01`, -8)}T00:00:00.000Z`,
    to: `${addDays(addMonths(`${month.value}-01`, 1), 8)}T00:00:00.000Z`,
  }));
  const turn = (by: number): void => go({ month: addMonths(`${month.value}-01`, by).slice(0, 7), day: undefined });
  const toToday = (): void => go({ month: today.slice(0, 7), day: today });
  const toMonth = (next: string): void => go({ month: next, day: undefined });
  return { today, month, day, view, span, turn, toToday, toMonth, go };
}
