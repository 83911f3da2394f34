import { escapeHtml } from '../../platform/mail/mail-text.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import type { FeedRow } from '../feeds/feeds.store.ts';
import { feedWords } from '../feeds/feed-words.ts';
import { whenText } from '../words.ts';

/** The head of a feed that is read as news. */
export interface NewsHead {
  readonly title: string;
  /** Of the page that shows the same. */
  readonly pageUrl: string;
  readonly feedUrl: string;
  readonly baseUrl: string;
  readonly locale: string;
  readonly updatedAt: Date;
}

/** What XML cannot hold, even escaped. */
const xml = (text: string): string =>
  escapeHtml(text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''));

/** The day leads, so that a list of titles can be read as a calendar. */
function titleOf(row: FeedRow, locale: string): string {
  const title = `${whenText(row, locale)} · ${row.title}`;
  const { cancelled, postponed } = feedWords(locale);
  if (row.status === 'postponed') return `${postponed}: ${title}`;
  return row.status === 'cancelled' ? `${cancelled}: ${title}` : title;
}

function factsOf(row: FeedRow, locale: string): string {
  return [whenText(row, locale), row.place, row.group_name].filter(Boolean).join(' · ');
}

function htmlOf(row: FeedRow, locale: string): string {
  const facts = [
    factsOf(row, locale),
    row.summary,
    row.status === 'cancelled' || row.status === 'postponed' ? row.reason : '',
    row.online_url,
  ];
  return `${facts.map((fact) => (fact ? `<p>${escapeHtml(fact)}</p>` : '')).join('')}${renderMarkdown(row.body)}`;
}

/** Events as an Atom feed (RFC 4287): `published` is when the event was, `updated` when it last changed. */
export async function* atomText(head: NewsHead, batches: AsyncIterable<FeedRow[]>): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(head.locale)}" xml:base="${xml(head.baseUrl)}/">
<id>${xml(head.feedUrl)}</id><title>${xml(head.title)}</title><updated>${head.updatedAt.toISOString()}</updated><generator>folkmoot</generator>
<link rel="self" type="application/atom+xml" href="${xml(head.feedUrl)}"/><link rel="alternate" type="text/html" href="${xml(head.pageUrl)}"/>
`;
  for await (const batch of batches) for (const row of batch) yield atomEntry(head, row);
  yield '</feed>\n';
}

function atomEntry({ baseUrl, locale }: NewsHead, row: FeedRow): string {
  const url = xml(`${baseUrl}/e/${row.id}`);
  return `<entry xml:lang="${xml(row.language)}"><id>urn:uuid:${row.id}</id><title>${xml(titleOf(row, locale))}</title><link rel="alternate" type="text/html" href="${url}"/><link rel="enclosure" type="text/calendar" href="${url}.ics"/>
<published>${(row.published_at ?? row.updated_at).toISOString()}</published><updated>${row.updated_at.toISOString()}</updated><author><name>${xml(row.group_name)}</name><uri>${xml(`${baseUrl}/g/${row.group_handle}`)}</uri></author>${row.tags.map((tag) => `<category term="${xml(tag)}"/>`).join('')}
<summary>${xml(factsOf(row, locale))}</summary><content type="html">${xml(htmlOf(row, locale))}</content></entry>
`;
}

/** The same as JSON Feed 1.1. */
export async function* jsonFeedText(head: NewsHead, batches: AsyncIterable<FeedRow[]>): AsyncGenerator<string> {
  const top = {
    version: 'https://jsonfeed.org/version/1.1',
    title: head.title,
    home_page_url: head.pageUrl,
    feed_url: head.feedUrl,
    language: head.locale,
  };
  yield `${JSON.stringify(top).slice(0, -1)},"items":[`;
  let isFirst = true;
  for await (const batch of batches) {
    for (const row of batch) {
      yield `${isFirst ? '' : ',\n'}${JSON.stringify(jsonItem(head, row))}`;
      isFirst = false;
    }
  }
  yield ']}\n';
}

function jsonItem({ baseUrl, locale }: NewsHead, row: FeedRow): Record<string, unknown> {
  return {
    id: `urn:uuid:${row.id}`,
    url: `${baseUrl}/e/${row.id}`,
    title: titleOf(row, locale).toWellFormed(),
    summary: factsOf(row, locale).toWellFormed(),
    content_html: htmlOf(row, locale).toWellFormed(),
    image: `${baseUrl}/e/${row.id}/card.png`,
    date_published: (row.published_at ?? row.updated_at).toISOString(),
    date_modified: row.updated_at.toISOString(),
    authors: [{ name: row.group_name.toWellFormed(), url: `${baseUrl}/g/${row.group_handle}` }],
    tags: row.tags,
    language: row.language,
    attachments: [{ url: `${baseUrl}/e/${row.id}.ics`, mime_type: 'text/calendar' }],
  };
}
