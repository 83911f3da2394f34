/** What a mail says, before it becomes text and HTML: words come from `notifications`, the form from here. */
export interface MailBody {
  readonly locale: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly button?: { readonly label: string; readonly url: string };
  readonly more?: readonly { readonly label: string; readonly url: string }[];
  readonly code?: string;
  readonly footer: string;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for HTML text and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char]!);
}

/** The plain part: every link written out. */
export function mailText(body: MailBody): string {
  const parts = [...body.lines];
  if (body.code) parts.push(body.code);
  if (body.button) parts.push(`${body.button.label}:\n${body.button.url}`);
  for (const link of body.more ?? []) parts.push(`${link.label}:\n${link.url}`);
  return `${parts.join('\n\n')}\n\n-- \n${body.footer}\n`;
}

const font = "font-family:Figtree,'Segoe UI',Helvetica,Arial,sans-serif";

/** The HTML part: one column, no image, no tracker, readable in dark mail programs. */
export function mailHtml(body: MailBody): string {
  const lines = body.lines.map(
    (line) =>
      `<p style="margin:0 0 16px;${font};font-size:16px;line-height:25px;color:#12201a">${escapeHtml(line)}</p>`,
  );
  const code = body.code
    ? `<p style="margin:0 0 16px;${font};font-size:30px;letter-spacing:6px;font-weight:700;color:#12201a">${escapeHtml(body.code)}</p>`
    : '';
  const button = body.button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(body.button.url)}" style="display:inline-block;background:#0b6a48;color:#ffffff;${font};font-size:16px;font-weight:600;text-decoration:none;padding:14px 24px;border-radius:12px">${escapeHtml(body.button.label)}</a></p>`
    : '';
  const more = (body.more ?? []).map(
    (link) =>
      `<p style="margin:0 0 8px;${font};font-size:15px"><a href="${escapeHtml(link.url)}" style="color:#0a5c3f">${escapeHtml(link.label)}</a></p>`,
  );
  return `<!doctype html><html lang="${escapeHtml(body.locale)}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(body.subject)}</title></head><body style="margin:0;background:#f4f6f2"><div style="max-width:560px;margin:0 auto;padding:24px"><div style="background:#ffffff;border:1px solid #dce3db;border-radius:20px;padding:28px">${lines.join('')}${code}${button}${more.join('')}</div><p style="margin:16px 4px;${font};font-size:13px;line-height:19px;color:#5b6b63">${escapeHtml(body.footer)}</p></div></body></html>`;
}

/** One line without control characters: for subjects and display names. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** A mail address as it is stored: trimmed, lower case, without quoted local part. Null for anything else. */
export function readAddress(text: string): string | null {
  const address = text.normalize('NFKC').trim().toLowerCase();
  return address.length <= 254 && ADDRESS.test(address) ? address : null;
}
