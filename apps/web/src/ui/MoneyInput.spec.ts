import { mount } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { readAmount } from '../platform/money.ts';
import { i18n, showLocale } from '../platform/words.ts';
import Field from './Field.vue';
import MoneyInput from './MoneyInput.vue';

beforeAll(async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB', 'de-DE']);
  await showLocale('en');
});

function open(start: string, currency = 'EUR') {
  const text = ref(start);
  const amounts: (bigint | null)[] = [];
  const Host = defineComponent(
    () => () =>
      h(Field, { label: 'How much?' }, () =>
        h(MoneyInput, {
          currency,
          modelValue: text.value,
          'onUpdate:modelValue': (next: string) => (text.value = next),
          onAmount: (minor: bigint | null) => amounts.push(minor),
        }),
      ),
  );
  return { wrapper: mount(Host, { global: { plugins: [i18n] } }), text, amounts };
}

test.each([
  ['385.5', '385.50', 38550n],
  ['0,5', '0.50', 50n],
  ['1,234.5', '1,234.5', null],
  ['soup', 'soup', null],
])('%s becomes %s when left', async (typed, left, minor) => {
  const { wrapper, text, amounts } = open('');
  await wrapper.get('input').setValue(typed);
  await wrapper.get('input').trigger('blur');
  expect(text.value).toBe(left);
  expect(amounts.at(-1)).toBe(minor);
});

test('the label, the sign of the currency and the form of an amount belong to the field', () => {
  const { wrapper } = open('', 'JPY');
  const input = wrapper.get('input');
  expect(wrapper.get('label').attributes('for')).toBe(input.attributes('id'));
  expect(wrapper.get(`#${input.attributes('aria-describedby')}`).text()).toBe('¥');
  expect(input.attributes('placeholder')).toBe('0');
});

test('a thousands mark is refused with an example, in the language of the reader', async () => {
  expect(readAmount('1,234.5', 'EUR')).toMatchObject({
    ok: false,
    message: 'Leave out the mark between thousands: write 1234.56.',
  });
  await showLocale('de');
  expect(readAmount('1.234,50', 'EUR')).toMatchObject({
    ok: false,
    message: 'Lass das Zeichen zwischen den Tausendern weg: schreib 1234,56.',
  });
  await showLocale('en');
});
