import { computed, inject, useAttrs, useId, type ComputedRef, type InjectionKey } from 'vue';

/** What a Field tells the control inside it. */
export interface FieldWiring {
  readonly id: string;
  readonly describedBy: ComputedRef<string | undefined>;
  readonly isInvalid: ComputedRef<boolean>;
  readonly isRequired: ComputedRef<boolean>;
  /** Id of the words, for groups: their parts have labels of their own. */
  readonly labelId: string;
}

export const fieldKey: InjectionKey<FieldWiring> = Symbol('field');

/** The wiring of the surrounding Field. A control outside of one must bring its own label. */
export function useField(): FieldWiring {
  const field = inject(fieldKey, null);
  if (field) return field;
  const attrs = useAttrs();
  if (import.meta.env.DEV && !attrs['aria-label'] && !attrs['aria-labelledby'] && !attrs['id'])
    throw new Error('A control stands in a Field, or has aria-label.');
  const id = useId();
  return {
    id,
    describedBy: computed(() => undefined),
    isInvalid: computed(() => false),
    isRequired: computed(() => false),
    labelId: `${id}-label`,
  };
}

/** The look of everything one types into. */
export const controlClass =
  'w-full min-h-12 rounded-control border border-line-strong bg-surface px-3.5 text-body text-ink transition-colors duration-160 aria-invalid:border-danger aria-invalid:border-2 disabled:bg-sunken disabled:text-ink-3';
