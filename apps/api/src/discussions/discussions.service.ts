import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { hot } from '../platform/database/hot.ts';
import { row, rows } from '../platform/database/sql.ts';
import {
  type Connection,
  cursorOf,
  listStart,
  readCursor,
  readFirst,
  toConnection,
} from '../platform/graphql/connection.ts';
import { BadInput, NotFound } from '../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../platform/ids.ts';
import { Limits } from '../platform/limits.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText } from '../platform/names.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { Comment, ParentKind } from './comments.graphql.ts';
import { TalkParents } from './talk-parents.ts';

const perPerson = { name: 'comment', max: 60, windowSeconds: 3600 };

/** A thread of comments on a thing. */
@Injectable()
export class DiscussionsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly parents: TalkParents,
    private readonly outbox: Outbox,
    private readonly limits: Limits,
  ) {}

  async list(
    actor: Actor,
    of: { kind: ParentKind; id: string; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<Comment>> {
    await this.parents.groupOf(this.database.reads, actor, of.kind, of.id);
    const first = readFirst(of.first ?? 50);
    const after = readCursor(of.after) ?? listStart;
    const found = await hot<Comment & { createdAt: Date }>(
      this.database.reads,
      'comments_of',
      `
      SELECT c.id, c.author_id AS "authorId", p.name AS "authorName", CASE WHEN c.removed_at IS NULL THEN c.body_html ELSE '' END AS "bodyHtml", c.created_at AS "createdAt",
        c.removed_at IS NOT NULL AS removed, c.author_id IS NOT DISTINCT FROM $3::uuid AS mine
      FROM comment c JOIN person p ON p.id = c.author_id WHERE c.parent_kind = $1 AND c.parent_id = $2 AND (c.created_at, c.id) > ($4::timestamptz, $5::uuid)
      ORDER BY c.created_at, c.id LIMIT $6`,
      [of.kind, of.id, actor.personId, after.at, after.id, first + 1],
    );
    return toConnection(found, first, (comment) => cursorOf(comment.createdAt, comment.id));
  }

  async add(actor: Actor, of: { kind: ParentKind; id: string; body: string }): Promise<string> {
    const body = longText('body', of.body, { what: 'The comment', max: 10_000 });
    if (body === '') throw new BadInput('body', 'The comment is empty.');
    const id = newOrderedId();
    await this.database.transaction(async (tx) => {
      const groupId = await this.parents.groupOf(tx, actor, of.kind, of.id);
      await this.policy.require(tx, actor, 'comment.create', { groupId, case: 'member-parent' });
      await this.limits.count(perPerson, actor.personId ?? '');
      await rows(
        tx,
        'INSERT INTO comment (id, parent_kind, parent_id, group_id, author_id, body, body_html) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, of.kind, of.id, groupId, actor.personId, body, renderMarkdown(body)],
      );
      await this.outbox.announce(tx, {
        kind: 'CommentAdded',
        groupId,
        payload: { kind: of.kind, id: of.id, commentId: id, byId: actor.personId },
        topics: [`${of.kind}:${of.id}`],
      });
    });
    return id;
  }

  /** Takes a comment away; a tombstone stays. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const comment = isId(id)
        ? await row<{ group_id: string; author_id: string; parent_kind: ParentKind; parent_id: string }>(
            tx,
            'SELECT * FROM comment WHERE id = $1 FOR UPDATE',
            [id],
          )
        : null;
      if (!comment) throw new NotFound();
      await this.policy.require(tx, actor, 'comment.delete', {
        groupId: comment.group_id,
        own: comment.author_id === actor.personId,
      });
      await rows(tx, 'UPDATE comment SET removed_at = clock_now() WHERE id = $1 AND removed_at IS NULL', [id]);
      await this.outbox.announce(tx, {
        kind: 'CommentRemoved',
        groupId: comment.group_id,
        payload: {},
        topics: [`${comment.parent_kind}:${comment.parent_id}`],
      });
    });
  }
}
