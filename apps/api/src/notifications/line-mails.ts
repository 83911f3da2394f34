import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../groups/index.ts';
import { lineCarers } from '../money/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { lineWords } from './line-words.ts';
import { Post } from './post.service.ts';
import { amountIn } from './said.ts';

interface About {
  id: string;
  name: string;
  planned: string;
  spent: string;
  currency: string;
  handle: string;
  decided: boolean;
  advanced: string;
  /** The number of the decision that has taken back the one behind it. */
  taken_back_by: number | null;
  /** It held money for a spending authority that has ended. */
  of_authority: boolean;
  /** Who proposed it, and who carries out the bucket of a round that it came from; members only. */
  by: string[];
}

/** Mails about budget lines to those who look after them: the treasurers, who proposed the line, and who carries out the bucket of a round that it came from, while they are members. */
@Injectable()
export class LineMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('BudgetLineNearlySpent', (tx, happening) => this.tell(tx, happening, 'near'));
    // Lines of one budget end together: that is told once, of the budget.
    handlers.on('BudgetLineEnded', async (tx, happening) => {
      const of = await row(tx, 'SELECT 1 FROM budget_item WHERE line_id = $1', [happening.payload['lineId']]);
      if (!of) await this.tell(tx, happening, 'ended');
    });
  }

  private async tell(tx: EntityManager, happening: StoredHappening, what: 'near' | 'ended'): Promise<void> {
    const { id, groupId, payload } = happening;
    const about = await row<About>(
      tx,
      `SELECT l.id, l.name, l.planned::text AS planned, l.spent::text AS spent, l.advanced::text AS advanced, a.currency, g.handle, l.authority_kind = 'DECISION' AS decided,
         (SELECT q.number FROM decision_taken_back t JOIN proposal q ON q.id = t.by_proposal WHERE l.authority_kind = 'DECISION' AND t.proposal_id = l.authority_id) AS taken_back_by,
         EXISTS (SELECT FROM spending_authority h WHERE h.holds AND h.line_id = l.id AND h.ended_at IS NOT NULL) AS of_authority,
         (SELECT coalesce(json_agg(o.id), '[]') FROM ${lineCarers} o WHERE is_member(b.group_id, o.id)) AS by
       FROM budget_line l JOIN ledger_account a ON a.id = l.account_id JOIN book b ON b.id = l.book_id JOIN folk_group g ON g.id = b.group_id WHERE l.id = $1`,
      [payload['lineId']],
    );
    if (!about) return;
    const treasurers = await this.groups.dutyHolders(tx, groupId!, ['treasurer']);
    const to = [...new Set([...treasurers, ...about.by])];
    await this.post.toAll(tx, to, { kind: `line-${what}`, key: id, groupId }, (_, { locale }) => ({
      ...lettersOf(about, what, locale),
      button: { label: lineWords(locale).look, path: `/g/${about.handle}/book#line-${about.id}` },
    }));
  }
}

function lettersOf(about: About, what: 'near' | 'ended', locale: string): { subject: string; lines: string[] } {
  const words = lineWords(locale);
  const { name, taken_back_by: by } = about;
  const amount = (minor: bigint): string => amountIn(minor, about.currency, locale);
  const [planned, spent, advanced] = [BigInt(about.planned), BigInt(about.spent), BigInt(about.advanced)];
  const left = planned - spent - advanced;
  if (what === 'near' && spent === planned)
    return {
      subject: words.allSubject(name),
      lines: [words.allLine(name, amount(planned)), ...(about.decided ? [words.raise] : [])],
    };
  if (what === 'near')
    return {
      subject: words.nearSubject(name),
      lines: [
        words.nearLine(name, amount(spent), amount(planned)),
        [
          ...(advanced > 0n ? [words.advanced(amount(advanced))] : []),
          left > 0n ? words.left(amount(left)) : words.nothingLeft,
          ...(about.decided ? [words.raise] : []),
        ].join(' '),
      ],
    };
  const why =
    by !== null ? words.takenBack(name, by) : about.of_authority ? words.authorityOver(name) : words.dayOver(name);
  return { subject: words.endedSubject(name), lines: [why, left > 0n ? words.free(amount(left)) : words.allSpent] };
}
