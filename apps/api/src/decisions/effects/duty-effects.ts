import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { duties, type Duty } from '#libs/governance';
import { DutyOffers, Roll } from '../../groups/index.ts';
import { visitor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../effects.ts';
import { isLastSteward, lockRoll, named, onRoll } from './people.ts';
import { say, type Words } from '../../platform/words/words.ts';

const words: Readonly<Record<Duty, Words>> = {
  organiser: say`organiser`,
  treasurer: say`treasurer`,
  steward: say`steward`,
};

function dutyOf({ input, field }: EffectAsked): Duty {
  const duty = duties.find((one) => one === input.duty);
  if (!duty) throw new BadInput(field('duty'), 'Choose a duty.');
  return duty;
}

const text = (payload: Payload, name: string): string => String(payload[name]);

interface Receiver {
  readonly id: string;
  readonly name: string;
}

/** Who gets the duty: the person named, or of those who stand whoever is elected. */
function receivers({ payload, options }: Pick<EffectSubject, 'payload' | 'options'>): Receiver[] {
  if (!payload['toWinners']) return [{ id: text(payload, 'personId'), name: text(payload, 'personName') }];
  return options.flatMap(({ personId, label }) => (personId ? [{ id: personId, name: label }] : []));
}

/** A duty can go to whoever is elected where all who stand are on the roll. Of several seats nobody knows whose place is whose. */
function checkElection({ question, input, field }: EffectAsked): void {
  if (question && !question.options.every(({ personId }) => personId))
    throw new BadInput(field('toWinners'), 'Only members can be given a duty. Choose all who stand from the roll.');
  if (input.insteadOf && question && (question.settings?.['seats'] ?? 1) !== 1)
    throw new BadInput(field('insteadOf'), 'Where several are elected, end the duties of the others by themselves.');
}

/** A passed proposal offers a duty to somebody, or to whoever it elects, perhaps for a term and in the place of somebody else. They hold it once they have said yes. */
@Injectable()
export class DutyGiveEffect implements EffectExecutor {
  readonly locks = 'membership';

  constructor(private readonly offers: DutyOffers) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const duty = dutyOf(asked);
    const receiver = await this.receiver(db, asked);
    const former = asked.input.insteadOf ? await named(db, asked, 'insteadOf') : null;
    if (former && former.id === receiver['personId'])
      throw new BadInput(asked.field('insteadOf'), 'Nobody follows themselves. Leave this empty.');
    const until = asked.input.until ?? null;
    if (until !== null) await this.checkTerm(db, asked, until);
    return { ...receiver, duty, until, insteadOf: former?.id ?? null, formerName: former?.name ?? null };
  }

  private async receiver(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    if (!asked.input.toWinners) {
      const { id, name } = await named(db, asked);
      return { personId: id, personName: name };
    }
    checkElection(asked);
    return { personId: null, personName: null, toWinners: true };
  }

  async refusal(db: EntityManager, of: EffectSubject): Promise<EffectRefused | null> {
    for (const receiver of receivers(of)) {
      const refusal = await this.refusalFor(db, of, receiver);
      if (refusal) return refusal;
    }
    const { groupId, payload } = of;
    if (!payload['insteadOf']) return null;
    const former = await onRoll(db, groupId, text(payload, 'insteadOf'));
    const duty = payload['duty'] as Duty;
    return former?.duties.includes(duty)
      ? null
      : new EffectRefused('DUTY_CHANGED', say`${text(payload, 'formerName')} is not ${words[duty]} any more.`);
  }

  /** Whoever is elected again keeps the duty, for a new term. */
  private async refusalFor(
    db: EntityManager,
    { groupId, payload }: EffectSubject,
    { id, name }: Receiver,
  ): Promise<EffectRefused | null> {
    const duty = payload['duty'] as Duty;
    const person = await onRoll(db, groupId, id);
    if (person?.standing !== 'member')
      return new EffectRefused('NOT_A_MEMBER', say`${name} is no member, and only a member can hold a duty.`);
    if (person.duties.includes(duty) && !payload['toWinners'])
      return new EffectRefused('DUTY_CHANGED', say`${name} is ${words[duty]} already.`);
    const asked = await row(
      db,
      `SELECT 1 FROM duty_offer o JOIN membership m ON m.id = o.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND o.kind = $3 AND o.answered_at IS NULL`,
      [groupId, person.id, duty],
    );
    return asked ? new EffectRefused('DUTY_CHANGED', say`${name} has been asked to be ${words[duty]} already.`) : null;
  }

  lock(tx: EntityManager, call: EffectCall): Promise<void> {
    const people = [...receivers(call).map(({ id }) => id), call.payload['insteadOf']].filter(
      (id) => typeof id === 'string',
    );
    return lockRoll(tx, call.groupId, people);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string | null> {
    const { payload } = call;
    const made: string[] = [];
    for (const [at, { id }] of receivers(call).entries())
      made.push(
        await this.offers.offer(tx, {
          groupId: call.groupId,
          personId: id,
          duty: text(payload, 'duty'),
          untilOn: (payload['until'] as string | null) ?? null,
          insteadOf: payload['insteadOf'] === id ? null : ((payload['insteadOf'] as string | null) ?? null),
          proposalId: call.proposalId,
          effectNo: call.index,
          part: at + 1,
        }),
      );
    return made[0] ?? null;
  }

  private async checkTerm(db: EntityManager, asked: EffectAsked, until: string): Promise<void> {
    const isDate = /^\d{4}-\d\d-\d\d$/.test(until) && !Number.isNaN(Date.parse(`${until}T00:00:00Z`));
    const ahead =
      isDate &&
      (await row(
        db,
        `SELECT 1 FROM folk_group g WHERE g.id = $1 AND $2::date > (clock_now() AT TIME ZONE g.zone)::date AND $2::date < (clock_now() AT TIME ZONE g.zone)::date + 3660`,
        [asked.groupId, until],
      ));
    if (!ahead) throw new BadInput(asked.field('until'), 'The last day of the term must lie ahead, within ten years.');
  }
}

/** A passed proposal ends somebody's duty. */
@Injectable()
export class DutyEndEffect implements EffectExecutor {
  readonly locks = 'membership';

  constructor(private readonly roll: Roll) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const duty = dutyOf(asked);
    const person = await named(db, asked);
    const reason = longText(asked.field('reason'), asked.input.reason, { what: 'The reason', max: 500 });
    return { personId: person.id, personName: person.name, duty, reason };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const duty = payload['duty'] as Duty;
    const name = text(payload, 'personName');
    const person = await onRoll(db, groupId, text(payload, 'personId'));
    if (!person?.duties.includes(duty))
      return new EffectRefused('DUTY_CHANGED', say`${name} is not ${words[duty]} any more.`);
    if (duty === 'steward' && (await isLastSteward(db, groupId, person)))
      return new EffectRefused('LAST_STEWARD', say`${name} is the last steward. Make somebody else a steward first.`);
    return null;
  }

  lock(tx: EntityManager, call: EffectCall): Promise<void> {
    return lockRoll(tx, call.groupId, [text(call.payload, 'personId')]);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<null> {
    await this.roll.endDuty(tx, visitor, {
      groupId: call.groupId,
      personId: text(call.payload, 'personId'),
      duty: text(call.payload, 'duty'),
      reason: text(call.payload, 'reason'),
    });
    return null;
  }
}
