import { onScopeDispose, watch } from 'vue';

/** A hint that a thing changed. What changed is read again by the normal way. */
export interface Hint {
  readonly topic: string;
  readonly id: string;
  readonly version: number;
}

type Listener = (hint: Hint | null) => void;

const listeners = new Map<string, Set<Listener>>();
const seen = new Map<string, number>();
let source: EventSource | null = null;
let opened = '';
let isPlanned = false;

/** Opens, moves or closes the one stream of this page: it follows what is on screen, and only while the page is looked at. */
function settle(): void {
  isPlanned = false;
  const wanted = document.visibilityState === 'visible' ? [...listeners.keys()].sort().slice(0, 30).join(',') : '';
  if (wanted === opened) return;
  const isBack = opened === '' && seen.size > 0;
  source?.close();
  source = null;
  opened = wanted;
  if (wanted === '') return;
  source = new EventSource(`/live?topics=${encodeURIComponent(wanted)}`);
  source.addEventListener('message', ({ data }) => tell(JSON.parse(String(data)) as Hint));
  // Whatever happened while nobody looked was not heard: everything on screen is read once.
  if (isBack) for (const listener of new Set([...listeners.values()].flatMap((set) => [...set]))) listener(null);
}

function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  queueMicrotask(settle);
}

function tell(hint: Hint): void {
  const topic = `${hint.topic}:${hint.id}`;
  if ((seen.get(topic) ?? -1) >= hint.version) return;
  seen.set(topic, hint.version);
  for (const listener of listeners.get(topic) ?? []) listener(hint);
}

if (typeof document !== 'undefined') document.addEventListener('visibilitychange', plan);

/** Follows topics such as `event:<id>` while the component lives. `reread` gets the hint, or null after a time unseen. */
export function useLive(topics: () => readonly string[], reread: Listener): void {
  const drop = (list: readonly string[]): void => {
    for (const topic of list) {
      listeners.get(topic)?.delete(reread);
      if (listeners.get(topic)?.size === 0) listeners.delete(topic);
    }
    plan();
  };
  let held: readonly string[] = [];
  watch(
    () => topics().join(','),
    () => {
      const next = topics();
      for (const topic of next) listeners.set(topic, (listeners.get(topic) ?? new Set()).add(reread));
      drop(held.filter((topic) => !next.includes(topic)));
      held = [...next];
    },
    { immediate: true },
  );
  onScopeDispose(() => drop(held));
}
