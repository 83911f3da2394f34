import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../actor.ts';

/** Whether the actor may read the thing a file hangs on, with the key that its address carries where it has one. */
export type MayReadParent = (db: EntityManager, actor: Actor, parentId: string, key: string | null) => Promise<boolean>;

/** Registry: a file is readable exactly by who may read its parent, and each feature answers for its own kinds. */
@Injectable()
export class FileParents {
  readonly #kinds = new Map<string, MayReadParent>();

  register(kind: string, mayRead: MayReadParent): void {
    if (this.#kinds.has(kind)) throw new Error(`two answers for files of ${kind}`);
    this.#kinds.set(kind, mayRead);
  }

  async mayRead(
    db: EntityManager,
    actor: Actor,
    parent: { kind: string; id: string; key: string | null },
  ): Promise<boolean> {
    return (await this.#kinds.get(parent.kind)?.(db, actor, parent.id, parent.key)) ?? false;
  }
}
