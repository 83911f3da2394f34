import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { standingAfter, type SpellStanding, type SpellStep } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Conflict } from '../platform/graphql/errors.ts';
import { newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Endings } from './endings.ts';
import { RejoinBars } from './rejoin-bars.service.ts';
import { type Authority, type Held, hold, openSpell } from './roll-rows.ts';
import { say } from '../platform/words/words.ts';

/** How long a duty is given for, and by which effect of which proposal. */
export interface DutyTerm {
  readonly untilOn: string | null;
  readonly proposalId: string;
  readonly effectNo: number;
  /** Which of several that one effect gives, from 1. */
  readonly part: number;
}

/** What a step is called in the log and told as, where it is not called by the standing that it leads to. */
const happenings: Readonly<Record<string, string>> = {
  'membership.begun': 'MemberJoined',
  'membership.member': 'MemberAdmitted',
  'membership.asked': 'MembershipAsked',
  'membership.lapsed': 'MembershipLapsed',
  'membership.restored': 'MembershipRestored',
  'membership.reinstated': 'MembershipReinstated',
  'membership.ended': 'MembershipEnded',
};

const endingReasons = ['removed', 'declined', 'lapsed'] as const;

const standsAlready = say`You are on the roll already.`;
const standsAs: Readonly<Partial<Record<SpellStanding, typeof standsAlready>>> = {
  applying: say`You have asked to join already.`,
  lapsed: say`Your membership has lapsed. It comes back when your dues are settled.`,
};

interface StepOf {
  readonly groupId: string;
  readonly personId: string;
  readonly step: SpellStep;
  readonly authority: Authority;
  readonly reason: string;
  readonly rulebook?: number;
}

/** The only writer of spells and duties. A change closes the running row and opens the next at the same instant. */
@Injectable()
export class Roll {
  constructor(
    private readonly clock: Clock,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly endings: Endings,
    private readonly bars: RejoinBars,
  ) {}

  /** Begins a spell for somebody without a running one. */
  async begin(
    tx: EntityManager,
    of: {
      groupId: string;
      personId: string;
      standing: 'applying' | 'member';
      authority: Authority;
      statement?: string;
    },
  ): Promise<string> {
    const held = await hold(tx, of.groupId, of.personId);
    if (held.standing !== null) throw new Conflict(standsAs[held.standing] ?? standsAlready);
    if (of.authority.kind === 'decision') await this.bars.lift(tx, held.id);
    else await this.refuseWhoWasRemoved(tx, { ...of, membershipId: held.id });
    await openSpell(tx, held, { standing: of.standing, authority: of.authority, statement: of.statement ?? null });
    await this.record(tx, of, of.standing === 'member' ? 'membership.begun' : 'membership.asked', of.authority);
    return held.id;
  }

  /**
   * Takes a step of the roll: admit, leave, remove … With an ending or a lapse everything that hangs on the membership ends too. Who is removed is
   * barred for a time that the rulebook says, in the version of `rulebook` or the one in force.
   */
  async step(tx: EntityManager, of: StepOf): Promise<void> {
    const held = await hold(tx, of.groupId, of.personId);
    const next = held.standing ? standingAfter(held.standing, of.step) : null;
    if (next === null) throw new Conflict('The roll has changed in the meantime. Reload the page.');
    const now = await this.clock.now(tx);
    await rows(tx, 'UPDATE spell SET to_at = $3, end_reason = $4 WHERE membership_id = $1 AND seq = $2', [
      held.id,
      held.seq,
      now,
      of.reason,
    ]);
    if (next !== 'ended') await openSpell(tx, held, { standing: next, authority: of.authority, statement: null });
    if (next === 'ended' || next === 'lapsed') await this.endWhatHangs(tx, of, { held, now, isOver: next === 'ended' });
    const type = of.step === 'settle' ? 'restored' : next;
    const says = next === 'ended' || next === 'lapsed' || of.step === 'settle';
    await this.record(tx, of, `membership.${type}`, of.authority, says ? of.reason : undefined);
  }

  /** Brings back who has lapsed, or whose membership was over for it. Whoever has come back another way, or left, stays as they are. */
  async restore(
    tx: EntityManager,
    of: { groupId: string; personId: string; authority: Authority; reason: 'settled' | 'corrected' },
  ): Promise<void> {
    const held = await hold(tx, of.groupId, of.personId);
    if (held.standing === 'lapsed') return this.step(tx, { ...of, step: 'settle' });
    if (held.standing !== null || held.ended !== 'lapsed') return;
    await openSpell(tx, held, { standing: 'member', authority: of.authority, statement: null });
    await this.record(tx, of, 'membership.restored', of.authority, of.reason);
  }

  /**
   * Takes a removal back: they stand as they did just before it, whether as a member or lapsed, and belong since when they did. Duties come back only
   * by being given. Whoever has come back another way since, or left, stays as they are.
   */
  async reinstate(
    tx: EntityManager,
    of: { groupId: string; personId: string; decision: string; removal: string },
  ): Promise<void> {
    const held = await hold(tx, of.groupId, of.personId);
    if (held.standing !== null || held.ended !== 'removed') return;
    const { standing: was, version } = held.last!;
    const standing = was === 'lapsed' || was === 'paused' ? was : 'member';
    const authority: Authority = {
      kind: 'decision',
      id: of.decision,
      reverses: of.removal,
      ...(standing === 'lapsed' ? { rulebookVersion: version! } : {}),
    };
    await this.bars.lift(tx, held.id);
    await openSpell(tx, held, { standing, authority, statement: null });
    await this.record(tx, of, 'membership.reinstated', authority);
  }

  private async endWhatHangs(
    tx: EntityManager,
    of: StepOf,
    { held, now, isOver }: { held: Held; now: Date; isOver: boolean },
  ): Promise<void> {
    const ended = await rows<{ kind: string }>(
      tx,
      'UPDATE duty SET to_at = $2, end_reason = $3 WHERE membership_id = $1 AND to_at IS NULL RETURNING kind',
      [held.id, now, of.reason],
    );
    await rows(
      tx,
      'UPDATE invitation SET revoked_at = $3 WHERE group_id = $1 AND inviter_id = $2 AND revoked_at IS NULL',
      [of.groupId, of.personId, now],
    );
    const reason = endingReasons.find((one) => one === of.reason) ?? 'left';
    await this.endings.run(tx, { groupId: of.groupId, personId: of.personId, reason, isOver });
    if (reason === 'removed') await this.bars.set(tx, { ...of, membershipId: held.id, rulebook: of.rulebook ?? null });
    for (const { kind } of ended)
      await this.log.append(tx, {
        chainId: of.groupId,
        type: 'duty.ended',
        actorId: of.authority.id,
        facts: { person: of.personId, duty: kind, reason: of.reason },
      });
  }

  /** Who was removed comes back once the time that the rulebook says has passed, or earlier by a decision of the group (roll.md 3 and 7). */
  private async refuseWhoWasRemoved(
    tx: EntityManager,
    of: { groupId: string; membershipId: string; personId: string },
  ): Promise<void> {
    const until = await this.bars.until(tx, of);
    if (until)
      throw new Conflict(
        say`The group has decided that you leave. You can ask again from ${until} on, or earlier if the group decides so.`,
      );
  }

  async giveDuty(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; personId: string; duty: string; authority: Authority; term?: DutyTerm },
  ): Promise<void> {
    const held = await hold(tx, of.groupId, of.personId);
    if (held.standing !== 'member') throw new Conflict('Only a member can hold a duty.');
    // Elected again: one term ends at the instant at which the next begins.
    if (of.term)
      await rows(
        tx,
        `UPDATE duty SET to_at = clock_now(), end_reason = 'term' WHERE membership_id = $1 AND kind = $2 AND to_at IS NULL`,
        [held.id, of.duty],
      );
    const made = await rows(
      tx,
      `INSERT INTO duty (id, membership_id, kind, from_at, authority, until_on, authority_proposal, effect_no, effect_part)
       VALUES ($1, $2, $3, clock_now(), $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [
        newId(),
        held.id,
        of.duty,
        JSON.stringify(of.authority),
        of.term?.untilOn ?? null,
        of.term?.proposalId ?? null,
        of.term?.effectNo ?? null,
        of.term?.part ?? 1,
      ],
    );
    if (made.length === 0) throw new Conflict('They hold this duty already.');
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'duty.given',
      actorId: actor.personId,
      facts: { person: of.personId, duty: of.duty },
    });
    await this.outbox.announce(tx, {
      kind: 'DutyGiven',
      groupId: of.groupId,
      payload: { personId: of.personId, duty: of.duty, byId: actor.personId },
      topics: [`group:${of.groupId}`, `person:${of.personId}`],
    });
  }

  async endDuty(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; personId: string; duty: string; reason: string; because?: 'ended' | 'term' },
  ): Promise<void> {
    const because = of.because ?? 'ended';
    if (of.duty === 'steward') await this.keepOneSteward(tx, of);
    const held = await hold(tx, of.groupId, of.personId);
    const ended = await rows(
      tx,
      `UPDATE duty SET to_at = clock_now(), end_reason = $3 WHERE membership_id = $1 AND kind = $2 AND to_at IS NULL RETURNING id`,
      [held.id, of.duty, because],
    );
    if (ended.length === 0) throw new Conflict('They do not hold this duty.');
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'duty.ended',
      actorId: actor.personId,
      facts: { person: of.personId, duty: of.duty, reason: because },
      ...(of.reason ? { detail: { reason: of.reason } } : {}),
    });
    await this.outbox.announce(tx, {
      kind: 'DutyEnded',
      groupId: of.groupId,
      payload: { personId: of.personId, duty: of.duty, byId: actor.personId, reason: of.reason, because },
      topics: [`group:${of.groupId}`, `person:${of.personId}`],
    });
  }

  /** Of two stewards who lay their duty down at once, one stays: the group is locked first. */
  private async keepOneSteward(tx: EntityManager, of: { groupId: string; personId: string }): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [of.groupId]);
    const others = await row(
      tx,
      `SELECT 1 FROM duty d JOIN membership m ON m.id = d.membership_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member'
       WHERE m.group_id = $1 AND m.person_id <> $2 AND d.kind = 'steward' AND d.to_at IS NULL LIMIT 1`,
      [of.groupId, of.personId],
    );
    if (!others)
      throw new Conflict(
        'This is the last steward. Make somebody else a steward first: without one nobody could let people in or give duties.',
      );
  }

  private async record(
    tx: EntityManager,
    of: { groupId: string; personId: string },
    type: string,
    authority: Authority,
    reason?: string,
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type,
      actorId: authority.id,
      facts: {
        person: of.personId,
        authority: authority.kind,
        ...(authority.rulebookVersion ? { rulebook: authority.rulebookVersion } : {}),
        ...(reason ? { reason } : {}),
      },
    });
    await this.outbox.announce(tx, {
      kind: happenings[type] ?? 'RollChanged',
      groupId: of.groupId,
      payload: { personId: of.personId, ...(reason ? { reason } : {}) },
      topics: [`group:${of.groupId}`, `person:${of.personId}`],
    });
  }
}
