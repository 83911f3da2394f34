import { onScopeDispose, readonly, ref, type Ref } from 'vue';

let offsetMs = 0;

/** Learns the server's time from an answer's Date header: deadlines are the server's, whatever this device believes. */
export function noteServerDate(header: string | null): void {
  const at = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(at)) return;
  const next = at - Date.now();
  // The header has whole seconds: a smaller difference is no news.
  if (Math.abs(next - offsetMs) > 1500) offsetMs = next;
}

/** Now, by the server's clock. */
export function serverNow(): Date {
  return new Date(Date.now() + offsetMs);
}

/** Now as state: ticks while the component lives. */
export function useNow(everyMs = 15_000): Readonly<Ref<Date>> {
  const now = ref(serverNow());
  const timer = setInterval(() => (now.value = serverNow()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now) as Readonly<Ref<Date>>;
}
