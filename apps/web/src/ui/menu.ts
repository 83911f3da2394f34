import type { InjectionKey, Ref } from 'vue';

/** One thing to choose in it. */
export const menuItemClass =
  'flex min-h-11 w-full items-center gap-3 rounded-[10px] px-3 text-start text-note text-ink outline-none data-highlighted:bg-sunken data-disabled:opacity-50';

/** What a menu opens. */
export const menuPanelClass =
  'z-40 max-h-[calc(100dvh-96px)] min-w-60 animate-[fade_160ms] overflow-y-auto rounded-tile border border-line bg-surface p-1.5 shadow-float outline-none';

/** Where the panel of a menu floats, and whether it is open: its button says so. */
export interface MenuPlace {
  readonly isOpen: Ref<boolean>;
  readonly anchor: Readonly<Ref<HTMLElement | null>>;
  readonly labelledBy: string;
  readonly align: 'start' | 'center' | 'end';
  readonly side: 'top' | 'bottom';
}
export const menuPlace: InjectionKey<MenuPlace> = Symbol('menu');
