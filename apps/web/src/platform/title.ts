import { watchEffect } from 'vue';

/** The page's title, in the tab and for those who hear pages instead of seeing them. */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    const own = title();
    document.title = own ? `${own} · Folkmoot` : 'Folkmoot';
  });
}
