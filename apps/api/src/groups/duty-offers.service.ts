import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { together } from '../platform/database/together.ts';
import { Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { DutyOffer } from './rules.graphql.ts';
import { Roll } from './roll.service.ts';

/** What a decision offers to somebody. */
export interface NewDutyOffer {
  readonly groupId: string;
  readonly personId: string;
  readonly duty: string;
  readonly untilOn: string | null;
  /** Whose duty ends at the instant at which this one begins. */
  readonly insteadOf: string | null;
  readonly proposalId: string;
  readonly effectNo: number;
  /** Which of several that one effect offers, from 1. */
  readonly part: number;
}

interface OfferRow {
  id: string;
  group_id: string;
  person_id: string;
  kind: string;
  until_on: string | null;
  former_id: string | null;
  authority_proposal: string;
  effect_no: number;
  effect_part: number;
}

/** Duties that the group has decided to give: offered, and held only once their person has said yes (roll.md 5). */
@Injectable()
export class DutyOffers {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly roll: Roll,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Offers a duty. The caller holds the membership and has checked it. Returns the id of the offer. */
  async offer(tx: EntityManager, of: NewDutyOffer): Promise<string> {
    const id = newId();
    await rows(
      tx,
      `INSERT INTO duty_offer (id, membership_id, kind, until_on, instead_of, authority_proposal, effect_no, effect_part, offered_at)
       SELECT $1, m.id, $4, $5, (SELECT f.id FROM membership f WHERE f.group_id = $2 AND f.person_id = $6), $7, $8, $9, clock_now()
       FROM membership m WHERE m.group_id = $2 AND m.person_id = $3`,
      [id, of.groupId, of.personId, of.duty, of.untilOn, of.insteadOf, of.proposalId, of.effectNo, of.part],
    );
    await this.record(tx, visitor, { ...of, type: 'duty.offered', kind: 'DutyOffered', offerId: id });
    return id;
  }

  /** The open offers to a person, oldest first. */
  async openFor(db: EntityManager, actor: Actor): Promise<DutyOffer[]> {
    return together<DutyOffer>(db, actor, {
      name: 'duty_offers_open',
      text: `SELECT json_build_object('id', o.id, 'duty', o.kind, 'until', o.until_on, 'groupName', g.name, 'groupHandle', g.handle, 'formerName', f.name, 'proposalId', o.authority_proposal) AS json
       FROM membership m JOIN duty_offer o ON o.membership_id = m.id AND o.answered_at IS NULL JOIN folk_group g ON g.id = m.group_id
       LEFT JOIN membership fm ON fm.id = o.instead_of LEFT JOIN person f ON f.id = fm.person_id
       WHERE m.person_id = $1 ORDER BY o.offered_at, o.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  /** Takes the duty on, and ends the former holder's at the same instant; or says no, and everything stays as it was. */
  async answer(actor: Actor, id: string, accept: boolean): Promise<void> {
    await this.database.transaction(async (tx) => {
      const offer = await this.hold(tx, id);
      await this.policy.require(tx, actor, 'duty.accept', {
        groupId: offer.group_id,
        own: offer.person_id === actor.personId,
      });
      await rows(tx, 'UPDATE duty_offer SET answered_at = clock_now(), answer = $2 WHERE id = $1', [
        id,
        accept ? 'accepted' : 'declined',
      ]);
      if (accept) await this.begin(tx, actor, offer);
      else
        await this.record(tx, actor, {
          groupId: offer.group_id,
          personId: offer.person_id,
          duty: offer.kind,
          type: 'duty.declined',
          kind: 'DutyDeclined',
          offerId: id,
        });
    });
  }

  private async begin(tx: EntityManager, actor: Actor, offer: OfferRow): Promise<void> {
    const of = { groupId: offer.group_id, duty: offer.kind };
    const { authority_proposal: proposalId, effect_no: effectNo, effect_part: part, until_on: untilOn } = offer;
    await this.roll.giveDuty(tx, actor, {
      ...of,
      personId: offer.person_id,
      authority: { kind: 'decision', id: proposalId },
      term: { untilOn, proposalId, effectNo, part },
    });
    const former = offer.former_id;
    if (former && (await this.holds(tx, { ...of, personId: former })))
      await this.roll.endDuty(tx, actor, { ...of, personId: former, reason: '' });
  }

  private async holds(tx: EntityManager, of: { groupId: string; duty: string; personId: string }): Promise<boolean> {
    const held = await row(
      tx,
      `SELECT 1 FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.kind = $3 AND d.to_at IS NULL`,
      [of.groupId, of.personId, of.duty],
    );
    return held !== null;
  }

  /** The group before the memberships, then the offer: two taps are one answer. */
  private async hold(tx: EntityManager, id: string): Promise<OfferRow> {
    if (!isId(id)) throw new NotFound();
    const found = await row<{ group_id: string }>(
      tx,
      'SELECT m.group_id FROM duty_offer o JOIN membership m ON m.id = o.membership_id WHERE o.id = $1',
      [id],
    );
    if (!found) throw new NotFound();
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [found.group_id]);
    const offer = await row<OfferRow & { answered_at: Date | null }>(
      tx,
      `SELECT o.id, m.group_id, m.person_id, o.kind, o.until_on, f.person_id AS former_id, o.authority_proposal, o.effect_no, o.effect_part, o.answered_at
       FROM duty_offer o JOIN membership m ON m.id = o.membership_id LEFT JOIN membership f ON f.id = o.instead_of WHERE o.id = $1 FOR UPDATE OF o`,
      [id],
    );
    if (offer!.answered_at) throw new Conflict('You have answered this already.');
    return offer!;
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; personId: string; duty: string; type: string; kind: string; offerId: string },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: of.type,
      actorId: actor.personId,
      facts: { person: of.personId, duty: of.duty },
    });
    await this.outbox.announce(tx, {
      kind: of.kind,
      groupId: of.groupId,
      payload: { offerId: of.offerId, personId: of.personId, duty: of.duty, byId: actor.personId },
      topics: [`group:${of.groupId}`, `person:${of.personId}`],
    });
  }
}
