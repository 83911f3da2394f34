import { createHash } from 'node:crypto';
import type { Mandate } from '#libs/governance';
import { canonicalJson } from '#libs/log';
import type { Choice, Rules, Secrecy } from '#libs/voting';
import type { StoredOption } from './question.ts';

/** The engine whose results carry the digest below. Older results are kept as they were counted. */
export const ENGINE = 'count/2';

/** A ballot as it was counted; it counts once unless told, and the objection that a block raises stands unless it was ruled out. */
export interface CountedBallot {
  readonly choice: Choice;
  readonly count?: bigint;
  readonly objection?: 'ruled_out';
}

/** A ballot as the count meets it. */
export function countedBallot({
  choice,
  objection,
}: {
  choice: Choice;
  objection?: 'ruled_out' | null;
}): CountedBallot {
  return objection ? { choice, objection } : { choice };
}

/** A plain ballot is its choice; what else there is about one stands beside it. */
function countedAs({ choice, count = 1n, objection }: CountedBallot): object {
  if (count === 1n && !objection) return choice;
  return { choice, ...(count === 1n ? {} : { count: count.toString() }), ...(objection ? { objection } : {}) };
}

/** A value as the database and a file give it back: what is undefined is left out. */
export const plainOf = (value: unknown): object => JSON.parse(JSON.stringify(value)) as object;

/**
 * What was counted: SHA-256 of the canonical rules (options and settings among them), the number of electors, and the choices in sorted
 * order, each with its weight where it speaks for more than one. It names nobody and knows no order, so that anyone can recompute it from a
 * published bundle (decisions.md 13).
 */
export function inputDigest(rules: Rules, electors: number, counted: readonly CountedBallot[]): Buffer {
  const ballots = counted.map((ballot) => canonicalJson(countedAs(ballot))).toSorted();
  return createHash('sha256')
    .update(canonicalJson({ rules: plainOf(rules), electors, ballots }))
    .digest();
}

/** The hash of one version of the words that a vote is about. */
export function textHash({
  id: proposal,
  title,
  body,
}: {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}): Buffer {
  return createHash('sha256').update(canonicalJson({ proposal, title, body })).digest();
}

/** An effect as it is frozen with its proposal, and what it relied on. */
export interface FrozenEffect {
  readonly idx: number;
  readonly kind: string;
  readonly on_option: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expects: Readonly<Record<string, unknown>>;
}

/** The hash of everything that was put to the vote: text, options, rules, what follows from it, and whether ballots are secret. */
export function rulesHash(
  asked: {
    readonly id: string;
    readonly title: string;
    readonly body: string;
    readonly options: readonly StoredOption[];
    readonly secrecy?: Secrecy;
    /** The modulus that signs the papers of a blind vote, in hexadecimal. */
    readonly paperKey?: string | undefined;
  },
  rules: Rules,
  frozen: { readonly mandate: Mandate; readonly effects: readonly FrozenEffect[] },
): Buffer {
  const { id: proposal, title, body, options, paperKey } = asked;
  const secrecy = asked.secrecy === 'named' ? undefined : asked.secrecy;
  const effects = frozen.effects.map(({ idx, kind, on_option, payload, expects }) =>
    plainOf({ idx, kind, on_option, payload, expects }),
  );
  const rest = { rules: plainOf(rules), mandate: plainOf(frozen.mandate), effects };
  const whole = { proposal, title, body, options, ...rest, ...(secrecy && { secrecy }), ...(paperKey && { paperKey }) };
  return createHash('sha256').update(canonicalJson(whole)).digest();
}
