import { ref } from 'vue';
import { faultsOf } from './trouble.ts';
import { say } from './words.ts';

/** Keeps something under a name: what is missing or refused stands at the name, anything else above it. */
export function useNaming(keep: (name: string) => Promise<void>, missing: string) {
  const busy = ref(false);
  const error = ref<string>();
  const fault = ref<string>();
  async function named(name: string): Promise<void> {
    error.value = name ? undefined : say(missing);
    fault.value = undefined;
    if (!name || busy.value) return;
    busy.value = true;
    try {
      await keep(name);
    } catch (refused) {
      for (const one of faultsOf(refused)) (one.field === 'name' ? error : fault).value = one.message;
    } finally {
      busy.value = false;
    }
  }
  return { busy, error, fault, named };
}
