import { escapeHtml } from '../mail/mail-text.ts';

export interface LinkPage {
  readonly locale: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** One question, one button. The form posts to the page's own address unless told otherwise. */
  readonly form?: LinkForm;
  /** Things of a list, each with what can be done about it. */
  readonly parts?: readonly {
    readonly title: string;
    readonly lines: readonly string[];
    readonly forms: readonly LinkForm[];
  }[];
  readonly links?: readonly { readonly label: string; readonly href: string }[];
  readonly fault?: string;
}

export interface LinkForm {
  readonly label: string;
  readonly danger?: boolean;
  /** A button beside the point: not what the page was opened for. */
  readonly quiet?: boolean;
  /** What the button itself sends. */
  readonly name?: string;
  readonly value?: string;
  /** Further answers to the same question. */
  readonly others?: readonly { readonly label: string; readonly name: string; readonly value: string }[];
  readonly fields?: readonly LinkField[];
  readonly action?: string;
}

export interface LinkField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: 'text' | 'hidden' | 'number' | 'long' | 'choice';
  /** Of a choice: one of a few, as radio buttons. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly hint?: string;
  readonly optional?: boolean;
}

function choiceHtml({ name, label, value = '', choices = [] }: LinkField): string {
  const radios = choices.map(
    (one) =>
      `<label><input type="radio" name="${escapeHtml(name)}" value="${escapeHtml(one.value)}"${one.value === value ? ' checked' : ''}><span>${escapeHtml(one.label)}</span></label>`,
  );
  return `<fieldset class="lp-choice"><legend>${escapeHtml(label)}</legend>${radios.join('')}</fieldset>`;
}

function fieldHtml(field: LinkField): string {
  const { name, label, value = '', type = 'text', hint, optional } = field;
  if (type === 'choice') return choiceHtml(field);
  if (type === 'hidden') return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
  const mode = type === 'number' ? ' inputmode="numeric" autocomplete="one-time-code"' : '';
  const required = optional ? '' : ' required';
  const input =
    type === 'long'
      ? `<textarea name="${escapeHtml(name)}" rows="4"${required}>\n${escapeHtml(value)}</textarea>`
      : `<input name="${escapeHtml(name)}" value="${escapeHtml(value)}"${required}${mode}>`;
  return `<label class="lp-field"><span>${escapeHtml(label)}</span>${input}${hint ? `<small>${escapeHtml(hint)}</small>` : ''}</label>`;
}

function buttonHtml(of: {
  label: string;
  look: string;
  name?: string | undefined;
  value?: string | undefined;
}): string {
  const sends = of.name ? ` name="${escapeHtml(of.name)}" value="${escapeHtml(of.value ?? '')}"` : '';
  return `<button class="lp-button${of.look}"${sends}>${escapeHtml(of.label)}</button>`;
}

function formHtml(form: LinkForm): string {
  const { label, name, value, others = [], fields = [] } = form;
  const look = form.danger ? ' lp-danger' : form.quiet ? ' lp-quiet' : '';
  const buttons = [
    buttonHtml({ label, look, name, value }),
    ...others.map((one) => buttonHtml({ ...one, look: ' lp-quiet' })),
  ];
  return `<form method="post"${form.action ? ` action="${escapeHtml(form.action)}"` : ''}>${fields.map(fieldHtml).join('')}${buttons.join('')}</form>`;
}

const lineHtml = (line: string): string => `<p>${escapeHtml(line)}</p>`;

/** A page a mailed link opens: plain HTML that works without script. Reading it changes nothing; only its button posts. */
export function linkPage(page: LinkPage): string {
  const form = page.form ? formHtml(page.form) : '';
  const parts = (page.parts ?? [])
    .map(
      ({ title, lines, forms }) =>
        `<section class="lp-part"><h2>${escapeHtml(title)}</h2>${lines.map(lineHtml).join('')}${forms.map(formHtml).join('')}</section>`,
    )
    .join('');
  const links = (page.links ?? [])
    .map(({ label, href }) => `<p><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></p>`)
    .join('');
  const fault = page.fault ? `<p class="lp-fault" role="alert">${escapeHtml(page.fault)}</p>` : '';
  return `<!doctype html>
<html lang="${escapeHtml(page.locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><title>${escapeHtml(page.title)}</title><script src="/theme.js"></script><link rel="stylesheet" href="/link.css"></head>
<body class="lp"><header class="lp-brand"><a href="/"><img src="/favicon.svg" alt="" width="32" height="32">Folkmoot</a></header><main><h1>${escapeHtml(page.title)}</h1>${page.lines.map(lineHtml).join('')}${fault}${form}${parts}${links}</main></body>
</html>`;
}
