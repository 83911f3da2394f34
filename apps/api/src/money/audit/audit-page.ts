import { exportFormats, formatAmount } from '#libs/money';
import { formatLocale } from '../../platform/format-locale.ts';
import type { LinkPage } from '../../platform/http/link-page.ts';
import { categorySaid } from '../closing/report-words.ts';
import { AUDIT_PAGE, type AuditEntry, type AuditHead } from './audit.store.ts';
import { auditAccount, auditWords, fileNames } from './audit-words.ts';

/** The book as an auditor reads it: what is there, then entry by entry with text, postings and receipts. `root`: the address of the link. */
export function auditPage(of: {
  head: AuditHead;
  entries: readonly AuditEntry[];
  isFirst: boolean;
  locale: string;
  root: string;
}): LinkPage {
  const { head, locale, root } = of;
  const words = auditWords(locale);
  const amount = (minor: string, currency: string): string =>
    // A minus stays with its amount at the end of a row.
    formatAmount({ minor: BigInt(minor), currency }, locale).replace('\u2212', '\u2212\u2060');
  const days = new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: 'medium', timeZone: 'UTC' });
  const day = (date: string): string => days.format(new Date(`${date}T00:00:00Z`));
  const kind = (name: string): string => words.kinds[name] ?? name;
  const category = (path: string): string => categorySaid(path, { locale, names: head.names });
  /** What an entry is called: its text, with the word of its category before the bare reference of dues and gifts. */
  const named = ({ text, kind: name, postings }: AuditEntry): string => {
    const path = /^C-\d+$/.test(text ?? '') && postings.find((one) => one.category)?.category;
    return path ? `${category(path)} ${text}` : text || kind(name);
  };
  const shown = of.entries.slice(0, AUDIT_PAGE);
  const last = shown.at(-1);
  const figures = [
    `${words.inHand}: ${head.inHand.map(({ minor, currency }) => amount(minor, currency)).join(', ') || '–'}`,
    ...head.funds.map((fund) => `${auditAccount(words, fund)}: ${amount(fund.minor, fund.currency)}`),
    words.chain(head.entries, head.head),
  ];
  const downloads = exportFormats.map((format) => ({
    label: words.download(fileNames[format]),
    href: `${root}/book/${format}`,
  }));
  return {
    locale,
    title: words.title(head.name),
    lines: [words.lead, ...(of.isFirst ? figures : [])],
    parts: shown.map((entry) => ({
      title: `${entry.seq} · ${day(entry.date)} · ${named(entry)}`,
      lines: [
        [
          kind(entry.kind),
          words.authorities[entry.authority] ?? entry.authority,
          entry.decision === null ? '' : words.decision(entry.decision),
          entry.reverses ?? '',
        ]
          .filter(Boolean)
          .join(' · '),
        ...entry.postings.map(
          ({ currency, minor, category: path, ...account }) =>
            `${auditAccount(words, account)}${path ? ` (${category(path)})` : ''}: ${amount(minor, currency)}`,
        ),
      ],
      forms: [],
      links: entry.files.map(({ id, name }) => ({ label: words.receipt(name), href: `${root}/receipts/${id}` })),
    })),
    links: [
      ...(of.entries.length > AUDIT_PAGE && last ? [{ label: words.older, href: `${root}?before=${last.seq}` }] : []),
      ...downloads,
      { label: words.script, href: '/check_book.py' },
    ],
  };
}
