import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../groups/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { budgetWords } from './budget-words.ts';
import { Post } from './post.service.ts';
import { amountIn } from './said.ts';

interface About {
  id: string;
  name: string;
  currency: string;
  handle: string;
  planned: string;
  spent: string;
  waiting: number;
  /** The number of the decision that has taken back the one which adopted it, and how many lines opened no more by that. */
  taken_back_by: number | null;
  dropped: number;
  /** Whether a line of it is still open, for an advance. */
  keeps: boolean;
  /** The names of the lines that have just opened. */
  lines: string[];
  author_id: string | null;
}

/** Mails about adopted budgets to the treasurers, and to who proposed them while they are members: lines that opened by themselves, and the end. */
@Injectable()
export class BudgetMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('BudgetWentOn', (tx, happening) => this.tell(tx, happening, 'went-on'));
    handlers.on('BudgetEnded', (tx, happening) => this.tell(tx, happening, 'ended'));
  }

  private async tell(tx: EntityManager, happening: StoredHappening, what: 'went-on' | 'ended'): Promise<void> {
    const { id, groupId, payload } = happening;
    const about = await row<About>(
      tx,
      `SELECT x.id, x.name, x.currency, g.handle, s.planned::text AS planned, s.spent::text AS spent, s.waiting,
         ARRAY(SELECT l.name FROM budget_line l JOIN budget_item i ON i.line_id = l.id WHERE l.id = ANY($2::uuid[]) ORDER BY i.n) AS lines,
         (SELECT q.number FROM decision_taken_back t JOIN proposal q ON q.id = t.by_proposal WHERE t.proposal_id = x.proposal_id) AS taken_back_by,
         (SELECT count(*)::int FROM budget_item i JOIN decision_taken_back t ON t.proposal_id = x.proposal_id AND t.by_proposal = i.dropped_by WHERE i.budget_id = x.id) AS dropped,
         EXISTS (SELECT FROM budget_item i JOIN budget_line l ON l.id = i.line_id WHERE i.budget_id = x.id AND l.closed_at IS NULL) AS keeps,
         (SELECT p.author_id FROM proposal p WHERE p.id = x.proposal_id AND is_member(p.group_id, p.author_id)) AS author_id
       FROM budget x JOIN book k ON k.id = x.book_id JOIN folk_group g ON g.id = k.group_id
         CROSS JOIN LATERAL (SELECT coalesce(sum(i.minor * CASE i.per WHEN 'HEAD' THEN x.heads ELSE 1 END), 0) AS planned, coalesce(sum(l.spent), 0) AS spent,
           (count(*) FILTER (WHERE i.line_id IS NULL AND i.dropped_by IS NULL))::int AS waiting
           FROM budget_item i LEFT JOIN budget_line l ON l.id = i.line_id WHERE i.budget_id = x.id AND i.kind = 'SPENDING') s
       WHERE x.id = $1`,
      [payload['budgetId'], payload['lineIds'] ?? []],
    );
    if (!about) return;
    const treasurers = await this.groups.dutyHolders(tx, groupId!, ['treasurer']);
    const to = [...new Set([...treasurers, ...(about.author_id ? [about.author_id] : [])])];
    await this.post.toAll(tx, to, { kind: `budget-${what}`, key: id, groupId }, (_, { locale }) => ({
      ...linesOf(about, what, locale),
      button: { label: budgetWords(locale).look, path: `/g/${about.handle}/book/budgets/${about.id}` },
    }));
  }
}

function linesOf(about: About, what: 'went-on' | 'ended', locale: string): { subject: string; lines: string[] } {
  const words = budgetWords(locale);
  const amount = (minor: string): string => amountIn(minor, about.currency, locale);
  const { name, waiting } = about;
  if (what === 'went-on')
    return {
      subject: words.wentOnSubject(name),
      lines: [words.wentOnLine(name, about.lines), ...(waiting > 0 ? [words.stillWaiting(waiting)] : [])],
    };
  if (about.taken_back_by !== null)
    return {
      subject: words.takenBackSubject(name),
      lines: [
        words.takenBackLine(name, about.taken_back_by),
        words.spent(amount(about.spent), amount(about.planned)),
        ...(about.keeps ? [words.keeps] : []),
        ...(about.dropped > 0 ? [words.endedNever(about.dropped)] : []),
      ],
    };
  return {
    subject: words.endedSubject(name),
    lines: [
      words.endedLine(name),
      words.spent(amount(about.spent), amount(about.planned)),
      ...(waiting > 0 ? [words.endedNever(waiting)] : []),
    ],
  };
}
