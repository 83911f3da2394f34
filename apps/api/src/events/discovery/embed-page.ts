import { escapeHtml } from '../../platform/mail/mail-text.ts';
import type { FeedRow, GroupVersion } from '../feeds/feeds.store.ts';
import { feedWords } from '../feeds/feed-words.ts';
import { whenText } from '../words.ts';
import { formatLocale } from '../../platform/format-locale.ts';

export interface EmbedLook {
  readonly theme: 'auto' | 'light' | 'dark';
  /** How many events. */
  readonly most: number;
}

/** The list as a whole page. Links open beside the site that shows it. */
export function embedPage(of: {
  group: GroupVersion;
  rows: readonly FeedRow[];
  look: EmbedLook;
  baseUrl: string;
}): string {
  const { group, rows, look, baseUrl } = of;
  const words = feedWords(group.locale);
  const at = (path: string): string => escapeHtml(`${baseUrl}${path}`);
  const items = rows.map((row) => item(row, { group, at }));
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : `<p>${words.empty}</p>`;
  return `<!doctype html>
<html lang="${escapeHtml(group.locale)}" class="${look.theme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${look.theme === 'auto' ? 'light dark' : look.theme}"><title>${escapeHtml(group.name)}</title>
<link rel="stylesheet" href="${escapeHtml(`/embed/g/${group.handle}/look.css`)}"></head>
<body><main class="h-feed"><h1><a class="p-name u-url" href="${at(`/g/${group.handle}`)}" target="_blank" rel="noopener">${escapeHtml(group.name)}</a></h1>
${list}
<p class="all"><a href="${at(`/g/${group.handle}/calendar`)}" target="_blank" rel="noopener">${words.more}</a></p></main></body></html>
`;
}

function item(row: FeedRow, { group, at }: { group: GroupVersion; at: (path: string) => string }): string {
  const day = new Date(`${row.start_local}Z`);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(formatLocale(group.locale), { timeZone: 'UTC', ...options }).format(day);
  const words = feedWords(group.locale);
  const off = row.status === 'postponed' ? words.postponed : row.status === 'cancelled' ? words.cancelled : '';
  return `<li class="h-event${off ? ' off' : ''}"><span class="day" aria-hidden="true"><b>${part({ day: 'numeric' })}</b>${part({ month: 'short' })}</span>
<span><a class="p-name u-url" href="${at(`/e/${row.id}`)}" target="_blank" rel="noopener">${escapeHtml(row.title)}</a>
<time class="dt-start" datetime="${escapeHtml(row.start_local)}">${escapeHtml(whenText(row, group.locale))}</time>${off ? `<strong>${off}</strong>` : ''}${row.place ? `<span class="p-location">${escapeHtml(row.place)}</span>` : ''}</span></li>`;
}

/** The sheet: quiet, in the reader's scheme or the one asked for, with the group's colour (`#rrggbb`) as its mark. */
export function embedSheet(color: string): string {
  const light = '--bg:#fff;--ink:#12201a;--soft:#4d5b54;--line:#d9dfd8';
  const dark = '--bg:#141a17;--ink:#eef3ef;--soft:#b4c0b9;--line:#34403a';
  return `:root{${light};--mark:${/^#[0-9a-f]{6}$/.test(color) ? color : '#0b6a48'}}
@media (prefers-color-scheme:dark){:root.auto{${dark}}}
:root.dark{${dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{padding:16px;border-top:4px solid var(--mark)}
h1{margin:0 0 8px;font-size:18px}
ul{margin:0;padding:0;list-style:none}
li{display:flex;gap:14px;padding:12px 0;border-bottom:1px solid var(--line)}
li>span:last-child{min-width:0;overflow-wrap:anywhere}
.day{flex:none;width:48px;height:52px;border-radius:10px;border:1px solid var(--line);border-top:6px solid var(--mark);text-align:center;font-size:13px;line-height:1.2}
.day b{display:block;font-size:19px}
a{color:inherit;text-decoration:none}
li a{display:block;font-weight:650}
a:hover,.all a{text-decoration:underline}
a:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:4px}
time,.p-location{display:block;color:var(--soft);font-size:15px}
.off a{text-decoration:line-through}
.all{margin:8px 0 0}
.all a{display:inline-flex;align-items:center;min-height:44px}
`;
}
