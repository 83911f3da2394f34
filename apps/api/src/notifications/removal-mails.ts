import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../groups/index.ts';
import { RemovalLinks } from '../removals/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { inLanguage, type Kept } from '../platform/words/words.ts';
import { Post } from './post.service.ts';
import { caseMailWords, type OtherStep, type SubjectStep } from './removal-words.ts';
import { formatLocale } from '../platform/format-locale.ts';

interface About {
  id: string;
  state: string;
  subject_id: string;
  name: string;
  opener_ids: string[];
  by: string[];
  handle: string;
  group_name: string;
  zone: string;
  until: Date | null;
  reason: Kept;
  lapsed: boolean;
}

interface Telling {
  readonly subject: SubjectStep | null;
  readonly others: OtherStep | null;
  /** Whether stewards are told beside those who opened it. */
  readonly stewards?: true;
}

const opened: Readonly<Record<string, Telling>> = {
  asked: { subject: 'asked', others: 'asked', stewards: true },
  reply: { subject: 'reply', others: 'reply', stewards: true },
};
const tellings: Readonly<Record<string, Telling>> = {
  RemovalJoined: opened['reply']!,
  RemovalExtended: { subject: 'extended', others: 'extended' },
  RemovalReplied: { subject: null, others: 'replied' },
  RemovalVoteOpened: { subject: 'vote', others: null },
  RemovalWithdrawn: { subject: 'withdrawn', others: 'withdrawn' },
  RemovalExpired: { subject: 'expired', others: 'expired' },
  RemovalLeft: { subject: null, others: 'left' },
  RemovalKept: { subject: 'kept', others: 'kept' },
  RemovalRemoved: { subject: 'removed', others: 'removed' },
  RemovalAppealed: { subject: null, others: 'appealed' },
  RemovalUpheld: { subject: 'upheld', others: 'upheld' },
  RemovalReversed: { subject: 'reversed', others: 'reversed' },
};

/** Mails about removal cases: the person concerned hears of every step, with a link that needs no membership; who opened it of what comes of it. Electors are told of votes as of all others. */
@Injectable()
export class RemovalMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
    private readonly links: RemovalLinks,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('RemovalOpened', async (tx, happening) => {
      const about = await this.about(tx, happening);
      // Where a second member was quick, the mail of the joining says it all.
      if (about) await this.tell(tx, happening, { about, telling: opened[about.state] ?? opened['reply']! });
    });
    for (const [kind, telling] of Object.entries(tellings))
      handlers.on(kind, async (tx, happening) => {
        const about = await this.about(tx, happening);
        if (about) await this.tell(tx, happening, { about, telling });
      });
  }

  private async tell(
    tx: EntityManager,
    happening: StoredHappening,
    { about, telling }: { about: About; telling: Telling },
  ): Promise<void> {
    if (telling.subject !== null && happening.payload['byId'] !== about.subject_id)
      await this.tellSubject(tx, happening, { about, step: telling.subject });
    if (telling.others === null) return;
    const step = telling.others;
    const stewards = telling.stewards ? await this.groups.dutyHolders(tx, happening.groupId!, ['steward']) : [];
    const to = await this.members(tx, happening, { about, people: [...about.opener_ids, ...stewards] });
    const kind = `removal-${step}`;
    await this.post.toAll(tx, to, { kind, key: happening.id, groupId: happening.groupId }, (_, { locale }) => {
      const words = caseMailWords(locale);
      const { subject, lines } = words.others[step](factsOf(about, locale));
      const path = `/g/${about.handle}/removals/${about.id}`;
      return { subject, lines: lines.filter(Boolean), button: { label: words.read, path } };
    });
  }

  /** With the link in the mail they answer and appeal, whatever becomes of the membership. */
  private async tellSubject(
    tx: EntityManager,
    { id, groupId }: StoredHappening,
    { about, step }: { about: About; step: SubjectStep },
  ): Promise<void> {
    const kind = `removal-mine-${step}`;
    await this.post.toAll(tx, [about.subject_id], { kind, key: id, groupId }, async (_, { locale }) => {
      const words = caseMailWords(locale);
      const { subject, lines } = words.subject[step](factsOf(about, locale));
      const path = `/removal/${await this.links.make(tx, { caseId: about.id, personId: about.subject_id })}`;
      const label = step === 'reply' ? words.answer : step === 'removed' ? words.appeal : words.read;
      return {
        subject,
        lines: lines.filter(Boolean),
        button: { label, path },
        ...(step === 'removed' || step === 'upheld'
          ? { more: [{ label: words.file, path: `${path}/case.json` }] }
          : {}),
      };
    });
  }

  /** Those who still belong to the group and did not do it themselves; the person concerned is told apart. */
  private async members(
    tx: EntityManager,
    { payload, groupId }: StoredHappening,
    { about, people }: { about: About; people: readonly string[] },
  ): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM membership WHERE group_id = $1 AND person_id = ANY($2::uuid[]) AND is_member(group_id, person_id) ORDER BY id',
      [groupId, people],
    );
    return found.map((one) => one.person_id).filter((one) => one !== payload['byId'] && one !== about.subject_id);
  }

  private about(tx: EntityManager, { payload }: StoredHappening): Promise<About | null> {
    return row<About>(
      tx,
      `SELECT c.id, c.state, c.subject_id, s.name, g.handle, g.name AS group_name, g.zone, c.end_reason AS reason,
         EXISTS (SELECT FROM membership m JOIN spell l ON l.membership_id = m.id AND l.to_at IS NULL AND l.standing = 'lapsed' WHERE m.group_id = c.group_id AND m.person_id = c.subject_id) AS lapsed,
         array_remove(ARRAY[c.opened_by, c.joined_by], NULL) AS opener_ids,
         (SELECT array_agg(q.name ORDER BY q.id <> c.opened_by) FROM person q WHERE q.id IN (c.opened_by, c.joined_by)) AS by,
         CASE c.state WHEN 'asked' THEN c.join_until WHEN 'reply' THEN c.reply_until WHEN 'removed' THEN c.appeal_until
           ELSE (SELECT p.closes_at FROM proposal p WHERE p.id = coalesce(c.appeal_proposal_id, c.proposal_id)) END AS until
       FROM removal_case c JOIN folk_group g ON g.id = c.group_id JOIN person s ON s.id = c.subject_id WHERE c.id = $1`,
      [payload['caseId']],
    );
  }
}

function factsOf(about: About, locale: string): Parameters<ReturnType<typeof caseMailWords>['subject']['asked']>[0] {
  const language = formatLocale(locale);
  const form = { dateStyle: 'full', timeStyle: 'short', timeZone: about.zone } as const;
  return {
    name: about.name,
    group: about.group_name,
    by: new Intl.ListFormat(language, { type: 'conjunction' }).format(about.by),
    until: about.until ? new Intl.DateTimeFormat(language, form).format(about.until) : '',
    reason: inLanguage(about.reason, locale),
    lapsed: about.lapsed,
  };
}
