import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { instantOf } from '#libs/zone';
import { Endings } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { tagOf } from '../../platform/tags.ts';
import { DelegationRecords } from './delegation-records.service.ts';
import type { DelegationBoard, GiveDelegationInput } from './delegations.graphql.ts';
import { DelegationsStore } from './delegations.store.ts';
import { say } from '../../platform/words/words.ts';

const MAX_TAG = 30;

/** Members who let others vote for them: given for a group, a topic or one vote, seen by the members, taken back at any moment. */
@Injectable()
export class DelegationsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly endings: Endings,
    private readonly store: DelegationsStore,
    private readonly records: DelegationRecords,
  ) {}

  onModuleInit(): void {
    this.endings.on('delegations', async (tx, { groupId, personId }) => {
      const freed = await this.store.endAll(tx, groupId, personId);
      if (freed.length > 0) await this.records.freed(tx, { groupId, personId, freed });
    });
  }

  async board(actor: Actor, groupId: string): Promise<DelegationBoard> {
    if (!isId(groupId)) throw new NotFound();
    const db = this.database.reads;
    const standing = await this.policy.requireInGroup(db, actor, 'delegation.read', { groupId });
    const [delegations, topics] = await Promise.all([
      this.store.ofGroup(db, groupId),
      this.store.topicsOf(db, groupId),
    ]);
    const mode = (standing.rules as unknown as Rulebook).decision.delegation ?? 'off';
    const mayGive = mode !== 'off' && this.policy.allows(actor, 'delegation.set', {}, standing);
    return { groupId, mode, delegations, topics, mayGive };
  }

  /** Gives a word in place of one of the same reach. Throws BAD_USER_INPUT naming the field, CONFLICT where the rules know no delegation. */
  async give(actor: Actor, input: GiveDelegationInput): Promise<void> {
    const { groupId, toId, proposalId = null } = input;
    if (!isId(groupId) || !isId(toId)) throw new NotFound();
    const tag = checkedTag(input);
    await this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'delegation.set', { groupId });
      const mode = (standing.rules as unknown as Rulebook).decision.delegation ?? 'off';
      if (mode === 'off' && !proposalId)
        throw new Conflict('In this group everybody votes for themselves. A decision can change that rule.');
      if (toId === actor.personId) throw new BadInput('toId', 'You vote for yourself already.');
      for (const personId of [actor.personId!, toId].toSorted())
        if (!(await this.store.holdMember(tx, groupId, personId)))
          throw new BadInput('toId', 'Choose somebody who is a member of this group.');
      await this.store.holdOpenVotes(tx, groupId);
      if (proposalId) await this.checkVote(tx, { id: proposalId, groupId, people: [actor.personId!, toId] });
      const untilAt = await this.untilOf(tx, groupId, input.untilOn ?? null);
      const word = { id: newOrderedId(), groupId, fromId: actor.personId!, toId, tag, proposalId, untilAt };
      await this.store.insert(tx, word);
      await this.records.given(tx, actor, word);
    });
  }

  /** Takes a word back; from this instant it counts nowhere any more. Returns the group. */
  async takeBack(actor: Actor, id: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const word = isId(id) ? await this.store.running(tx, id) : null;
      if (!word || word.from_id !== actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'delegation.end', { groupId: word.group_id, own: true });
      await this.store.holdOpenVotes(tx, word.group_id);
      await this.store.end(tx, id);
      await this.records.ended(tx, actor, { id, groupId: word.group_id });
      return word.group_id;
    });
  }

  private async checkVote(
    tx: EntityManager,
    of: { id: string; groupId: string; people: readonly string[] },
  ): Promise<void> {
    const vote = isId(of.id) ? await this.store.openVote(tx, of) : null;
    if (!vote) throw new BadInput('proposalId', 'This vote is not open.');
    if (!vote.delegates) throw new BadInput('proposalId', 'In this vote everybody votes for themselves.');
    if (vote.electors < of.people.length)
      throw new BadInput('toId', 'One of you was not on the roll when this vote opened, and has no vote in it.');
  }

  /** The end of a day in the zone of the group. */
  private async untilOf(tx: EntityManager, groupId: string, day: string | null): Promise<Date | null> {
    if (!day) return null;
    const zone = (await row<{ zone: string }>(tx, 'SELECT zone FROM folk_group WHERE id = $1', [groupId]))!.zone;
    const at = new Date(`${day}T00:00:00Z`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day)
      throw new BadInput('untilOn', 'This is no day of the calendar.');
    const next = new Date(at.getTime() + 86_400_000).toISOString().slice(0, 10);
    const until = new Date(instantOf(`${next}T00:00:00`, zone).at);
    if (until <= (await this.clock.now(tx))) throw new BadInput('untilOn', 'This day is over. Choose a later one.');
    return until;
  }
}

function checkedTag({ tag, proposalId }: GiveDelegationInput): string | null {
  if (tag == null) return null;
  if (proposalId) throw new BadInput('tag', 'A single vote has no further topic. Choose one of the two.');
  const kept = tagOf(tag);
  if (kept === '') throw new BadInput('tag', 'Say which topic.');
  if ([...kept].length > MAX_TAG) throw new BadInput('tag', say`A topic has ${MAX_TAG} characters at most.`);
  return kept;
}
