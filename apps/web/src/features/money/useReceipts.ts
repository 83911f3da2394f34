import { onMounted, ref, watch, type Ref } from 'vue';
import { dropPhotos, keepPhotos, keptPhotos } from '../../platform/drafts.ts';
import { uploadFile } from '../../platform/upload.ts';

/** Chosen receipts, kept on this device until the expense has been sent: a failed send loses no photo, and sends none twice. */
export function useReceipts(key: string): {
  files: Ref<readonly File[]>;
  send: (groupId: string) => Promise<string[]>;
  sent: () => Promise<void>;
} {
  const files = ref<readonly File[]>([]);
  const ids = new WeakMap<File, string>();
  onMounted(async () => {
    const kept = await keptPhotos(key).catch(() => []);
    if (kept.length > 0 && files.value.length === 0) files.value = kept;
    watch(files, (next) => void keepPhotos(key, next).catch(() => undefined));
  });

  async function send(groupId: string): Promise<string[]> {
    for (const file of files.value) if (!ids.has(file)) ids.set(file, await uploadFile(file, groupId));
    return files.value.map((file) => ids.get(file)!);
  }
  return { files, send, sent: () => dropPhotos(key).catch(() => undefined) };
}
