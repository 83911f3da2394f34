/** What somebody wrote above the mail they answer. */
export function withoutQuote(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const quote = lines.findIndex((line) =>
    /^>|^-- ?$|^-{2,} ?(?:Original|Ursprüngliche)|^_{10,}$|^(?:On|Am) .{4,}(?:wrote|schrieb\b.*):\s*$|^(?:On|Am) .{4,}(?:<|@).*$/i.test(
      line,
    ),
  );
  return (quote < 0 ? lines : lines.slice(0, quote))
    .filter((line) => !/^(?:sent from my |von meinem .+ gesendet|gesendet (?:von|mit) )/i.test(line.trim()))
    .join('\n')
    .replace(/\p{Cc}(?<![\n\t])/gu, '')
    .trim();
}
