import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { isId } from '../platform/ids.ts';
import type { ParentKind } from './comments.graphql.ts';

/** The group of a thing that can be talked about, for whoever may read the thing; null for everybody else. */
type GroupOfParent = (db: EntityManager, actor: Actor, id: string) => Promise<string | null>;

/** Registry: each feature hangs a talk on its own things, with their visibility. */
@Injectable()
export class TalkParents {
  readonly #kinds = new Map<ParentKind, GroupOfParent>();

  register(kind: ParentKind, groupOf: GroupOfParent): void {
    if (this.#kinds.has(kind)) throw new Error(`two answers for talks on ${kind}`);
    this.#kinds.set(kind, groupOf);
  }

  async groupOf(db: EntityManager, actor: Actor, kind: ParentKind, id: string): Promise<string> {
    const groupId = isId(id) ? await this.#kinds.get(kind)?.(db, actor, id) : null;
    if (!groupId) throw new NotFound();
    return groupId;
  }
}
