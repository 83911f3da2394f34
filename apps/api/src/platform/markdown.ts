import MarkdownIt from 'markdown-it';

const OWN_FILE = /^\/files\/[0-9a-f-]{36}$/;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
const isGoodLink = markdown.validateLink.bind(markdown);
markdown.validateLink = (url: string): boolean => isGoodLink(url) && !/^\s*(\/\/|\\)/.test(url);
markdown.renderer.rules['link_open'] = (tokens, at, options, _env, self) => {
  const token = tokens[at]!;
  token.attrSet('rel', 'nofollow ugc noopener');
  return self.renderToken(tokens, at, options);
};
markdown.renderer.rules['image'] = (tokens, at) => {
  const token = tokens[at]!;
  const source = String(token.attrGet('src') ?? '');
  const words = markdown.utils.escapeHtml(token.content);
  return OWN_FILE.test(source) ? `<img src="${source}" alt="${words}" loading="lazy">` : words; // no picture from elsewhere: it would tell on the reader
};

/** Renders what people write. HTML in it stays text, links are plain http(s) or mailto, pictures only from our own files. */
export function renderMarkdown(source: string): string {
  return markdown.render(source.toWellFormed().replace(/[\u202a-\u202e\u2066-\u2069]/g, ''));
}

/** The first words of a text without its markup, for previews: at most `graphemes` of them. */
export function plainStart(source: string, graphemes = 160): string {
  const text = renderMarkdown(source)
    .replace(/<[^>]*>/g, ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? ' ',
    )
    .replace(/\s+/g, ' ')
    .trim();
  const parts = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map((part) => part.segment);
  return parts.length <= graphemes
    ? text
    : `${parts
        .slice(0, graphemes - 1)
        .join('')
        .trimEnd()}…`;
}
