import { computed, ref, type Ref } from 'vue';
import { troubleText } from '../../platform/trouble.ts';
import { upload, RouteRefused } from '../../platform/upload.ts';

export interface ImportReport {
  readonly name: string | null;
  readonly lines: readonly {
    title: string;
    start: string;
    zone: string;
    what: 'new' | 'changed' | 'same' | 'gone';
  }[];
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
      report.value = await upload<ImportReport>('/import/calendar', file, { ...fields, ...url });
      isDone.value = !dryRun;
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
