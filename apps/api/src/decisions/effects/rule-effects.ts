import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type AmendFault,
  amended,
  isRuleKey,
  procedureFor,
  type RuleChange,
  ruleFits,
  ruleText,
} from '#libs/governance';
import { Agreements, Rulebooks } from '../../groups/index.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { longText, requiredName } from '../../platform/names.ts';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../effects.ts';
import { say, type Words } from '../../platform/words/words.ts';

const refusals: Readonly<Record<AmendFault['code'], (key: string) => Words>> = {
  CLAUSE_MOVED: (key) => say`The rule “${key}” was changed by another decision in the meantime.`,
  WRONG_PROCEDURE: (key) => say`The rule “${key}” takes two thirds, half voting, and seven days.`,
  UNFIT: () => say`What one person may approve cannot be more than what two may.`,
};

const lockGroup = async (tx: EntityManager, { groupId }: EffectCall): Promise<void> => {
  await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
};

/** A passed proposal changes rules: each by the procedure that its class asked for when the vote opened. */
@Injectable()
export class RulebookAmendEffect implements EffectExecutor {
  readonly locks = 'group';
  readonly lock = lockGroup;

  constructor(private readonly rulebooks: Rulebooks) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const asked = input.changes ?? [];
    if (asked.length === 0) throw new BadInput(field('changes'), 'Choose the rule that changes.');
    const { rules } = await this.rulebooks.of(db, groupId);
    const changes = asked.map(({ key, value }, at): RuleChange => {
      if (!isRuleKey(key)) throw new BadInput(field(`changes.${at}`), say`There is no rule “${key.slice(0, 60)}”.`);
      if (!ruleFits(key, value)) throw new BadInput(field(`changes.${at}`), 'This cannot be the value of the rule.');
      const before = ruleText(rules, key);
      if (before === value) throw new BadInput(field(`changes.${at}`), 'The rule is so already. Choose another value.');
      return { key, before, after: value };
    });
    if (new Set(changes.map(({ key }) => key)).size < changes.length)
      throw new BadInput(field('changes'), 'Each rule is changed once.');
    return { changes };
  }

  async refusal(db: EntityManager, { groupId, payload, mandate }: EffectSubject): Promise<EffectRefused | null> {
    const { rules } = await this.rulebooks.of(db, groupId);
    const opened = mandate ? (await this.rulebooks.of(db, groupId, mandate.rulebook)).rules : rules;
    const changes = payload['changes'] as RuleChange[];
    const procedure = mandate?.procedure ?? procedureFor([{ kind: 'rulebook.amend', payload }], rules);
    const outcome = amended(rules, changes, procedure, opened);
    return 'fault' in outcome
      ? new EffectRefused(outcome.fault.code, refusals[outcome.fault.code](outcome.fault.key))
      : null;
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const { rules } = await this.rulebooks.of(tx, call.groupId);
    const changes = call.payload['changes'] as RuleChange[];
    const opened = await this.rulebooks.of(tx, call.groupId, call.mandate!.rulebook);
    const outcome = amended(rules, changes, call.mandate!.procedure, opened.rules);
    if ('fault' in outcome)
      throw new EffectRefused(outcome.fault.code, refusals[outcome.fault.code](outcome.fault.key));
    return this.rulebooks.follow(tx, {
      groupId: call.groupId,
      rules: outcome.book,
      proposalId: call.proposalId,
      effectNo: call.index,
    });
  }
}

/** A passed proposal makes a text the agreement of the group; its members are asked to accept it. */
@Injectable()
export class AgreementAdoptEffect implements EffectExecutor {
  readonly locks = 'group';
  readonly lock = lockGroup;

  constructor(private readonly agreements: Agreements) {}

  async read(_db: EntityManager, { input, field }: EffectAsked): Promise<Payload> {
    const text = longText(field('text'), input.text, { what: 'The agreement', max: 20_000 });
    if (text === '') throw new BadInput(field('text'), 'Write what everybody agrees to.');
    return {
      label: requiredName(field('title'), input.title ?? '', { what: 'The name of the agreement', max: 120 }),
      text,
    };
  }

  async expects(db: EntityManager, { groupId }: EffectSubject): Promise<Payload> {
    return { version: await this.agreements.current(db, groupId) };
  }

  async refusal(db: EntityManager, { groupId, expects }: EffectSubject): Promise<EffectRefused | null> {
    if (expects['version'] === undefined) return null;
    const now = await this.agreements.current(db, groupId);
    return now === expects['version']
      ? null
      : new EffectRefused(
          'CLAUSE_MOVED',
          say`Another decision has adopted version ${now} of the agreement in the meantime; this text was written for version ${Number(expects['version'])}.`,
        );
  }

  run(tx: EntityManager, call: EffectCall): Promise<string> {
    return this.agreements.adopt(tx, {
      groupId: call.groupId,
      title: String(call.payload['label']),
      text: String(call.payload['text']),
      proposalId: call.proposalId,
      effectNo: call.index,
    });
  }
}
