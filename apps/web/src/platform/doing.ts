import { computed, ref } from 'vue';
import { troubleText } from './trouble.ts';

/**
 * One act at a time: whether one runs, which, and why the last was refused, in words.
 * `doing(work, name)` clears the fault, runs `work` and tells whether it went through; `name` tells apart acts that have
 * a button each. While one runs another is not begun. What `work` finds refused itself it writes into `fault`.
 */
export function useDoing() {
  const running = ref('');
  const fault = ref('');
  async function doing(work: () => Promise<unknown>, name = 'it'): Promise<boolean> {
    if (running.value) return false;
    running.value = name;
    fault.value = '';
    try {
      await work();
      return fault.value === '';
    } catch (refused) {
      fault.value = troubleText(refused);
      return false;
    } finally {
      running.value = '';
    }
  }
  return { running, busy: computed(() => running.value !== ''), fault, doing };
}
