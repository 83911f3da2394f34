import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Roll } from '../../groups/index.ts';
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

const changed = (words: Words): EffectRefused => new EffectRefused('STANDING_CHANGED', words);

/** A passed proposal lets somebody in who has asked to join. */
@Injectable()
export class MemberAdmitEffect implements EffectExecutor {
  readonly locks = 'membership';

  constructor(private readonly roll: Roll) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const person = await named(db, asked);
    if (person.standing !== 'applying')
      throw new BadInput(asked.field('personId'), say`${person.name} does not ask to join.`);
    return { personId: person.id, personName: person.name };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const person = await onRoll(db, groupId, String(payload['personId']));
    if (person?.standing === 'applying') return null;
    const name = String(payload['personName']);
    return changed(
      person?.standing === 'member' ? say`${name} is a member already.` : say`${name} does not ask to join any more.`,
    );
  }

  lock(tx: EntityManager, call: EffectCall): Promise<void> {
    return lockRoll(tx, call.groupId, [String(call.payload['personId'])]);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<null> {
    await this.roll.step(tx, {
      groupId: call.groupId,
      personId: String(call.payload['personId']),
      step: 'admit',
      authority: { kind: 'decision', id: call.proposalId },
      reason: 'admitted',
    });
    return null;
  }
}

/** A passed proposal ends somebody's membership. It is decided by two thirds, without the person concerned, who may object before it is carried out. */
@Injectable()
export class MemberRemoveEffect implements EffectExecutor {
  readonly locks = 'membership';

  constructor(private readonly roll: Roll) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const person = await named(db, asked);
    const reason = longText(asked.field('reason'), asked.input.reason, { what: 'The reason', max: 500 });
    if (reason === '')
      throw new BadInput(asked.field('reason'), say`Say why, in a few words: ${person.name} reads it, and can answer.`);
    return { personId: person.id, personName: person.name, reason };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const person = await onRoll(db, groupId, String(payload['personId']));
    const name = String(payload['personName']);
    const belongs = ['member', 'paused', 'suspended', 'lapsed'].includes(person?.standing ?? '');
    if (!person || !belongs) return changed(say`${name} is no member any more.`);
    if (await isLastSteward(db, groupId, person))
      return new EffectRefused(
        'LAST_STEWARD',
        say`${name} is the last steward. Make somebody else a steward first: without one nobody could let people in.`,
      );
    return null;
  }

  lock(tx: EntityManager, call: EffectCall): Promise<void> {
    return lockRoll(tx, call.groupId, [String(call.payload['personId'])]);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<null> {
    await this.roll.step(tx, {
      groupId: call.groupId,
      personId: String(call.payload['personId']),
      step: 'remove',
      authority: { kind: 'decision', id: call.proposalId },
      reason: 'removed',
      ...(call.mandate ? { rulebook: call.mandate.rulebook } : {}),
    });
    return null;
  }
}
