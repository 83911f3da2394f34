import { escapeHtml } from '../mail/mail-text.ts';

export interface LinkPage {
  readonly locale: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** One question, one button. The form posts to the page's own address unless told otherwise. */
  readonly form?: LinkForm;
  readonly picture?: LinkPicture;
  /** Things of a list, each with what can be done about it. */
  readonly parts?: readonly {
    readonly title: string;
    readonly lines: readonly string[];
    readonly forms: readonly LinkForm[];
    readonly picture?: LinkPicture;
    readonly links?: readonly LinkOut[];
  }[];
  /** Where there is more than one thing to do. */
  readonly forms?: readonly LinkForm[];
  readonly links?: readonly LinkOut[];
  readonly fault?: string;
}

interface LinkOut {
  readonly label: string;
  readonly href: string;
}

/** A drawing of our own, never of others, with what it shows in words beneath it. */
export interface LinkPicture {
  readonly svg: string;
  readonly alt: string;
  readonly caption: string;
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
  readonly type?:
    | 'text'
    | 'hidden'
    | 'number'
    | 'amount'
    | 'code'
    | 'day'
    | 'file'
    | 'long'
    | 'choice'
    | 'one'
    | 'several';
  readonly hint?: string;
  /** A field must be filled in unless told otherwise. */
  readonly optional?: boolean;
  /** What `fault` is about: it is marked, and the cursor stands in it. */
  readonly isWrong?: boolean;
  /** What can be chosen, for the types `one` and `several`; `chosen` is what is. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly chosen?: readonly string[];
}

function choiceHtml({ name, label, value = '', choices = [] }: LinkField): string {
  const radios = choices.map(
    (one) =>
      `<label><input type="radio" name="${escapeHtml(name)}" value="${escapeHtml(one.value)}"${one.value === value ? ' checked' : ''}><span>${escapeHtml(one.label)}</span></label>`,
  );
  return `<fieldset class="lp-choice"><legend>${escapeHtml(label)}</legend>${radios.join('')}</fieldset>`;
}

function fieldHtml(field: LinkField): string {
  const { name, label, value = '', type = 'text', hint, optional, isWrong } = field;
  if (type === 'choice') return choiceHtml(field);
  if (type === 'hidden') return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
  if (type === 'one' || type === 'several') return choicesHtml(field);
  const rest = `name="${escapeHtml(name)}"${optional ? '' : ' required'}${isWrong ? ' aria-invalid="true" aria-describedby="fault" autofocus' : ''}`;
  const more = hint ? `<small>${escapeHtml(hint)}</small>` : '';
  const control =
    type === 'long'
      ? `<textarea ${rest} rows="3">${escapeHtml(value)}</textarea>`
      : type === 'file'
        ? `<input ${rest} type="file" accept="image/*,application/pdf">`
        : `<input ${rest} value="${escapeHtml(value)}"${inputModes[type] ?? ''}>`;
  return `<label class="lp-field"><span>${escapeHtml(label)}</span>${control}${more}</label>`;
}

const inputModes: Readonly<Record<string, string>> = {
  number: ' inputmode="numeric"',
  amount: ' inputmode="decimal"',
  day: ' type="date"',
  code: ' inputmode="numeric" autocomplete="one-time-code"',
};

function choicesHtml({ name, label, type, optional, choices = [], chosen = [] }: LinkField): string {
  const options = choices.map(({ value, label: words }) => {
    const marks = `${chosen.includes(value) ? ' checked' : ''}${type === 'one' && !optional ? ' required' : ''}`;
    return `<label class="lp-option"><input type="${type === 'one' ? 'radio' : 'checkbox'}" name="${escapeHtml(name)}" value="${escapeHtml(value)}"${marks}><span>${escapeHtml(words)}</span></label>`;
  });
  return `<fieldset class="lp-field"><legend>${escapeHtml(label)}</legend>${options.join('')}</fieldset>`;
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
  const parts = fields.some(({ type }) => type === 'file') ? ' enctype="multipart/form-data"' : '';
  return `<form method="post"${parts}${form.action ? ` action="${escapeHtml(form.action)}"` : ''}>${fields.map(fieldHtml).join('')}${buttons.join('')}</form>`;
}

function pictureHtml({ svg, alt, caption }: LinkPicture): string {
  return `<figure class="lp-picture"><div role="img" aria-label="${escapeHtml(alt)}">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

const linkHtml = ({ label, href }: LinkOut): string => `<p><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></p>`;

const lineHtml = (line: string): string => `<p>${escapeHtml(line)}</p>`;

/** A page a mailed link opens: plain HTML that works without script. Reading it changes nothing; only its button posts. */
export function linkPage(page: LinkPage): string {
  const forms = [...(page.form ? [page.form] : []), ...(page.forms ?? [])].map(formHtml).join('');
  const picture = page.picture ? pictureHtml(page.picture) : '';
  const parts = (page.parts ?? [])
    .map(
      (part) =>
        `<section class="lp-part"><h2>${escapeHtml(part.title)}</h2>${part.lines.map(lineHtml).join('')}${part.picture ? pictureHtml(part.picture) : ''}${part.forms.map(formHtml).join('')}${(part.links ?? []).map(linkHtml).join('')}</section>`,
    )
    .join('');
  const links = (page.links ?? []).map(linkHtml).join('');
  const fault = page.fault ? `<p class="lp-fault" id="fault" role="alert">${escapeHtml(page.fault)}</p>` : '';
  return `<!doctype html>
<html lang="${escapeHtml(page.locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><title>${escapeHtml(page.title)}</title><script src="/theme.js"></script><link rel="stylesheet" href="/link.css"></head>
<body class="lp"><header class="lp-brand"><a href="/"><img src="/favicon.svg" alt="" width="32" height="32">Folkmoot</a></header><main><h1>${escapeHtml(page.title)}</h1>${page.lines.map(lineHtml).join('')}${fault}${picture}${forms}${parts}${links}</main></body>
</html>`;
}
