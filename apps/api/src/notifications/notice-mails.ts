import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { GroupsStore } from '../groups/index.ts';
import { NoticeWindows } from '../notices/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { noticeWords } from './notice-words.ts';
import { type Letter, Post } from './post.service.ts';
import { formatLocale } from '../platform/format-locale.ts';

interface About {
  title: string;
  author_id: string;
  doer_id: string | null;
  handle: string;
  group_name: string;
  minor: string | null;
  currency: string | null;
  by_name: string | null;
}
type Words = ReturnType<typeof noticeWords>;

/** Mails about notices: everybody hears of a new one, its author of what becomes of it, who objected of its end. */
@Injectable()
export class NoticeMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
    private readonly windows: NoticeWindows,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('NoticePosted', (tx, happening) => this.posted(tx, happening));
    handlers.on('NoticeObjected', (tx, happening) => this.objected(tx, happening));
    handlers.on('NoticeStands', (tx, happening) => this.stands(tx, happening));
    handlers.on('NoticeRaised', (tx, happening) => this.raised(tx, happening));
    handlers.on('NoticeWithdrawn', (tx, happening) => this.withdrawn(tx, happening));
    handlers.on('NoticeHandedBack', (tx, happening) => this.handedBack(tx, happening));
    handlers.on('NoticeOverdue', (tx, happening) => this.overdue(tx, happening));
    handlers.on('NoticeTaken', (tx, happening) => this.taken(tx, happening));
  }

  /** To every member but its author. The time to object begins in this same transaction: nobody's silence counts before they were told. */
  private async posted(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const noticeId = String(payload['noticeId']);
    const notice = await this.windows.begin(tx, noticeId);
    if (!notice) return;
    const members = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM membership WHERE group_id = $1 AND is_member(group_id, person_id) AND person_id <> $2',
      [groupId, notice.authorId],
    );
    const name = await this.post.groupName(tx, groupId);
    const to = members.map((one) => one.person_id);
    await this.post.toAll(tx, to, { kind: 'notice-posted', key: id, groupId }, (_, { locale }) => {
      const words = noticeWords(locale);
      const subject = notice.textVersion > 1 ? words.againSubject : words.postedSubject;
      return {
        subject: subject(notice.authorName, notice.title),
        lines: [
          words.postedLine(notice.authorName, name, amountText(notice, locale)),
          words.windowLine(instantText(notice.windowEndsAt, notice.zone, locale)),
        ],
        button: { label: words.postedButton, path: `/g/${notice.handle}/notices/${noticeId}` },
      };
    });
  }

  private async objected(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const reason = String(happening.payload['reason'] ?? '');
    await this.tell(tx, happening, {
      kind: 'notice-objected',
      to: ({ author_id }) => [author_id],
      letter: (words, about) => ({
        subject: words.objectedSubject(about.by_name ?? '', about.title),
        lines: [words.objectedLine(about.by_name ?? '', about.title), reason, words.objectedNext],
        label: words.objectedButton,
      }),
    });
  }

  private async stands(tx: EntityManager, happening: StoredHappening): Promise<void> {
    await this.tell(tx, happening, {
      kind: 'notice-stands',
      to: ({ doer_id, author_id }) => [doer_id ?? author_id],
      letter: (words, about, locale) => {
        const amount = amountText(about, locale);
        return {
          subject: words.standsSubject(about.title),
          lines: [words.standsLine(about.title), ...(amount ? [words.moneyLine(amount)] : [])],
          label: words.standsButton,
        };
      },
    });
  }

  private async raised(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const objectors = await this.objectors(tx, happening);
    await this.tell(tx, happening, {
      kind: 'notice-raised',
      to: ({ author_id }) => [...new Set([author_id, ...objectors])],
      letter: (words, about) => ({
        subject: words.raisedSubject(about.title),
        lines: [words.raisedLine(about.by_name ?? '', about.title)],
        label: words.raisedButton,
      }),
    });
  }

  private async withdrawn(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const objectors = await this.objectors(tx, happening);
    await this.tell(tx, happening, {
      kind: 'notice-withdrawn',
      to: () => objectors,
      letter: (words, about) => ({
        subject: words.withdrawnSubject(about.title),
        lines: [words.withdrawnLine(about.title)],
        label: words.lookButton,
      }),
    });
  }

  /** To its author, and to those who look after what happens. */
  private async handedBack(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const holders = await this.groups.dutyHolders(tx, happening.groupId!, ['organiser', 'steward']);
    await this.tell(tx, happening, {
      kind: 'notice-free',
      to: ({ author_id }) => [...new Set([author_id, ...holders])],
      letter: (words, about) => ({
        subject: words.freeSubject(about.title),
        lines: [words.freeLine(about.title, about.group_name)],
        label: words.lookButton,
      }),
    });
  }

  private async overdue(tx: EntityManager, happening: StoredHappening): Promise<void> {
    await this.tell(tx, happening, {
      kind: 'notice-late',
      to: ({ doer_id }) => (doer_id ? [doer_id] : []),
      letter: (words, about) => ({
        subject: words.lateSubject(about.title),
        lines: [words.lateLine(about.title)],
        label: words.lookButton,
      }),
    });
  }

  private async taken(tx: EntityManager, happening: StoredHappening): Promise<void> {
    await this.tell(tx, happening, {
      kind: 'notice-taken',
      to: ({ author_id }) => [author_id],
      letter: (words, about) => ({
        subject: words.takenSubject(about.by_name ?? '', about.title),
        lines: [words.takenLine(about.by_name ?? '', about.title)],
        label: words.lookButton,
      }),
    });
  }

  /** To some of the group who still belong to it, never to whoever did it. */
  private async tell(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    of: {
      kind: string;
      to: (about: About) => string[];
      letter: (words: Words, about: About, locale: string) => Pick<Letter, 'subject' | 'lines'> & { label: string };
    },
  ): Promise<void> {
    const noticeId = String(payload['noticeId']);
    const about = await row<About>(
      tx,
      `SELECT n.title, n.author_id, n.doer_id, g.handle, g.name AS group_name, n.minor::text AS minor, n.currency, (SELECT name FROM person WHERE id = $2) AS by_name
       FROM notice n JOIN folk_group g ON g.id = n.group_id WHERE n.id = $1`,
      [noticeId, payload['byId'] ?? null],
    );
    if (!about) return;
    const members = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM membership WHERE group_id = $1 AND person_id = ANY($2::uuid[]) AND is_member(group_id, person_id)',
      [groupId, of.to(about)],
    );
    const to = members.map((one) => one.person_id).filter((one) => one !== payload['byId']);
    await this.post.toAll(tx, to, { kind: of.kind, key: id, groupId }, (_, { locale }) => {
      const { label, ...letter } = of.letter(noticeWords(locale), about, locale);
      return { ...letter, button: { label, path: `/g/${about.handle}/notices/${noticeId}` } };
    });
  }

  private async objectors(tx: EntityManager, { payload }: StoredHappening): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      'SELECT DISTINCT person_id FROM notice_objection WHERE notice_id = $1 AND withdrawn_at IS NULL',
      [payload['noticeId']],
    );
    return found.map((one) => one.person_id);
  }
}

function amountText(of: { minor: string | null; currency: string | null }, locale: string): string | null {
  if (of.minor === null || of.currency === null) return null;
  return formatAmount({ minor: BigInt(of.minor), currency: of.currency }, locale.startsWith('de') ? 'de' : 'en');
}

function instantText(at: Date, zone: string, locale: string): string {
  const form = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), form).format(at);
}
