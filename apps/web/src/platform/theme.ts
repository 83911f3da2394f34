import { ref, readonly } from 'vue';
import { forget, recall, remember } from './storage.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const chosen = ref<Theme>(isTheme(recall('local', 'theme')) ? (recall('local', 'theme') as Theme) : 'system');

/** The choice of theme. Only `html[data-theme]` carries it: the built sheet ties `light-dark()` to that attribute. */
export const theme = readonly(chosen);

export function chooseTheme(next: Theme): void {
  chosen.value = next;
  if (next === 'system') {
    forget('local', 'theme');
    delete document.documentElement.dataset['theme'];
  } else {
    remember('local', 'theme', next);
    document.documentElement.dataset['theme'] = next;
  }
}

function isTheme(text: string | null): boolean {
  return text === 'light' || text === 'dark';
}
