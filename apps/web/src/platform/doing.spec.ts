import { describe, expect, it } from 'vitest';
import { useDoing } from './doing.ts';

describe('one act at a time', () => {
  it('is busy while it runs, by its name, and begins no other', async () => {
    const { running, busy, doing } = useDoing();
    let end = (): void => undefined;
    const first = doing(() => new Promise<void>((resolve) => (end = resolve)), 'first');
    expect([running.value, busy.value]).toEqual(['first', true]);
    let began = false;
    expect(await doing(async () => (began = true), 'second')).toBe(false);
    expect(began).toBe(false);
    end();
    expect(await first).toBe(true);
    expect([running.value, busy.value]).toEqual(['', false]);
  });

  it('says in words why it was refused, and forgets that with the next', async () => {
    const { busy, fault, doing } = useDoing();
    expect(await doing(() => Promise.reject(new Error('no')))).toBe(false);
    expect(fault.value).not.toBe('');
    expect(busy.value).toBe(false);
    expect(await doing(async () => undefined)).toBe(true);
    expect(fault.value).toBe('');
  });

  it('takes what the work itself found refused for a refusal', async () => {
    const { fault, doing } = useDoing();
    expect(await doing(async () => (fault.value = 'Full.'))).toBe(false);
    expect(fault.value).toBe('Full.');
  });
});
