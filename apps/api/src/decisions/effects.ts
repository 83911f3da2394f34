import { Injectable } from '@nestjs/common';
import { effectKinds, type EffectKind } from '#libs/governance';
import type { EntityManager } from 'typeorm';

/** An effect that cannot be carried out now: the outcome stands, the effect is visibly failed with these words. */
export class EffectRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface EffectCall {
  readonly groupId: string;
  readonly proposalId: string;
  readonly proposalNumber: number;
  readonly index: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What carries out one kind of effect; owned by the area it writes to. */
export interface EffectExecutor {
  /** Checks a payload from a form and returns what is stored; throws BAD_USER_INPUT naming the field. */
  read(
    db: EntityManager,
    groupId: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>>;
  /** Why it could not run now, in words, or null. */
  refusal(db: EntityManager, groupId: string, payload: Readonly<Record<string, unknown>>): Promise<string | null>;
  /** Does it, in the caller's transaction; throws `EffectRefused`. Returns the id of what it made. */
  run(tx: EntityManager, call: EffectCall): Promise<string>;
}

/** Registry: an executor for each kind of effect. The process does not start while one is missing. */
@Injectable()
export class EffectExecutors {
  readonly #executors = new Map<EffectKind, EffectExecutor>();

  register(kind: EffectKind, executor: EffectExecutor): void {
    if (this.#executors.has(kind)) throw new Error(`two executors for ${kind}`);
    this.#executors.set(kind, executor);
  }

  of(kind: string): EffectExecutor {
    const executor = this.#executors.get(kind as EffectKind);
    if (!executor) throw new Error(`no executor for ${kind}`);
    return executor;
  }

  onApplicationBootstrap(): void {
    const missing = effectKinds.filter((kind) => !this.#executors.has(kind));
    if (missing.length > 0) throw new Error(`no executor for the effects ${missing.join(', ')}`);
  }
}
