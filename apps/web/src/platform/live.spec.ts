import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useLive } from './live.ts';

const open: FakeSource[] = [];

/** Stands for the browser's stream, which happy-dom does not have. */
class FakeSource extends EventTarget {
  isClosed = false;
  constructor(readonly url: string) {
    super();
    open.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  send(hint: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(hint) }));
  }
}

let visible: DocumentVisibilityState = 'visible';
beforeEach(() => {
  open.length = 0;
  visible = 'visible';
  vi.stubGlobal('EventSource', FakeSource);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible);
});
afterEach(() => vi.restoreAllMocks());

const settled = async (): Promise<void> => {
  await nextTick();
  await Promise.resolve();
};

test('one stream follows what is on screen, tells each change once, and closes with the page', async () => {
  const scope = effectScope();
  const heard: unknown[] = [];
  const topic = ref('event:a');
  scope.run(() => {
    useLive(
      () => [topic.value],
      (hint) => heard.push(hint),
    );
    useLive(
      () => ['group:g'],
      (hint) => heard.push(hint),
    );
  });
  await settled();
  expect(open).toHaveLength(1);
  expect(decodeURIComponent(open[0]!.url)).toBe('/live?topics=event:a,group:g');
  open[0]!.send({ topic: 'event', id: 'a', version: 3 });
  open[0]!.send({ topic: 'event', id: 'a', version: 3 });
  expect(heard).toEqual([{ topic: 'event', id: 'a', version: 3 }]);

  topic.value = 'event:b';
  await settled();
  expect(open[0]!.isClosed).toBe(true);
  expect(decodeURIComponent(open[1]!.url)).toBe('/live?topics=event:b,group:g');

  visible = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
  expect(open[1]!.isClosed).toBe(true);
  visible = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
  expect(open).toHaveLength(3);
  expect(heard.slice(1)).toEqual([null, null]);

  scope.stop();
  await settled();
  expect(open[2]!.isClosed).toBe(true);
});
