import { mount } from '@vue/test-utils';
import * as v from 'valibot';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineComponent, h, nextTick, ref, type Ref } from 'vue';
import { draftOf, keepUnsent } from './drafts.ts';
import { useForm, type FormFault } from './useForm.ts';
import { i18n, showLocale } from './words.ts';

const schema = v.object({
  title: v.pipe(v.string(), v.nonEmpty('Give it a title.')),
  place: v.pipe(v.string(), v.nonEmpty('Say where.')),
});

function open(
  send: (values: v.InferOutput<typeof schema>) => Promise<readonly FormFault[] | void>,
  initial = { title: '', place: '' },
  { draft = 'spec', secret = false }: { draft?: string | Ref<string>; secret?: boolean } = {},
) {
  let form!: ReturnType<typeof useForm<typeof initial, typeof schema>>;
  const Host = defineComponent({
    setup() {
      form = useForm({ schema, initial, ...(draft ? { draft } : {}), send });
      return () =>
        h('form', { ref: form.root }, [
          h('input', { name: 'title', 'aria-invalid': form.errors.value['title'] ? 'true' : undefined }),
          secret ? h('input', { type: 'password' }) : null,
          h('input', { name: 'place', 'aria-invalid': form.errors.value['place'] ? 'true' : undefined }),
        ]);
    },
  });
  mount(Host, { attachTo: document.body, global: { plugins: [i18n] } });
  return form;
}

beforeAll(() => showLocale('en'));

beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = '';
});

describe('a form without a draft', () => {
  const nothing = async (): Promise<void> => {};
  const none = { draft: '' };

  test('keeps what is typed over a page that is loaded anew, once, and nothing else', async () => {
    const form = open(nothing, undefined, none);
    form.values.title = 'Repair café';
    await nextTick();
    expect(sessionStorage).toHaveLength(0);
    keepUnsent();
    expect(open(nothing, undefined, none).values).toEqual({ title: 'Repair café', place: '' });
    expect(open(nothing, undefined, none).values).toEqual({ title: '', place: '' });
  });

  test('a form with a password keeps nothing', () => {
    const form = open(nothing, undefined, { ...none, secret: true });
    form.values.title = 'correct horse';
    keepUnsent();
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('horse');
  });
});

describe('a form', () => {
  test('is silent until it is sent, then names each field, focuses the first, and follows each change', async () => {
    const form = open(async () => {});
    form.values.title = '';
    await nextTick();
    expect(form.errors.value).toEqual({});
    expect(await form.submit()).toBe(false);
    expect(form.errors.value).toEqual({ title: 'Give it a title.', place: 'Say where.' });
    expect(document.activeElement?.getAttribute('name')).toBe('title');
    form.values.title = 'Repair café';
    await nextTick();
    expect(form.errors.value).toEqual({ place: 'Say where.' });
  });

  test('puts what the server refuses at its field, until that field changes', async () => {
    const form = open(async () => [{ field: 'place', message: 'That place is taken.' }], {
      title: 'Café',
      place: 'Hall',
    });
    expect(await form.submit()).toBe(false);
    expect(form.errors.value).toEqual({ place: 'That place is taken.' });
    expect(document.activeElement?.getAttribute('name')).toBe('place');
    form.values.place = 'Barn';
    await nextTick();
    expect(form.errors.value).toEqual({});
  });

  test('keeps what was typed when sending fails, and says so', async () => {
    const form = open(() => Promise.reject(new Error('down')), { title: 'Café', place: 'Hall' });
    expect(await form.submit()).toBe(false);
    expect(form.formFault.value).toContain('Something went wrong on our side.');
    expect(form.busy.value).toBe(false);
    expect(form.values).toEqual({ title: 'Café', place: 'Hall' });
  });

  test('sends once while it is busy', async () => {
    let sent = 0;
    const form = open(
      async () => {
        sent += 1;
        await Promise.resolve();
      },
      { title: 'Café', place: 'Hall' },
    );
    await Promise.all([form.submit(), form.submit()]);
    expect(sent).toBe(1);
  });

  test('keeps a draft in this tab until it is sent, and takes it up again', async () => {
    const form = open(async () => {});
    form.values.title = 'Half a thought';
    await nextTick();
    const again = open(async () => {});
    expect(again.values.title).toBe('Half a thought');
    again.values.place = 'Hall';
    expect(await again.submit()).toBe(true);
    expect(draftOf('spec')).toBeNull();
  });

  test('a draft that gets another name takes along what is typed, and leaves nothing behind', async () => {
    const draft = ref('new');
    const form = open(async () => {}, undefined, { draft });
    form.values.title = 'Half a thought';
    await nextTick();
    draft.value = 'seven';
    await nextTick();
    expect([draftOf('new'), draftOf('seven')]).toEqual([null, { title: 'Half a thought', place: '' }]);
    form.values.place = 'Hall';
    await nextTick();
    expect(draftOf('seven')).toEqual({ title: 'Half a thought', place: 'Hall' });
    await form.submit();
    expect(draftOf('seven')).toBeNull();
  });
});
