import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { i18n, showLocale } from '../platform/words.ts';
import MonthGrid from './MonthGrid.vue';
import { dayAfterKey } from './month-grid.ts';

beforeAll(async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB', 'de-DE']);
  await showLocale('en');
});

test.each([
  ['ArrowRight', '2027-03-14'],
  ['ArrowLeft', '2027-03-12'],
  ['ArrowDown', '2027-03-20'],
  ['ArrowUp', '2027-03-06'],
  ['PageDown', '2027-04-13'],
  ['PageUp', '2027-02-13'],
  ['Home', '2027-03-08'],
  ['End', '2027-03-14'],
  ['a', null],
])('%s leads from Saturday 13 March to %s', (key, day) =>
  expect(dayAfterKey(key, '2027-03-13', { firstDay: 1, isRtl: false })).toBe(day),
);

test('where text runs to the left, so do the days', () =>
  expect(dayAfterKey('ArrowLeft', '2027-03-13', { firstDay: 6, isRtl: true })).toBe('2027-03-14'));

describe('the month', () => {
  const entries = [1, 2, 3].map((at) => ({
    id: `e${at}`,
    day: '2027-03-24',
    title: `Entry ${at}`,
    time: '19:00',
    color: '#0b7a53',
    to: '/',
  }));

  function open() {
    const month = ref('2027-03');
    const day = ref('2027-03-13');
    const Host = defineComponent(
      () => () =>
        h(MonthGrid, {
          month: month.value,
          day: day.value,
          today: '2027-03-12',
          entries,
          'onUpdate:day': (next: string) => (day.value = next),
          onMonth: (next: string) => (month.value = next),
        }),
    );
    return {
      wrapper: mount(Host, {
        attachTo: document.body,
        global: { plugins: [i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
      }),
      month,
      day,
    };
  }

  test('has one stop for the keyboard, and the keys move it, over the end of the month too', async () => {
    const { wrapper, month } = open();
    expect(wrapper.findAll('button[tabindex="0"]').map((one) => one.attributes('data-day'))).toEqual(['2027-03-13']);
    const press = async (key: string) => {
      await wrapper.get('button[tabindex="0"]').trigger('keydown', { key });
      await flushPromises();
    };
    await press('ArrowDown');
    expect(document.activeElement?.getAttribute('data-day')).toBe('2027-03-20');
    await press('PageDown');
    expect(month.value).toBe('2027-04');
    expect(document.activeElement?.getAttribute('data-day')).toBe('2027-04-20');
  });

  test('says each day in full, with what is on, and shows two entries and how many more', () => {
    const { wrapper } = open();
    const names = wrapper.findAll('button[data-day]').map((one) => one.attributes('aria-label'));
    expect(names[11]).toMatch(/^Friday,? 12 March 2027, today, nothing planned$/);
    expect(names[23]).toMatch(/^Wednesday,? 24 March 2027, 3 entries$/);
    expect(wrapper.text()).toContain('Entry 2');
    expect(wrapper.text()).not.toContain('Entry 3');
    expect(wrapper.text()).toContain('+1');
  });

  test('a chosen day is told to the page', async () => {
    const { wrapper, day } = open();
    await wrapper.get('[data-day="2027-03-18"]').trigger('click');
    expect(day.value).toBe('2027-03-18');
    expect(wrapper.get('[data-day="2027-03-18"]').attributes('aria-pressed')).toBe('true');
  });
});
