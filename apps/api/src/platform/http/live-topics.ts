import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../actor.ts';

type MayRead = (db: EntityManager, actor: Actor, id: string) => Promise<boolean>;

/** Registry: who may hear that a thing changed. Each feature answers for its own topics with the predicate of its pages. */
@Injectable()
export class LiveTopics {
  readonly #kinds = new Map<string, MayRead>();

  register(kind: string, mayRead: MayRead): void {
    if (this.#kinds.has(kind)) throw new Error(`two answers for the topic ${kind}`);
    this.#kinds.set(kind, mayRead);
  }

  async mayRead(db: EntityManager, actor: Actor, kind: string, id: string): Promise<boolean> {
    return (await this.#kinds.get(kind)?.(db, actor, id)) ?? false;
  }
}
