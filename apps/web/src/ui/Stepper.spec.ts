import { mount } from '@vue/test-utils';
import { beforeAll, expect, test } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { i18n, showLocale } from '../platform/words.ts';
import Field from './Field.vue';
import Stepper from './Stepper.vue';

beforeAll(() => showLocale('en'));

test('it counts between its limits, and at a limit the button keeps the focus', async () => {
  const count = ref(1);
  const Host = defineComponent(
    () => () =>
      h(Field, { label: 'People you bring', group: true }, () =>
        h(Stepper, { max: 2, modelValue: count.value, 'onUpdate:modelValue': (next: number) => (count.value = next) }),
      ),
  );
  const wrapper = mount(Host, { attachTo: document.body, global: { plugins: [i18n] } });
  const more = wrapper.get('[aria-label="One more"]');
  (more.element as HTMLElement).focus();
  await more.trigger('click');
  await more.trigger('click');
  expect(count.value).toBe(2);
  expect(more.attributes('aria-disabled')).toBe('true');
  expect(document.activeElement).toBe(more.element);
  expect(wrapper.get('output').text()).toBe('2');
  for (const _ of [1, 2, 3]) await wrapper.get('[aria-label="One less"]').trigger('click');
  expect(count.value).toBe(0);
  expect(wrapper.get('[role="group"]').attributes('aria-labelledby')).toBe(wrapper.get('legend').attributes('id'));
});
