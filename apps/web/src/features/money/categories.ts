import { computed, inject, type InjectionKey, provide, type Ref } from 'vue';
import { type CategoryNamed, categoryWord } from './words.ts';

const given: InjectionKey<Ref<readonly CategoryNamed[]>> = Symbol('categories');

/** A page tells all that is on it the group's own words for its categories. */
export function provideCategories(own: () => readonly CategoryNamed[] | undefined): void {
  provide(
    given,
    computed(() => own() ?? []),
  );
}

/** The word of a category, as the page that this stands on knows it. */
export function useCategoryWord(): (category: string | null | undefined) => string {
  const own = inject(given, null);
  return (category) => categoryWord(category, own?.value);
}

/** A category of the group's list. */
export interface ListedCategory extends CategoryNamed {
  readonly kind: string;
  readonly kept: boolean;
  readonly archived: boolean;
}

const unexpected: ReadonlySet<string> = new Set(['income.cash-difference', 'income.shared']);

/** What income can be expected under, by its slug: no difference of a count. */
export function incomeCategories(list: readonly ListedCategory[]): { value: string; label: string }[] {
  return list
    .filter(({ category, kind, archived }) => kind === 'IN' && !archived && !unexpected.has(category))
    .map(({ category, name }) => ({ value: category.replace('income.', ''), label: categoryWord(category, name) }));
}

/** As `incomeCategories`, by the whole name of each. */
export function incomeItems(list: readonly ListedCategory[]): { value: string; label: string }[] {
  return incomeCategories(list).map(({ value, label }) => ({ value: `income.${value}`, label }));
}

/** What an expense can stand under, by its slug. */
export function expenseCategories(list: readonly ListedCategory[]): { value: string; label: string }[] {
  return list
    .filter(({ kind, kept, archived }) => kind === 'OUT' && !kept && !archived)
    .map(({ category, name }) => ({ value: category.replace('expense.', ''), label: categoryWord(category, name) }));
}
