import { addDays, addMonths, startOfWeek, type Day } from '../platform/days.ts';

/** The day a key leads to, or null where the key means nothing here. */
export function dayAfterKey(
  key: string,
  day: Day,
  { firstDay, isRtl }: { firstDay: number; isRtl: boolean },
): Day | null {
  const onward = isRtl ? -1 : 1;
  switch (key) {
    case 'ArrowRight':
      return addDays(day, onward);
    case 'ArrowLeft':
      return addDays(day, -onward);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'PageDown':
      return addMonths(day, 1);
    case 'PageUp':
      return addMonths(day, -1);
    case 'Home':
      return startOfWeek(day, firstDay);
    case 'End':
      return addDays(startOfWeek(day, firstDay), 6);
    default:
      return null;
  }
}
