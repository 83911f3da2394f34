import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { GroupsStore } from '../groups/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { mailWords } from './words.ts';

interface ExpenseLetter {
  id: string;
  number: number;
  title: string;
  total: string;
  currency: string;
  author_id: string;
  author_name: string;
  payee_id: string | null;
}

/** What those hear whose money it is. */
const expenseSteps = {
  ExpenseReturned: 'returned',
  ExpenseRejected: 'rejected',
  ExpenseApproved: 'approved',
  ExpensePaid: 'paid',
  ExpenseHeld: 'held',
  ExpenseReleased: 'released',
  ExpensePaymentReturned: 'cameBack',
} as const;
type ExpenseNews = (typeof expenseSteps)[keyof typeof expenseSteps];
type Reasoned = Exclude<ExpenseNews, 'approved' | 'paid'>;
const isReasoned = (step: ExpenseNews): step is Reasoned => step !== 'approved' && step !== 'paid';

/** Mails about the roll and expenses. */
@Injectable()
export class GroupMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('PersonInvited', (tx, happening) => this.invited(tx, happening));
    handlers.on('MembershipAsked', (tx, happening) => this.asked(tx, happening));
    handlers.on('MemberAdmitted', (tx, happening) => this.answered(tx, happening, 'admitted'));
    handlers.on('MembershipEnded', async (tx, happening) => {
      if (happening.payload['reason'] === 'declined') await this.answered(tx, happening, 'declined');
    });
    handlers.on('DutyGiven', (tx, happening) => this.dutyChanged(tx, happening, 'given'));
    handlers.on('DutyEnded', (tx, happening) => this.dutyChanged(tx, happening, 'ended'));
    handlers.on('ExpenseSubmitted', (tx, happening) => this.expenseSubmitted(tx, happening));
    for (const [happening, step] of Object.entries(expenseSteps))
      handlers.on(happening, (tx, told) => this.expenseMoved(tx, told, step));
  }

  private async invited(tx: EntityManager, { payload, groupId }: StoredHappening): Promise<void> {
    const email = String(payload['email']);
    const known = await row<{ locale: string }>(
      tx,
      'SELECT p.locale FROM address a JOIN person p ON p.id = a.person_id WHERE a.email = $1',
      [email],
    );
    const group = await row<{ name: string; locale: string }>(tx, 'SELECT name, locale FROM folk_group WHERE id = $1', [
      groupId,
    ]);
    const inviter = await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [payload['inviterId']]);
    if (!group || !inviter) return;
    const locale = known?.locale ?? group.locale;
    const words = mailWords(locale);
    await this.post.send(
      tx,
      { personId: null, email, locale },
      {
        kind: 'invitation',
        key: String(payload['invitationId']),
        group: group.name,
        letter: {
          subject: words.invitedSubject(group.name),
          lines: [words.invitedLine(inviter.name, group.name)],
          button: { label: words.invitedButton, path: String(payload['url']) },
        },
      },
    );
  }

  private async asked(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const group = await row<{ name: string; handle: string }>(tx, 'SELECT name, handle FROM folk_group WHERE id = $1', [
      groupId,
    ]);
    const person = await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [payload['personId']]);
    if (!group || !person) return;
    await this.post.toAll(
      tx,
      await this.groups.dutyHolders(tx, groupId!, ['steward', 'organiser']),
      { kind: 'membership-asked', key: id, groupId },
      (words) => ({
        subject: words.askedSubject(person.name, group.name),
        lines: [words.askedLine(person.name, group.name)],
        button: { label: words.askedButton, path: `/g/${group.handle}/roll` },
      }),
    );
  }

  /** To who asked: whether they were let in. */
  private async answered(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    answer: 'admitted' | 'declined',
  ): Promise<void> {
    const group = await row<{ name: string; handle: string }>(tx, 'SELECT name, handle FROM folk_group WHERE id = $1', [
      groupId,
    ]);
    if (!group) return;
    await this.post.toAll(
      tx,
      [String(payload['personId'])],
      { kind: `membership-${answer}`, key: id, groupId },
      (words) => ({
        subject: words.answeredSubject[answer](group.name),
        lines: [words.answeredLine[answer](group.name)],
        button: { label: words.page, path: `/g/${group.handle}` },
      }),
    );
  }

  /** To who holds, or held, the duty; not about what they did themselves. */
  private async dutyChanged(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    change: 'given' | 'ended',
  ): Promise<void> {
    if (payload['personId'] === payload['byId']) return;
    const group = await row<{ name: string; handle: string }>(tx, 'SELECT name, handle FROM folk_group WHERE id = $1', [
      groupId,
    ]);
    if (!group) return;
    await this.post.toAll(tx, [String(payload['personId'])], { kind: `duty-${change}`, key: id, groupId }, (words) => ({
      subject: words.dutySubject[change](group.name),
      lines: [
        words.dutyLine[change](group.name, words.duty[String(payload['duty'])] ?? '', String(payload['reason'] ?? '')),
      ],
      button: { label: words.page, path: `/g/${group.handle}` },
    }));
  }

  private async expenseSubmitted(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const expense = await this.expense(tx, payload);
    if (!expense) return;
    const alone = await row<{ holders: string[] }>(
      tx,
      `SELECT coalesce(json_agg(DISTINCT h), '[]') AS holders FROM expense x JOIN spending_authority a ON a.fund_id = x.fund_id AND x.total <= least(a.each, a.ceiling - a.used) CROSS JOIN LATERAL authority_holders(a) h
       WHERE x.id = $1 AND authority_runs(a) AND authority_reaches(a, x)`,
      [expense.id],
    );
    const duties = await this.groups.dutyHolders(tx, groupId!, ['treasurer', 'steward']);
    const approvers = [...new Set([...duties, ...(alone?.holders ?? [])])].filter(
      (one) => one !== expense.author_id && one !== expense.payee_id,
    );
    await this.post.toAll(tx, approvers, { kind: 'expense-submitted', key: id, groupId }, (words, to) => ({
      subject: words.expenseSubject.submitted(expense.number),
      lines: [words.expenseLine.submitted(expense.author_name, expense.title, amountOf(expense, to.locale))],
      button: { label: words.expenseButton, path: `/x/${expense.id}` },
    }));
  }

  private async expenseMoved(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    step: ExpenseNews,
  ): Promise<void> {
    const expense = await this.expense(tx, payload);
    if (!expense) return;
    // Of a payment the mail says how much it was, which may be a part.
    const total = String(payload['minor'] ?? expense.total);
    const concerned = [...new Set([expense.author_id, expense.payee_id ?? expense.author_id])];
    await this.post.toAll(tx, concerned, { kind: `expense-${step}`, key: id, groupId }, (words, to) => ({
      subject: words.expenseSubject[step](expense.number),
      lines: [movedLine(words, { ...expense, total }, { step, payload, locale: to.locale })],
      button: { label: words.expenseButton, path: `/x/${expense.id}` },
    }));
  }

  private expense(tx: EntityManager, payload: StoredHappening['payload']): Promise<ExpenseLetter | null> {
    return row<ExpenseLetter>(
      tx,
      'SELECT x.id, x.number, x.title, x.total::text AS total, x.currency, x.author_id, x.payee_id, a.name AS author_name FROM expense x JOIN person a ON a.id = x.author_id WHERE x.id = $1',
      [payload['expenseId']],
    );
  }
}

function movedLine(
  words: ReturnType<typeof mailWords>,
  expense: ExpenseLetter,
  { step, payload, locale }: { step: ExpenseNews; payload: StoredHappening['payload']; locale: string },
): string {
  const of = words.expenseLine;
  if (payload['takenBackBy'] != null) return of.heldByDecision(expense.title, Number(payload['takenBackBy']));
  return isReasoned(step)
    ? of[step](expense.title, String(payload['reason'] ?? ''))
    : of[step](expense.title, amountOf(expense, locale));
}

function amountOf({ total, currency }: ExpenseLetter, locale: string): string {
  return formatAmount({ minor: BigInt(total), currency }, locale);
}
