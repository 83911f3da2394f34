import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { dayAfter, groupedIban, lastDayToSettle, owedOf } from '#libs/money';
import { LapsesStore } from '../money/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { lapseWords, type LapseWords } from './lapse-words.ts';
import { type Letter, Post } from './post.service.ts';
import { amountIn, dayIn } from './said.ts';

interface GroupPlace {
  name: string;
  handle: string;
  bank_name: string | null;
  iban: string | null;
}

/** What somebody owes, and since when they have lapsed if they have. */
type Owing = NonNullable<Awaited<ReturnType<LapsesStore['of']>>>;

/** Mails about memberships that lapse for want of dues: to the person alone, since what somebody owes is nobody else's business. */
@Injectable()
export class LapseMails {
  constructor(
    private readonly post: Post,
    private readonly lapses: LapsesStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('LapseWarned', (tx, happening) => this.warned(tx, happening));
    handlers.on('MembershipLapsed', (tx, happening) => this.lapsed(tx, happening));
    handlers.on('MembershipRestored', (tx, happening) => this.restored(tx, happening));
    handlers.on('MembershipEnded', async (tx, happening) => {
      if (happening.payload['reason'] === 'lapsed') await this.ended(tx, happening);
    });
  }

  /** One happening tells of all whom a group warns at once. Who has paid meanwhile hears nothing. */
  private async warned(tx: EntityManager, { groupId, payload }: StoredHappening): Promise<void> {
    const group = await this.group(tx, groupId!);
    for (const { duesId, lapsesOn, days } of payload['warned'] as {
      duesId: string;
      lapsesOn: string;
      days: number;
    }[]) {
      const [dues] = await rows<{ person_id: string }>(tx, 'SELECT person_id FROM contribution WHERE id = $1', [
        duesId,
      ]);
      const owing = dues && (await this.lapses.of(tx, groupId!, dues.person_id));
      if (!owing || owing.standing === 'lapsed') continue;
      const of = { kind: 'dues-lapse-warning', key: `${duesId}:${lapsesOn}:${days}`, groupId };
      await this.post.toSome(tx, [owing.personId], of, ({ locale }) => {
        const words = lapseWords(locale);
        return {
          subject: words.warnedSubject(group.name, dayIn(lapsesOn, locale)),
          lines: [
            ...owedLines(owing, group, { words, locale }),
            words.warnedUntil(dayIn(dayAfter(lapsesOn, -1), locale)),
            words.warnedEnds,
            words.hard,
          ],
          button: { label: words.pay, path: `/g/${group.handle}/gifts` },
        };
      });
    }
  }

  private async lapsed(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const group = await this.group(tx, groupId!);
    const owing = await this.lapses.of(tx, groupId!, String(payload['personId']));
    if (owing?.settlesFrom == null) return;
    const until = lastDayToSettle(owing.settlesFrom);
    await this.tell(tx, { id, groupId, payload }, 'membership-lapsed', (words, locale) => ({
      subject: words.lapsedSubject(group.name),
      lines: [
        ...owedLines(owing, group, { words, locale }),
        words.lapsedEnds,
        words.lapsedStays,
        words.lapsedBack(dayIn(until, locale)),
        words.hard,
      ],
      button: { label: words.pay, path: `/g/${group.handle}/gifts` },
    }));
  }

  private async restored(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const group = await this.group(tx, happening.groupId!);
    await this.tell(tx, happening, 'membership-restored', (words) => ({
      subject: words.restoredSubject(group.name),
      lines: [happening.payload['reason'] === 'corrected' ? words.correctedLine : words.settledLine, words.notBack],
      button: { label: words.page, path: `/g/${group.handle}` },
    }));
  }

  private async ended(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const group = await this.group(tx, happening.groupId!);
    await this.tell(tx, happening, 'membership-ended-lapsed', (words) => ({
      subject: words.endedSubject(group.name),
      lines: [words.endedLine(group.name)],
      button: { label: words.page, path: `/g/${group.handle}` },
    }));
  }

  private async tell(
    tx: EntityManager,
    { id, groupId, payload }: Pick<StoredHappening, 'id' | 'payload'> & { groupId?: string | undefined },
    kind: string,
    write: (words: LapseWords, locale: string) => Letter,
  ): Promise<void> {
    await this.post.toSome(tx, [String(payload['personId'])], { kind, key: id, groupId }, ({ locale }) =>
      write(lapseWords(locale), locale),
    );
  }

  private async group(tx: EntityManager, groupId: string): Promise<GroupPlace> {
    return (await row<GroupPlace>(
      tx,
      'SELECT g.name, g.handle, k.name AS bank_name, k.iban FROM folk_group g LEFT JOIN book b ON b.group_id = g.id LEFT JOIN book_bank k ON k.book_id = b.id WHERE g.id = $1',
      [groupId],
    ))!;
  }
}

/** What is owed, sum and parts, and how to pay it. */
function owedLines(
  { dues }: Owing,
  { bank_name: name, iban }: GroupPlace,
  { words, locale }: { words: LapseWords; locale: string },
): string[] {
  const owing = dues.filter((one) => owedOf(one) > 0n);
  const { currency } = owing[0] ?? { currency: 'EUR' };
  const sum = owing.filter((one) => one.currency === currency).reduce((all, one) => all + owedOf(one), 0n);
  const reference = owing.map(({ number }) => `C-${number}`).join(' ');
  return [
    words.owes(amountIn(sum, currency, locale)),
    ...owing.map((one) =>
      words.owedLine(`C-${one.number}`, amountIn(owedOf(one), one.currency, locale), dayIn(one.dueOn, locale)),
    ),
    iban === null ? words.howElse(reference) : words.howTransfer({ name: name!, iban: groupedIban(iban), reference }),
  ];
}
