import { Injectable } from '@nestjs/common';
import { RemovalVotes } from '../decisions/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { BadInput, Conflict } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { RemovalRecords } from './removal-records.service.ts';
import { appealBody, caseWords } from './removal-words.ts';
import { Removals } from './removals.service.ts';
import { RemovalsStore } from './removals.store.ts';

/**
 * Appealing against a removal, once and within 14 days. The removal stands meanwhile: two thirds of the group have decided it in a vote that
 * heard the other side, and an appeal that undid it for the time of another vote would be a way to stay for weeks. What is not confirmed by the
 * fresh vote is taken back.
 */
@Injectable()
export class RemovalAppeals {
  constructor(
    private readonly database: Database,
    private readonly votes: RemovalVotes,
    private readonly removals: Removals,
    private readonly store: RemovalsStore,
    private readonly records: RemovalRecords,
  ) {}

  /** Opens the vote about the appeal at once, without those who opened the case where five others remain. */
  async appeal(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 4000 });
    if (words === '') throw new BadInput('reason', 'Say why: the others decide about it.');
    await this.database.transaction(async (tx) => {
      const { held } = await this.removals.held(tx, actor, id, 'removal.appeal');
      if (held.state === 'appealed' || held.state === 'upheld' || held.state === 'reversed')
        throw new Conflict('There was an appeal already: it is decided once.');
      this.removals.check(held, 'appeal');
      if (held.appeal_until! <= held.now) throw new Conflict('The time to appeal is over.');
      const group = (await row<{ handle: string; locale: string }>(
        tx,
        'SELECT handle, locale FROM folk_group WHERE id = $1',
        [held.group_id],
      ))!;
      const name = await this.store.nameOf(tx, held.subject_id);
      const said = caseWords(group.locale);
      const path = `/g/${group.handle}/removals/${held.id}`;
      const proposalId = await this.votes.open(tx, {
        groupId: held.group_id,
        authorId: held.subject_id,
        subject: { id: held.subject_id, name },
        openers: [held.opened_by, ...(held.joined_by ? [held.joined_by] : [])],
        rulebook: held.rulebook,
        title: said.appealTitle(name),
        body: appealBody({ locale: group.locale, name, path, reason: words }),
        words: { yes: said.stands, no: said.back },
        reason: null,
      });
      const appealed = await this.records.write(tx, held, {
        state: 'appealed',
        appeal_reason: words,
        appealed_at: held.now,
        appeal_proposal_id: proposalId,
      });
      await this.records.tell(tx, appealed, {
        step: 'appealed',
        actorId: actor.personId,
        facts: { proposal: proposalId },
        detail: { reason: words },
      });
    });
  }
}
