import { Injectable } from '@nestjs/common';
import { effectKinds, type EffectKind, type Mandate } from '#libs/governance';
import type { EntityManager } from 'typeorm';
import type { EffectInput } from './effects.graphql.ts';
import type { StoredOption } from './question.ts';
import { term, type Words } from '../platform/words/words.ts';

/** Why an effect cannot be carried out: thrown where it is tried, returned where it is asked. The outcome stands all the same. */
export class EffectRefused extends Error {
  readonly words: Words;

  constructor(
    readonly code: string,
    words: string | Words,
  ) {
    super(String(words));
    this.words = term(words);
  }
}

/** What an effect does, as it is stored: ids, and the names that people read when they voted. */
export type Payload = Readonly<Record<string, unknown>>;

/** An effect that somebody asks for, before it is stored. */
export interface EffectAsked {
  readonly groupId: string;
  readonly input: EffectInput;
  /** What a fault is named after: `effects.2.personId`. */
  readonly field: (name: string) => string;
  /** What is put to the vote, for effects on whatever wins; null in a preview. */
  readonly question: Question | null;
}

/** The options of a vote and how many of them win, or how much money they share. */
export interface Question {
  readonly options: readonly StoredOption[];
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** An effect of a proposal, with what it relied on when the vote opened (empty before). */
export interface EffectSubject {
  readonly groupId: string;
  /** The proposal that it stands with; null in a preview. */
  readonly vote: string | null;
  readonly payload: Payload;
  readonly expects: Payload;
  /** Null where nothing is frozen yet: a draft, a preview. */
  readonly mandate: Mandate | null;
  /** The options that can win; once it is counted, those that have won. */
  readonly options: readonly StoredOption[];
}

export interface EffectCall extends EffectSubject {
  readonly proposalId: string;
  readonly proposalNumber: number;
  /** Who put the proposal. */
  readonly authorId: string;
  readonly index: number;
}

/** What is locked, in the order in which every transaction takes it (roll.md 4, money.md 3). */
export const lockOrder = ['group', 'membership', 'event', 'proposal', 'book', 'expense'] as const;

/** What carries out one kind of effect; owned by the area it writes to. */
export interface EffectExecutor {
  readonly locks: (typeof lockOrder)[number];
  /** Checks what a form sent and returns what is stored; throws BAD_USER_INPUT naming the field. */
  read(db: EntityManager, asked: EffectAsked): Promise<Payload>;
  /** What the vote relies on, read when it opens. */
  expects?(db: EntityManager, of: EffectSubject): Promise<Payload>;
  /** Why it could not run now, or null. Asked while it is drafted, when it opens, and under its locks before it runs. */
  refusal(db: EntityManager, of: EffectSubject): Promise<EffectRefused | null>;
  /** What else, or else, there is to show of it to a viewer, under the names of `Payload`: what it would do now, or has done. */
  shows?(db: EntityManager, of: EffectSubject, viewer: string | null): Promise<Payload>;
  lock(tx: EntityManager, call: EffectCall): Promise<void>;
  /** Does it, in the caller's transaction and under its locks; throws `EffectRefused`. Returns the id of what it made, if it made something. */
  run(tx: EntityManager, call: EffectCall): Promise<string | null>;
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
