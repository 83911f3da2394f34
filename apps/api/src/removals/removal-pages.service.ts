import { Injectable } from '@nestjs/common';
import { removalBegins, removalRules, type Rulebook } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { isId } from '../platform/ids.ts';
import { Policy, type Subject } from '../platform/policy/policy.service.ts';
import { type GroupStanding, Standings } from '../platform/policy/standings.ts';
import { RemovalClock } from './removal-clock.service.ts';
import { caseRefusal, ownCase, stewardOnly } from './removal-doors.ts';
import {
  type MyRemoval,
  RemovalCase,
  type RemovalCard,
  type RemovalDesk,
  type RemovalRights,
} from './removals.graphql.ts';
import { type CasePage, RemovalsStore } from './removals.store.ts';

/** Reads for the pages of cases. Members and the person concerned read all of it, nobody else anything. */
@Injectable()
export class RemovalPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: RemovalsStore,
    private readonly clock: RemovalClock,
  ) {}

  async removal(actor: Actor, id: string): Promise<RemovalCase | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    if (!page) return null;
    if (page.until !== null && page.until <= page.now && page.state !== 'removed') this.clock.wake();
    const standing = await this.standings.of(this.database.reads, page.groupId, actor.personId);
    const rules = removalRules(page.rules.removal ? page.rules : {});
    return Object.assign(new RemovalCase(), page, {
      aboutMe: page.subjectId === actor.personId,
      threshold: rules.threshold,
      rejoinAfterMonths: rules.rejoinAfterMonths,
      can: this.rights(actor, page, standing),
    });
  }

  async seen(actor: Actor, id: string): Promise<RemovalCase> {
    const found = await this.removal(actor, id);
    if (!found) throw new NotFound();
    return found;
  }

  /** The open cases of a group for its members; nothing for others. */
  async ofGroup(actor: Actor, groupId: string): Promise<RemovalCard[]> {
    return isId(groupId) && actor.personId ? this.store.ofGroup(this.database.reads, actor, groupId) : [];
  }

  /** The cases about the viewer that are not over, in any group. */
  async mine(actor: Actor): Promise<MyRemoval[]> {
    return actor.personId ? this.store.mine(this.database.reads, actor) : [];
  }

  /** What a member has to know to open a case about somebody; null for who may not read cases here. */
  async desk(actor: Actor, of: { groupId: string; personId: string }): Promise<RemovalDesk | null> {
    if (!isId(of.groupId) || !isId(of.personId)) return null;
    const db = this.database.reads;
    const standing = await this.standings.of(db, of.groupId, actor.personId);
    if (!standing || !this.policy.allows(actor, 'removal.read', {}, standing)) return null;
    const rules = removalRules(standing.rules as unknown as Rulebook);
    const begins = removalBegins(rules.openBy, { isSteward: standing.duties.includes('steward') });
    const own = of.personId === actor.personId ? ownCase : null;
    const [latest] = await this.store.resting(db, of);
    return {
      subjectId: of.personId,
      subjectName: await this.store.nameOf(db, of.personId),
      needsSecond: begins === 'asked',
      refusal: own ?? (begins === null ? stewardOnly : await caseRefusal(db, this.store, { ...of, rules })),
      openCaseId: await this.store.openAbout(db, of),
      restsFrom: latest?.openedOn ?? null,
      restsUntil: latest?.until ?? null,
      threshold: rules.threshold,
      rejoinAfterMonths: rules.rejoinAfterMonths,
      today: await this.store.today(db, of.groupId),
    };
  }

  private rights(actor: Actor, page: CasePage, standing: GroupStanding | null): RemovalRights {
    const own = page.subjectId === actor.personId;
    const mayMembers = removalRules((standing?.rules ?? {}) as unknown as Rulebook).openBy !== 'steward';
    const { joins, withdraws, replies, appeals } = stepsNow(page, actor.personId);
    const may = (
      operation:
        | 'removal.open'
        | 'removal.withdraw'
        | 'removal.reply'
        | 'removal.extend'
        | 'removal.appeal'
        | 'removal.export',
      subject: Subject = { own },
    ): boolean => this.policy.allows(actor, operation, subject, standing);
    return {
      join: joins && may('removal.open', { flags: { 'rule:removal.openBy': mayMembers } }),
      withdraw: withdraws && may('removal.withdraw', { own: page.openers[0]?.personId === actor.personId }),
      reply: replies && may('removal.reply'),
      extend: replies && !page.extended && may('removal.extend'),
      appeal: appeals && may('removal.appeal'),
      export: may('removal.export'),
    };
  }
}

/** Which steps are open now, whoever may take them: a step whose time is over is not, also before the clock has come by. */
function stepsNow(
  { state, until, now, openers, subjectId }: CasePage,
  viewerId: string | null,
): Readonly<Record<'joins' | 'withdraws' | 'replies' | 'appeals', boolean>> {
  const inTime = until === null || until > now;
  const isParty = [subjectId, ...openers.map(({ personId }) => personId)].includes(viewerId ?? '');
  return {
    joins: state === 'asked' && inTime && !isParty,
    withdraws: state === 'asked' || state === 'reply',
    replies: state === 'reply' && inTime,
    appeals: state === 'removed' && inTime,
  };
}
