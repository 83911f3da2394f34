import {
  computed,
  getCurrentScope,
  nextTick,
  onScopeDispose,
  reactive,
  ref,
  shallowRef,
  toRaw,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type Ref,
} from 'vue';
import { safeParse, type GenericSchema, type InferOutput } from 'valibot';
import { useI18n } from 'vue-i18n';
import { faultsOf } from './trouble.ts';
import { draftOf, dropDraft, keepDraft, whenRenewed } from './drafts.ts';

/** What the server found wrong: by field, or (with no field) with the whole. */
export interface FormFault {
  readonly field?: string | undefined;
  readonly message: string;
}

type Values = Record<string, unknown>;

export interface FormOptions<T extends Values, S extends GenericSchema<T, unknown>> {
  /** Messages are keys of the words, or words. */
  readonly schema: S | (() => S);
  readonly initial: T;
  /** A name under which typed text is kept in this tab until it is sent. Where it changes, what is kept goes along. */
  readonly draft?: MaybeRefOrGetter<string>;
  /** Sends. Faults come back as data; a throw becomes the form's own fault; false where the person went back before it was sent. */
  readonly send: (values: InferOutput<S>) => Promise<readonly FormFault[] | false | void>;
}

/** A form: validates on sending, then on each change; server faults stand at their field; the first wrong field gets the focus; drafts are kept. */
export function useForm<T extends Values, S extends GenericSchema<T, unknown>>(options: FormOptions<T, S>) {
  const { t, te } = useI18n();
  const draft = draftUnder(options.draft, options.initial);
  const key = toValue(options.draft) ?? unsentKey(options.initial);
  const kept = draftOf(key);
  if (!options.draft) dropDraft(key);
  const values = reactive({ ...options.initial, ...kept }) as T;
  const root = ref<HTMLElement | null>(null) as Ref<HTMLElement | null>;
  const wasSent = ref(false);
  const busy = ref(false);
  const found = shallowRef<Readonly<Record<string, string>>>({});
  const fromServer = shallowRef<Readonly<Record<string, string>>>({});
  const formFault = ref<string | null>(null);
  const errors = computed<Readonly<Record<string, string>>>(() => ({ ...fromServer.value, ...found.value }));
  const words = (message: string): string => (te(message) ? t(message) : message);

  function check() {
    const schema =
      typeof options.schema === 'function' && !('kind' in options.schema) ? options.schema() : options.schema;
    const read = safeParse(schema as S, toRaw(values));
    const next: Record<string, string> = {};
    for (const issue of read.issues ?? []) next[nameOf(issue.path?.[0]?.key)] ??= words(issue.message);
    found.value = next;
    return read;
  }

  function takeFaults(faults: readonly FormFault[]): void {
    const named: Record<string, string> = {};
    for (const { field, message } of faults) {
      if (field && field in values) named[field] = words(message);
      else formFault.value = words(message);
    }
    fromServer.value = named;
  }

  async function submit(): Promise<boolean> {
    if (busy.value) return false;
    wasSent.value = true;
    formFault.value = null;
    fromServer.value = {};
    const read = check();
    if (!read.success) {
      formFault.value = found.value[''] ?? null;
      await focusFirst(root.value);
      return false;
    }
    busy.value = true;
    try {
      const faults = await options.send(read.output);
      if (faults === false) return false;
      takeFaults(faults ?? []);
    } catch (error) {
      takeFaults(faultsOf(error));
    } finally {
      busy.value = false;
    }
    const isDone = Object.keys(fromServer.value).length === 0 && formFault.value === null;
    if (isDone) draft.drop();
    if (!isDone) await focusFirst(root.value);
    return isDone;
  }

  function reset(): void {
    Object.assign(values, options.initial);
    wasSent.value = false;
    found.value = fromServer.value = {};
    formFault.value = null;
    draft.drop();
  }

  if (!options.draft) keepOverRenewal(key, { values, initial: options.initial, root });
  watch(values, () => {
    if (wasSent.value) check();
    draft.keep(toRaw(values));
  });
  for (const name of Object.keys(options.initial))
    watch(
      () => values[name],
      () => {
        const { [name]: _, ...others } = fromServer.value;
        fromServer.value = others;
      },
    );
  return { values, errors, formFault, busy, root, submit, reset, hasDraft: kept !== null };
}

/** The draft of a form, where it has one. What is kept goes along to another name; what is as in the beginning is not kept. */
function draftUnder(name: MaybeRefOrGetter<string> | undefined, initial: Values) {
  const start = JSON.stringify(initial);
  const drop = (): void => void (name && dropDraft(toValue(name)));
  function keep(values: Values): void {
    if (JSON.stringify(values) === start) drop();
    else if (name) keepDraft(toValue(name), values);
  }
  if (name)
    watch(
      () => toValue(name),
      (now, before) => {
        const typed = draftOf(before);
        dropDraft(before);
        if (typed) keepDraft(now, typed);
      },
    );
  return { keep, drop };
}

/** Where a form without a draft finds what was typed in it before the page was loaded anew: on this page, by its fields. */
function unsentKey(initial: Values): string {
  return `unsent ${location.pathname} ${Object.keys(initial).join(' ')}`;
}

/** The first field that is wrong gets the focus. */
async function focusFirst(form: HTMLElement | null): Promise<void> {
  await nextTick();
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  const place = wrong?.matches('input, select, textarea, button')
    ? wrong
    : wrong?.querySelector<HTMLElement>('input, select, textarea, button');
  (place ?? wrong)?.focus();
}

/** A form with a password keeps nothing. */
function keepOverRenewal(
  key: string,
  { values, initial, root }: { values: Values; initial: Values; root: Ref<HTMLElement | null> },
): void {
  if (!getCurrentScope()) return;
  const leave = whenRenewed(() => {
    const typed = typedIn(toRaw(values), initial);
    if (typed && !root.value?.querySelector('input[type="password"]')) keepDraft(key, typed);
  });
  onScopeDispose(leave);
}

/** What differs from the beginning and is text, a number or a switch; null where nothing does. */
function typedIn(values: Values, initial: Values): Values | null {
  const typed = Object.entries(values).filter(
    ([name, value]) => ['string', 'number', 'boolean'].includes(typeof value) && value !== initial[name],
  );
  return typed.length > 0 ? Object.fromEntries(typed) : null;
}

/** The field a finding belongs to; what concerns the whole form has the empty name. */
function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : '';
}
