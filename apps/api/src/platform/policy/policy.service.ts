import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { decide, rowOf, type Decision, type Operation, type PermissionRow } from '#libs/governance';
import type { Actor } from '../actor.ts';
import { Forbidden, NotFound, SignInFirst, SignInAgain } from '../graphql/errors.ts';
import { Standings, type GroupStanding } from './standings.ts';

/** What an operation is asked about. Facts that the table's `c` cells need stand in `flags` under the key of the row's `when`. */
export interface Subject {
  readonly groupId?: string;
  /** The row's case; `group` stands for the visibility of the group. */
  readonly case?: string;
  readonly own?: boolean;
  readonly flags?: Readonly<Record<string, boolean>>;
}

const FRESH_MS = 10 * 60_000;

/** Asks the permission table. Services call `require` inside the transaction, on the fresh and locked row. */
@Injectable()
export class Policy {
  constructor(private readonly standings: Standings) {}

  /** Throws NOT_FOUND, FORBIDDEN or UNAUTHENTICATED unless the table allows it; returns where the actor stands. */
  async require(
    db: EntityManager,
    actor: Actor,
    operation: Operation,
    subject: Subject,
  ): Promise<GroupStanding | null> {
    const standing = await this.standingFor(db, actor, subject);
    this.check(this.decideFor(actor, operation, subject, standing), actor);
    return standing;
  }

  /** As `require`, for things of a group. */
  async requireInGroup(
    db: EntityManager,
    actor: Actor,
    operation: Operation,
    subject: Subject & { groupId: string },
  ): Promise<GroupStanding> {
    const standing = await this.require(db, actor, operation, subject);
    if (!standing) throw new NotFound();
    return standing;
  }

  /** Whether the table allows it; screens ask this for their buttons. Freshness is not asked here: it can be had. */
  async may(db: EntityManager, actor: Actor, operation: Operation, subject: Subject): Promise<boolean> {
    return this.allows(actor, operation, subject, await this.standingFor(db, actor, subject));
  }

  /** As `may`, where the standing is known already. */
  allows(actor: Actor, operation: Operation, subject: Subject, standing: GroupStanding | null): boolean {
    return this.decideFor(actor, operation, subject, standing).effect === 'allow';
  }

  /** The decision itself, for callers that hold the standing. Throws like `require`. */
  requireWith(actor: Actor, operation: Operation, subject: Subject, standing: GroupStanding | null): void {
    this.check(this.decideFor(actor, operation, subject, standing), actor);
  }

  private async standingFor(db: EntityManager, actor: Actor, subject: Subject): Promise<GroupStanding | null> {
    if (!subject.groupId) return null;
    const standing = await this.standings.of(db, subject.groupId, actor.personId);
    if (!standing) throw new NotFound();
    return standing;
  }

  private decideFor(actor: Actor, operation: Operation, subject: Subject, standing: GroupStanding | null): Decision {
    const asked = subject.case ?? 'any';
    const caseName = asked === 'group' ? `group-${standing?.visibility ?? 'open'}` : asked;
    return decide(
      operation,
      {
        known: actor.personId !== null,
        operator: actor.operator,
        standing: standing?.standing ?? 'none',
        duties: standing?.duties ?? [],
        session: actor.sessionId !== null,
      },
      {
        case: caseName,
        own: subject.own ?? false,
        flags: flagsFor(rowOf(operation, caseName), subject, standing),
        cardReadable: !standing || standing.visibility !== 'secret' || standing.standing !== 'none' || actor.operator,
      },
    );
  }

  private check(decision: Decision, actor: Actor): void {
    if (decision.effect === 'hide') throw new NotFound();
    if (decision.effect === 'deny') {
      if (actor.personId === null) throw new SignInFirst();
      throw new Forbidden();
    }
    const needsSession = decision.needs.includes('session') || decision.needs.includes('fresh');
    if (needsSession && actor.sessionId === null && actor.link === null) throw new SignInFirst();
    const stale = !actor.authAt || Date.now() - actor.authAt.getTime() > FRESH_MS;
    if (decision.needs.includes('fresh') && stale) throw new SignInAgain();
  }
}

/** The answers that a line of the table asks for: from the subject, or where they are switches of the rulebook, from there. */
function flagsFor(row: PermissionRow, subject: Subject, standing: GroupStanding | null): Record<string, boolean> {
  const flags: Record<string, boolean> = {};
  for (const key of row.when)
    flags[key] = subject.flags?.[key] ?? (key.startsWith('rule:') && standing?.rules[key.slice(5)] === true);
  return flags;
}
