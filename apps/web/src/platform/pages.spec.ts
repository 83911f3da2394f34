import { expect, test } from 'vitest';
import { nextTick, ref } from 'vue';
import { useLast } from './pages.ts';

test('what was read last stays while another filter is read, and nothing stays of another thing', async () => {
  const read = ref<string>();
  const group = ref('riverside');
  const last = useLast(read, () => group.value);
  const becomes = async (next: string | undefined): Promise<string | undefined> => {
    read.value = next;
    await nextTick();
    return last.value;
  };
  expect(await becomes('first')).toBe('first');
  expect(await becomes(undefined)).toBe('first');
  expect(await becomes('second')).toBe('second');
  group.value = 'weir-house';
  expect(last.value).toBeUndefined();
  expect(await becomes(undefined)).toBeUndefined();
  expect(await becomes('third')).toBe('third');
});
