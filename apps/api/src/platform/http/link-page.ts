import { escapeHtml } from '../mail/mail-text.ts';

export interface LinkPage {
  readonly locale: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** One question, one button. The form posts to the page's own address unless told otherwise. */
  readonly form?: {
    readonly label: string;
    readonly danger?: boolean;
    readonly fields?: readonly LinkField[];
    readonly action?: string;
  };
  readonly links?: readonly { readonly label: string; readonly href: string }[];
  readonly fault?: string;
}

export interface LinkField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: 'text' | 'hidden' | 'number';
  readonly hint?: string;
}

function fieldHtml({ name, label, value = '', type = 'text', hint }: LinkField): string {
  if (type === 'hidden') return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
  const mode = type === 'number' ? ' inputmode="numeric" autocomplete="one-time-code"' : '';
  return `<label class="lp-field"><span>${escapeHtml(label)}</span><input name="${escapeHtml(name)}" value="${escapeHtml(value)}" required${mode}>${hint ? `<small>${escapeHtml(hint)}</small>` : ''}</label>`;
}

/** A page a mailed link opens: plain HTML that works without script. Reading it changes nothing; only its button posts. */
export function linkPage(page: LinkPage): string {
  const { form } = page;
  const formHtml = form
    ? `<form method="post"${form.action ? ` action="${escapeHtml(form.action)}"` : ''}>${(form.fields ?? []).map(fieldHtml).join('')}<button class="lp-button${form.danger ? ' lp-danger' : ''}">${escapeHtml(form.label)}</button></form>`
    : '';
  const links = (page.links ?? [])
    .map(({ label, href }) => `<p><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></p>`)
    .join('');
  const fault = page.fault ? `<p class="lp-fault" role="alert">${escapeHtml(page.fault)}</p>` : '';
  return `<!doctype html>
<html lang="${escapeHtml(page.locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><title>${escapeHtml(page.title)}</title><script src="/theme.js"></script><link rel="stylesheet" href="/link.css"></head>
<body class="lp"><main><h1>${escapeHtml(page.title)}</h1>${page.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}${fault}${formHtml}${links}</main></body>
</html>`;
}
