import { onMounted, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { dropPhotos, keepPhotos, keptPhotos } from '../../../platform/drafts.ts';
import { uploadFile } from '../../../platform/upload.ts';

export interface Kept {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export interface ReceiptsOfForm {
  /** Chosen, and not yet at the server. */
  readonly files: Ref<readonly File[]>;
  /** At the server already. */
  readonly kept: Ref<readonly Kept[]>;
  /** Brings what is chosen to the server; the ids of all. */
  readonly send: () => Promise<string[]>;
  readonly sent: () => Promise<void>;
}

/** The receipts of a form. What the server does not have yet is kept on this device: a failed send loses no photo, and sends none twice. */
export function useReceipts(key: MaybeRefOrGetter<string>, groupId: string, begun: readonly Kept[]): ReceiptsOfForm {
  const name = (): string => toValue(key);
  const files = ref<readonly File[]>([]);
  const kept = ref<readonly Kept[]>(begun);
  let sending: Promise<void> = Promise.resolve();
  onMounted(async () => {
    const found = await keptPhotos(name()).catch(() => []);
    if (found.length > 0 && files.value.length === 0) files.value = found;
    watch(files, (next) => void keepPhotos(name(), next).catch(() => undefined));
  });
  watch(name, (now, before) => {
    void dropPhotos(before).catch(() => undefined);
    if (files.value.length > 0) void keepPhotos(now, files.value).catch(() => undefined);
  });

  async function bring(): Promise<void> {
    for (const file of files.value) {
      const id = await uploadFile(file, groupId);
      kept.value = [...kept.value, { id, name: file.name, type: file.type }];
      files.value = files.value.filter((one) => one !== file);
    }
  }

  /** One after the other, so that no photo travels twice. */
  async function send(): Promise<string[]> {
    sending = sending.catch(() => undefined).then(bring);
    await sending;
    return kept.value.map(({ id }) => id);
  }
  return { files, kept, send, sent: () => dropPhotos(name()).catch(() => undefined) };
}
