export const menuItemClass =
  'flex min-h-11 w-full items-center gap-3 rounded-[10px] px-3 text-start text-note text-ink outline-none data-highlighted:bg-sunken data-disabled:opacity-50';
