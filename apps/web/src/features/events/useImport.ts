import { computed, ref, type Ref } from 'vue';
import { troubleText } from '../../platform/trouble.ts';
import { say } from '../../platform/words.ts';
import type { RepeatEvery } from '../../gql/graphql.ts';
import type { Repeats } from '../series/repeatForm.ts';
import { dateText, repeatText } from '../series/seriesText.ts';
import { upload, RouteRefused } from '../../platform/upload.ts';

/** How a series repeats: the words of the form in lower case, as a route writes them. */
interface ImportedRhythm {
  readonly repeats: Omit<Repeats, 'every'> & { every: string };
  readonly nights: number | null;
  readonly moved: number;
  readonly cancelled: number;
  readonly next: readonly string[];
}

export interface ImportReport {
  readonly name: string | null;
  readonly lines: readonly {
    title: string;
    start: string;
    zone: string;
    what: 'new' | 'changed' | 'same' | 'gone';
    series: ImportedRhythm | null;
  }[];
  readonly notes: readonly { event: string | null; reason: string }[];
  readonly faults: readonly { event: string | null; reason: string }[];
  readonly made: number;
  readonly changed: number;
  readonly same: number;
  readonly gone: number;
}

/** Where a calendar comes from: a file in hand, or an address. */
export type ImportSource = { readonly file: File } | { readonly url: string };

/** A calendar that is looked at first and taken then. */
export function useImport(groupId: string, visibility: Ref<'public' | 'group'>) {
  const report = ref<ImportReport | null>(null);
  const isDone = ref(false);
  const busy = ref(false);
  const fault = ref('');
  const news = computed(() => (report.value ? report.value.made + report.value.changed : 0));

  async function send(source: ImportSource, dryRun: boolean): Promise<void> {
    busy.value = true;
    fault.value = '';
    try {
      const fields = { groupId, dryRun: dryRun ? '1' : '0', visibility: visibility.value };
      const file = 'file' in source ? source.file : null;
      const url = 'url' in source ? { url: source.url } : {};
      const answer = await upload<ImportReport>('/import/calendar', file, { ...fields, ...url });
      fault.value = unreadable(answer);
      report.value = fault.value ? null : answer;
      isDone.value = !dryRun && !fault.value;
    } catch (refused) {
      if (!(refused instanceof RouteRefused)) throw refused;
      fault.value = troubleText(refused);
    } finally {
      busy.value = false;
    }
  }
  function clear(): void {
    report.value = null;
    isDone.value = false;
    fault.value = '';
  }
  return { report, isDone, busy, fault, news, send, clear };
}

/** Why nothing at all could be read, in words: said of the whole, not of an event of it. */
const unreadable = ({ lines, notes, faults }: ImportReport): string =>
  lines.length + notes.length === 0 && faults.length === 1 && faults[0]!.event === null ? faults[0]!.reason : '';

/** "Every 2 weeks on Tuesday · 24 nights · 1 moved · 1 cancelled". */
export function rhythmText({ repeats, nights, moved, cancelled, next }: ImportedRhythm, start: string): string {
  const every = repeats.every.toUpperCase().replace('-', '_') as RepeatEvery;
  return [
    repeatText({ ...repeats, every }, start.slice(0, 10)),
    nights === null ? say('events.import.endless') : say('events.import.nights', { count: nights }),
    ...(moved > 0 ? [say('events.import.moved', { count: moved })] : []),
    ...(every === 'RULE'
      ? [say('events.import.next', { days: next.map((day) => dateText(day, 'short')).join(', ') })]
      : []),
    ...(cancelled > 0 ? [say('events.import.cancelled', { count: cancelled })] : []),
  ].join(' · ');
}
