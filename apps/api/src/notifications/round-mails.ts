import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount } from '#libs/money';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { roundWords } from './round-words.ts';
import { formatLocale } from '../platform/format-locale.ts';

interface About {
  id: string;
  title: string;
  pot: string;
  currency: string;
  until: Date;
  zone: string;
  handle: string;
  group_name: string;
  opener: string;
  end_code: string | null;
  end_note: string | null;
}

/** Mails about budget rounds: members are asked for buckets, and told where there will be no vote. Of votes they hear as of all others. */
@Injectable()
export class RoundMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('RoundOpened', (tx, happening) => this.opened(tx, happening));
    handlers.on('RoundEnded', (tx, happening) => this.ended(tx, happening));
  }

  private async opened(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const about = await this.about(tx, happening);
    if (!about) return;
    const to = await this.members(tx, happening);
    const kind = { kind: 'round-opened', key: happening.id, groupId: happening.groupId };
    await this.post.toAll(tx, to, kind, (_, { locale }) => {
      const words = roundWords(locale);
      const language = formatLocale(locale);
      const form = { dateStyle: 'full', timeStyle: 'short', timeZone: about.zone } as const;
      const pot = formatAmount({ minor: BigInt(about.pot), currency: about.currency }, language);
      return {
        subject: words.openedSubject(about.title, pot),
        lines: [
          words.openedLine(about.opener, about.group_name, pot),
          words.openedUntil(new Intl.DateTimeFormat(language, form).format(about.until)),
        ],
        button: { label: words.openedButton, path: `/g/${about.handle}/book/rounds/${about.id}` },
      };
    });
  }

  /** What ended before there was a vote, of which nobody else would tell. */
  private async ended(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const about = await this.about(tx, happening);
    const code = about?.end_code;
    if (!about || (code !== 'no_buckets' && code !== 'not_opened' && code !== 'called_off')) return;
    const to = await this.members(tx, happening);
    const kind = { kind: 'round-ended', key: happening.id, groupId: happening.groupId };
    await this.post.toAll(tx, to, kind, (_, { locale }) => {
      const words = roundWords(locale);
      return {
        subject: words.endedSubject(about.title),
        lines: [words.ended[code], ...(about.end_note ? [about.end_note] : [])],
        button: { label: words.look, path: `/g/${about.handle}/book/rounds/${about.id}` },
      };
    });
  }

  private async members(tx: EntityManager, { groupId, payload }: StoredHappening): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM membership WHERE group_id = $1 AND is_member(group_id, person_id) AND person_id IS DISTINCT FROM $2::uuid ORDER BY id',
      [groupId, payload['byId'] ?? null],
    );
    return found.map((one) => one.person_id);
  }

  private about(tx: EntityManager, { payload }: StoredHappening): Promise<About | null> {
    return row<About>(
      tx,
      `SELECT r.id, r.title, r.pot::text AS pot, r.currency, r.proposing_until AS until, r.end_code, r.end_note, g.zone, g.handle, g.name AS group_name, o.name AS opener
       FROM budget_round r JOIN book b ON b.id = r.book_id JOIN folk_group g ON g.id = b.group_id JOIN person o ON o.id = r.opened_by WHERE r.id = $1`,
      [payload['roundId']],
    );
  }
}
