import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../groups/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { decisionWords } from './decision-words.ts';
import { Post } from './post.service.ts';
import { inLanguage, type Kept } from '../platform/words/words.ts';
import { formatLocale } from '../platform/format-locale.ts';

interface GroupName {
  name: string;
  handle: string;
}

/** Mails about what decisions carry out: a duty to answer, a text to accept, what failed, what was objected to, a membership that ended. */
@Injectable()
export class DecisionMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('DutyOffered', (tx, happening) => this.offered(tx, happening));
    handlers.on('DutyDeclined', (tx, happening) => this.declined(tx, happening));
    handlers.on('EffectsFailed', (tx, happening) => this.failed(tx, happening));
    handlers.on('OutcomeAppealed', (tx, happening) => this.appealed(tx, happening));
    handlers.on('AgreementAdopted', (tx, happening) => this.adopted(tx, happening));
    handlers.on('MembershipEnded', async (tx, happening) => {
      if (happening.payload['reason'] === 'removed') await this.removed(tx, happening);
    });
  }

  private async offered(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const offer = await row<{ kind: string; until_on: string | null }>(
      tx,
      'SELECT kind, until_on FROM duty_offer WHERE id = $1 AND answered_at IS NULL',
      [payload['offerId']],
    );
    const group = await this.group(tx, groupId);
    if (!offer || !group) return;
    const to = [String(payload['personId'])];
    await this.post.toAll(tx, to, { kind: 'duty-offered', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.offeredSubject(group.name),
        lines: [words.offeredLine(group.name, offer.kind, offer.until_on && dayText(offer.until_on, locale))],
        button: { label: words.offeredButton, path: '/inbox' },
      };
    });
  }

  /** To the stewards: a duty that the group wanted held is not. */
  private async declined(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const group = await this.group(tx, groupId);
    const person = await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [payload['personId']]);
    if (!group || !person) return;
    const to = await this.groups.dutyHolders(tx, groupId!, ['steward']);
    await this.post.toAll(tx, to, { kind: 'duty-declined', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.declinedSubject(person.name),
        lines: [words.declinedLine(person.name, String(payload['duty']), group.name)],
        button: { label: group.name, path: `/g/${group.handle}/roll` },
      };
    });
  }

  /** To all who hold a duty: one of them can mend it. */
  private async failed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const failed = await row<{ title: string; words: Kept }>(
      tx,
      `SELECT p.title, coalesce(x.failure_words, to_jsonb(x.failure_text)) AS words FROM execution x JOIN proposal p ON p.id = x.proposal_id WHERE p.id = $1 AND x.state = 'failed'`,
      [payload['proposalId']],
    );
    if (!failed) return;
    const to = await this.groups.dutyHolders(tx, groupId!, ['organiser', 'treasurer', 'steward']);
    await this.post.toAll(tx, to, { kind: 'effects-failed', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.failedSubject(failed.title),
        lines: [words.failedLine(failed.title, inLanguage(failed.words, locale))],
        button: { label: words.failedButton, path: `/p/${String(payload['proposalId'])}` },
      };
    });
  }

  /** To who put the proposal and to those who may open the vote about it. */
  private async appealed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const found = await row<{ title: string; author_id: string; name: string; draft_id: string; by_id: string }>(
      tx,
      `SELECT p.title, p.author_id, q.name, q.id AS by_id, d.id AS draft_id FROM proposal p JOIN execution x ON x.proposal_id = p.id JOIN person q ON q.id = x.appealed_by
       JOIN proposal d ON d.carries_out = p.id WHERE p.id = $1`,
      [payload['proposalId']],
    );
    if (!found) return;
    const holders = await this.groups.dutyHolders(tx, groupId!, ['organiser', 'steward']);
    const to = [...new Set([found.author_id, ...holders])].filter((one) => one !== found.by_id);
    await this.post.toAll(tx, to, { kind: 'outcome-appealed', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.appealedSubject(found.title),
        lines: [words.appealedLine(found.name, found.title)],
        button: { label: words.appealedButton, path: `/p/${found.draft_id}` },
      };
    });
  }

  /** A removal by a case is told of with the case. */
  private async removed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const group = await this.group(tx, groupId);
    const byCase = await row(
      tx,
      `SELECT 1 FROM removal_case WHERE group_id = $1 AND subject_id = $2 AND state IN ('vote', 'removed', 'appealed')`,
      [groupId, payload['personId']],
    );
    if (!group || byCase) return;
    const to = [String(payload['personId'])];
    await this.post.toAll(tx, to, { kind: 'membership-removed', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.removedSubject(group.name),
        lines: [words.removedLine(group.name)],
        button: { label: words.removedButton, path: `/g/${group.handle}` },
      };
    });
  }

  private async adopted(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const group = await this.group(tx, groupId);
    const version = await row<{ title: string; n: number }>(
      tx,
      'SELECT title, n FROM agreement_version WHERE id = $1',
      [payload['versionId']],
    );
    if (!group || !version) return;
    const members = await rows<{ person_id: string }>(
      tx,
      'SELECT person_id FROM membership WHERE group_id = $1 AND is_member(group_id, person_id)',
      [groupId],
    );
    const to = members.map((one) => one.person_id);
    await this.post.toAll(tx, to, { kind: 'agreement-adopted', key: id, groupId }, (_, { locale }) => {
      const words = decisionWords(locale);
      return {
        subject: words.adoptedSubject(version.title, group.name),
        lines: [words.adoptedLine(version.title, version.n, group.name)],
        button: { label: words.adoptedButton, path: `/g/${group.handle}/rules` },
      };
    });
  }

  private group(tx: EntityManager, groupId: string | undefined): Promise<GroupName | null> {
    return row<GroupName>(tx, 'SELECT name, handle FROM folk_group WHERE id = $1', [groupId]);
  }
}

function dayText(day: string, locale: string): string {
  const form = { dateStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), form).format(new Date(`${day}T00:00:00Z`));
}
