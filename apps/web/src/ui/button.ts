// One table for everything that looks like a button, whether it acts or leads somewhere.

export type ButtonVariant = 'primary' | 'accent' | 'quiet' | 'ghost' | 'danger';
export type ButtonSize = 'normal' | 'large';

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-hover',
  accent: 'bg-accent text-on-accent hover:brightness-90',
  quiet: 'bg-surface text-ink border border-line-strong hover:bg-sunken',
  ghost: 'text-ink hover:bg-sunken',
  danger: 'bg-danger text-on-danger hover:brightness-90',
};

const sizes: Readonly<Record<ButtonSize, string>> = {
  normal: 'min-h-11 px-4 py-1.5 text-note',
  large: 'min-h-13 px-6 py-2 text-body sm:text-lead',
};

const base =
  'inline-flex print:hidden items-center justify-center gap-2 rounded-control font-semibold text-center no-underline select-none transition duration-160 active:scale-97 aria-busy:opacity-60 aria-busy:cursor-progress disabled:opacity-50 disabled:cursor-not-allowed';

export function buttonClass(variant: ButtonVariant, size: ButtonSize): string {
  return `${base} ${variants[variant]} ${sizes[size]}`;
}

export function iconButtonClass(variant: ButtonVariant): string {
  return `${base} ${variants[variant]} size-11 shrink-0`;
}
