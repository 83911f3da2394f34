import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Rulebooks } from '../../groups/index.ts';
import { Clock } from '../../platform/clock.ts';
import { rows } from '../../platform/database/sql.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { longText, requiredName } from '../../platform/names.ts';
import type { EffectAsked, EffectCall, EffectExecutor, Payload } from '../effects.ts';
import { ProposalDrafts } from '../proposal-drafts.service.ts';
import { checkedProposal } from '../proposal-rules.ts';
import { usualFields } from '../usual.ts';

/** A passed proposal leads to the next one: a draft of who put it, never opened by itself. */
@Injectable()
export class ProposalDraftEffect implements EffectExecutor {
  readonly locks = 'group';

  constructor(
    private readonly drafts: ProposalDrafts,
    private readonly rulebooks: Rulebooks,
    private readonly clock: Clock,
  ) {}

  async read(_db: EntityManager, { input, field }: EffectAsked): Promise<Payload> {
    return {
      label: requiredName(field('title'), input.title ?? '', { what: 'The title of the follow-up', max: 200 }),
      text: longText(field('text'), input.text, { what: 'The text', max: 20_000 }),
    };
  }

  refusal(): Promise<null> {
    return Promise.resolve(null);
  }

  async lock(tx: EntityManager, { groupId }: EffectCall): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const id = newOrderedId();
    const { rules } = await this.rulebooks.of(tx, call.groupId);
    const now = await this.clock.now(tx);
    const fields = checkedProposal(
      {
        title: String(call.payload['label']),
        body: String(call.payload['text']),
        ...usualFields([], { rules, now, spare: 7 }),
        eventId: null,
      },
      { rules, now, kept: [] },
    );
    await this.drafts.insert(tx, { id, groupId: call.groupId, authorId: call.authorId, fields });
    return id;
  }
}
