import {
  MatchStatementLinesDocument,
  type StatementLinePartsFragment,
  type StatementPartInput,
} from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';

export type BankLine = StatementLinePartsFragment;

/** What is suggested, in a few words: an entry by its own text, which names the rest. */
export function whatOf({ kind, reference, name, title }: BankLine['suggestions'][number]): string {
  return kind === 'ENTRY' && title ? title : [reference, name, title].filter(Boolean).join(' · ');
}

/** Says what one line is; what was refused, in words, or nothing. */
export async function matchLine({ id, version }: BankLine, parts: StatementPartInput[]): Promise<string> {
  const { matchStatementLines } = await act(MatchStatementLinesDocument, { lines: [{ lineId: id, version, parts }] });
  return matchStatementLines[0]?.text ?? '';
}

/** Says of each line that it is what is suggested first; how many went through, and what was refused. */
export async function matchCertain(lines: readonly BankLine[]): Promise<{ done: number; refused: string[] }> {
  const { matchStatementLines } = await act(MatchStatementLinesDocument, {
    lines: lines.map(({ id, version, suggestions: [first] }) => ({
      lineId: id,
      version,
      parts: [{ kind: first!.kind, id: first!.id }],
    })),
  });
  const refused = matchStatementLines.flatMap(({ text }) => (text ? [text] : []));
  return { done: matchStatementLines.length - refused.length, refused: [...new Set(refused)] };
}
