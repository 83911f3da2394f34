import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  isSameMatter,
  removalAfter,
  removalBegins,
  type RemovalRules,
  removalRules,
  type RemovalStep,
  removalTimes,
  type Rulebook,
} from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { constraintOf, Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, Forbidden, NotFound } from '../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { GroupStanding } from '../platform/policy/standings.ts';
import { say, term } from '../platform/words/words.ts';
import { caseRefusal, ownCase, stewardOnly } from './removal-doors.ts';
import { RemovalRecords } from './removal-records.service.ts';
import type { OpenRemovalInput } from './removals.graphql.ts';
import { type CaseRow, RemovalsStore } from './removals.store.ts';
import { hasCome, isDay } from '../platform/days.ts';

const movedOn = term('The case has moved on in the meantime. Look at it again.');
const replyOver = term('The time to reply is over: the group votes now. You can still write in the talk of the vote.');

/** Opens cases and takes their steps up to the vote. Each begins with the group, then the memberships, then the case. */
@Injectable()
export class Removals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: RemovalsStore,
    private readonly records: RemovalRecords,
  ) {}

  /** Opens a case with reasons. It counts at once where the opener's word is enough; else a second member has to join. */
  async open(actor: Actor, input: OpenRemovalInput): Promise<string> {
    const { groupId, personId } = input;
    if (!isId(groupId)) throw new NotFound();
    const reasons = longText('reasons', input.reasons, { what: 'The reasons', max: 4000 });
    const id = newOrderedId();
    try {
      await this.database.transaction(async (tx) => {
        await this.lockGroup(tx, groupId);
        await this.lockMembers(tx, groupId, [actor.personId, personId]);
        const standing = await this.policy.requireInGroup(tx, actor, 'removal.read', { groupId });
        if (reasons === '')
          throw new BadInput(
            'reasons',
            'Say why, in your own words: the person reads it and can answer, then the group decides.',
          );
        const happenedOn = checkedDay(input.happenedOn, await this.store.today(tx, groupId));
        await this.checkMayOpen(tx, actor, { standing, personId });
        const isSteward = standing.duties.includes('steward');
        const begins = removalBegins(rulesOf(standing).openBy, { isSteward });
        await this.checkRest(tx, { groupId, personId, reasons, happenedOn });
        await this.insert(tx, {
          id,
          groupId,
          personId,
          reasons,
          happenedOn,
          by: actor.personId!,
          begins: begins!,
          isSteward,
          rulebook: standing.rulesVersion,
        });
        const opened = await this.store.hold(tx, id);
        await this.records.tell(tx, opened, { step: 'opened', actorId: actor.personId, detail: { reasons } });
      });
    } catch (error) {
      if (constraintOf(error) === 'removal_case_one')
        throw new Conflict('There is an open case about this person already.');
      throw error;
    }
    return id;
  }

  /** Joins a case as the second member: it counts from now on, and the time to reply begins. */
  async join(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { held, standing } = await this.held(tx, actor, id, 'removal.read');
      if (held.subject_id === actor.personId) throw new Conflict(ownCase);
      if (held.opened_by === actor.personId)
        throw new Conflict('You have opened it yourself. A second member has to join.');
      this.requireOpener(actor, standing, 'asked');
      this.check(held, 'join');
      if (held.join_until! <= held.now) throw new Conflict(movedOn);
      const counted = await this.records.write(tx, held, {
        state: 'reply',
        joined_by: actor.personId,
        counted_at: held.now,
        reply_until: inDays(held.now, removalTimes.replyDays),
      });
      await this.records.tell(tx, counted, { step: 'joined', actorId: actor.personId });
    });
  }

  /** Takes a case back before the vote: who opened it. */
  async withdraw(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    await this.database.transaction(async (tx) => {
      const { held } = await this.held(tx, actor, id, 'removal.withdraw');
      if (held.state === 'vote') throw new Conflict('The group votes already. To stop that, withdraw the proposal.');
      this.check(held, 'withdraw');
      const ended = await this.records.write(tx, held, {
        state: 'withdrawn',
        ended_at: held.now,
        end_reason: JSON.stringify(words),
      });
      await this.records.tell(tx, ended, {
        step: 'withdrawn',
        actorId: actor.personId,
        ...(words ? { detail: { reason: words } } : {}),
      });
    });
  }

  /** Makes the time to reply longer, once: on the word of the person concerned or of a steward. */
  async extend(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { held } = await this.held(tx, actor, id, 'removal.extend');
      this.checkReplying(held);
      if (held.extended_by) throw new Conflict('The time to reply was made longer already: that is possible once.');
      const extended = await this.records.write(tx, held, {
        extended_by: actor.personId,
        reply_until: inDays(held.reply_until!, removalTimes.extensionDays),
      });
      await this.records.tell(tx, extended, { step: 'extended', actorId: actor.personId });
    });
  }

  /** Keeps the reply of the person concerned, in place of an earlier one, while there is time. */
  async reply(actor: Actor, id: string, text: string): Promise<void> {
    const reply = longText('reply', text, { what: 'The reply', max: 4000 });
    if (reply === '') throw new BadInput('reply', 'Write your reply: everybody who votes will read it.');
    await this.database.transaction(async (tx) => {
      const { held } = await this.held(tx, actor, id, 'removal.reply');
      this.checkReplying(held);
      const replied = await this.records.write(tx, held, { reply, replied_at: held.now });
      await this.records.tell(tx, replied, { step: 'replied', actorId: actor.personId, detail: { reply } });
    });
  }

  /** Takes the group, the actor's membership and a case that they may read, and asks the policy. Throws NOT_FOUND. */
  async held(
    tx: EntityManager,
    actor: Actor,
    id: string,
    operation: 'removal.read' | 'removal.withdraw' | 'removal.extend' | 'removal.reply' | 'removal.appeal',
  ): Promise<{ held: CaseRow; standing: GroupStanding }> {
    const groupId = await this.store.groupOf(tx, actor, id);
    if (!groupId) throw new NotFound();
    await this.lockGroup(tx, groupId);
    await this.lockMembers(tx, groupId, [actor.personId]);
    const held = await this.store.hold(tx, id);
    const owner = operation === 'removal.withdraw' ? held.opened_by : held.subject_id;
    const standing = await this.policy.requireInGroup(tx, actor, operation, { groupId, own: owner === actor.personId });
    return { held, standing };
  }

  async lockGroup(tx: EntityManager, groupId: string): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
  }

  /** Throws CONFLICT where the step cannot be taken from where the case stands. */
  check(held: CaseRow, step: RemovalStep): void {
    if (removalAfter(held.state, step) === null) throw new Conflict(movedOn);
  }

  private checkReplying(held: CaseRow): void {
    if (held.state === 'asked') throw new Conflict('A second member has to join first. The time to reply begins then.');
    if (held.state !== 'reply' || held.reply_until! <= held.now) throw new Conflict(replyOver);
  }

  private async lockMembers(tx: EntityManager, groupId: string, people: readonly (string | null)[]): Promise<void> {
    await rows(
      tx,
      'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = ANY($2::uuid[]) ORDER BY id FOR SHARE',
      [groupId, people.filter((one) => one !== null && isId(one))],
    );
  }

  private async checkMayOpen(
    tx: EntityManager,
    actor: Actor,
    of: { standing: GroupStanding; personId: string },
  ): Promise<void> {
    const { standing, personId } = of;
    if (personId === actor.personId) throw new Conflict(ownCase);
    const isSteward = standing.duties.includes('steward');
    this.requireOpener(actor, standing, removalBegins(rulesOf(standing).openBy, { isSteward }));
    const refusal = await caseRefusal(tx, this.store, {
      groupId: standing.groupId,
      personId,
      rules: rulesOf(standing),
    });
    if (refusal) throw new Conflict(refusal);
  }

  /** Asks the policy whether the rulebook lets this person open or join one. */
  private requireOpener(actor: Actor, standing: GroupStanding, begins: 'asked' | 'reply' | null): void {
    const mayMembers = rulesOf(standing).openBy !== 'steward';
    const flags = { 'rule:removal.openBy': mayMembers };
    if (begins === null || !this.policy.allows(actor, 'removal.open', { flags }, standing))
      throw new Forbidden(stewardOnly);
    this.policy.requireWith(actor, 'removal.open', { flags }, standing);
  }

  private async checkRest(
    tx: EntityManager,
    of: { groupId: string; personId: string; reasons: string; happenedOn: string },
  ): Promise<void> {
    const earlier = (await this.store.resting(tx, of)).find((one) => isSameMatter(of, one));
    if (earlier)
      throw new Conflict(
        say`There was a case about this already. What happened up to ${earlier.openedOn} rests until ${earlier.until}. If something has happened since, say what, and on which day.`,
      );
  }

  private async insert(
    tx: EntityManager,
    of: {
      id: string;
      groupId: string;
      personId: string;
      reasons: string;
      happenedOn: string;
      by: string;
      begins: 'asked' | 'reply';
      isSteward: boolean;
      rulebook: number;
    },
  ): Promise<void> {
    await rows(
      tx,
      `INSERT INTO removal_case (id, group_id, subject_id, state, rulebook, reasons, happened_on, opened_by, opened_as, join_until, counted_at, reply_until)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $4 = 'asked' THEN n.at + $10::int * interval '1 day' END,
         CASE WHEN $4 = 'reply' THEN n.at END, CASE WHEN $4 = 'reply' THEN n.at + $11::int * interval '1 day' END FROM (SELECT clock_now() AS at) n`,
      [
        of.id,
        of.groupId,
        of.personId,
        of.begins,
        of.rulebook,
        of.reasons,
        of.happenedOn,
        of.by,
        of.isSteward && of.begins === 'reply' ? 'steward' : 'member',
        removalTimes.joinDays,
        removalTimes.replyDays,
      ],
    );
  }
}

const rulesOf = ({ rules }: GroupStanding): RemovalRules => removalRules(rules as unknown as Rulebook);

const DAY = 86_400_000;
const inDays = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY);

/** A day of the calendar up to today. */
function checkedDay(day: string, today: string): string {
  if (!isDay(day)) throw new BadInput('happenedOn', 'This is no day of the calendar. Write it like 2027-03-13.');
  hasCome('happenedOn', day, today);
  return day;
}
