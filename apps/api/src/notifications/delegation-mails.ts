import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { voteWords } from './vote-words.ts';

/** Mails about who votes for whom: to who was given a word, and to those whose delegate has left. */
@Injectable()
export class DelegationMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('DelegationGiven', (tx, happening) => this.given(tx, happening));
    handlers.on('DelegateLeft', (tx, happening) => this.left(tx, happening));
  }

  /** Nothing where it was taken back at once. */
  private async given(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const word = await row<{ name: string; to_id: string; tag: string | null; title: string | null; handle: string }>(
      tx,
      `SELECT f.name, d.to_id, d.tag, p.title, g.handle FROM delegation d JOIN person f ON f.id = d.from_id JOIN folk_group g ON g.id = d.group_id LEFT JOIN proposal p ON p.id = d.proposal_id
       WHERE d.id = $1 AND d.ended_at IS NULL`,
      [payload['delegationId']],
    );
    if (!word) return;
    const group = await this.post.groupName(tx, groupId);
    const scope = word.title === null ? (word.tag === null ? 'group' : 'tag') : 'proposal';
    await this.post.toSome(tx, [word.to_id], { kind: 'delegation-given', key: id, groupId }, ({ locale }) => {
      const { given } = voteWords(locale);
      return {
        subject: given.subject(word.name, group),
        lines: [given.line[scope](word.name, group, word.title ?? word.tag ?? '')],
        button: { label: given.button, path: `/g/${word.handle}/delegations` },
      };
    });
  }

  private async left(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const person = await row<{ name: string; handle: string }>(
      tx,
      'SELECT q.name, g.handle FROM person q, folk_group g WHERE q.id = $1 AND g.id = $2',
      [payload['personId'], groupId],
    );
    if (!person) return;
    const group = await this.post.groupName(tx, groupId);
    const to = payload['freed'] as string[];
    await this.post.toSome(tx, to, { kind: 'delegate-left', key: id, groupId }, ({ locale }) => {
      const { left, given } = voteWords(locale);
      return {
        subject: left.subject(group),
        lines: [left.line(person.name, group)],
        button: { label: given.button, path: `/g/${person.handle}/delegations` },
      };
    });
  }
}
