import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lapseOf, lastDayToSettle, warningDue } from '#libs/money';
import { Roll } from '../../groups/index.ts';
import { Database, constraintOf } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { LapsesStore, NOBODY, type Standing } from './lapses.store.ts';
import { Restoring } from './restoring.service.ts';

/** Memberships read at once. */
const PAGE = 500;

/**
 * What the morning brings to those who owe dues (roll.md 6): at nine by the group's own clocks it warns who will lapse, lets lapse whose day has come, and
 * ends what nobody settled in ninety days. A day is looked at until all of it is done; what was done is not done again.
 */
@Injectable()
export class LapseClock {
  constructor(
    private readonly database: Database,
    private readonly store: LapsesStore,
    private readonly roll: Roll,
    private readonly restoring: Restoring,
    private readonly outbox: Outbox,
  ) {}

  /** Looks at each group that has not looked since its morning. A fault in one keeps none of the others waiting. */
  async runDue(): Promise<void> {
    const faults: unknown[] = [];
    for (const { groupId, day } of await this.store.groupsToLook(this.database.reads)) {
      const before = faults.length;
      await this.look(groupId, faults);
      if (faults.length === before) await this.store.looked(this.database.reads, groupId, day);
    }
    if (faults.length > 0) throw faults[0];
  }

  private async look(groupId: string, faults: unknown[]): Promise<void> {
    for (let after = NOBODY; ;) {
      const page = await this.store.page(this.database.reads, { groupId, after, limit: PAGE });
      const seen = page.map((of) => ({ of, lapse: lapseAhead(of) }));
      await this.warn(groupId, seen);
      for (const { personId } of seen.filter(isDue).map(({ of }) => of))
        await this.database
          .transaction((tx) => this.settle(tx, groupId, personId))
          .catch((error: unknown) => {
            if (constraintOf(error) !== 'lapse_owing') faults.push(error); // paid in this very moment
          });
      if (page.length < PAGE) return;
      after = page.at(-1)!.membershipId;
    }
  }

  private async warn(groupId: string, seen: readonly Seen[]): Promise<void> {
    const due = seen.flatMap(({ of: one, lapse }) => {
      if (!lapse) return [];
      const sent = one.warnings.filter(({ duesId, lapsesOn }) => duesId === lapse.duesId && lapsesOn === lapse.on);
      const days = warningDue(
        lapse.on,
        one.today,
        sent.map((warning) => warning.days),
      );
      return days === null ? [] : [{ duesId: lapse.duesId, lapsesOn: lapse.on, days, today: one.today }];
    });
    if (due.length === 0) return;
    await this.database.transaction(async (tx) => {
      const made = new Set(await this.store.warn(tx, due));
      const warned = due.filter(({ duesId }) => made.has(duesId));
      if (warned.length > 0)
        await this.outbox.announce(tx, {
          kind: 'LapseWarned',
          groupId,
          payload: { warned: warned.map(({ duesId, lapsesOn, days }) => ({ duesId, lapsesOn, days })) },
          topics: [`group:${groupId}`],
        });
    });
  }

  /** Does for one person what the day asks, on what is true once their membership is held. */
  private async settle(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    await row(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
    await row(tx, 'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = $2 FOR UPDATE', [groupId, personId]);
    const found = await this.store.of(tx, groupId, personId);
    if (!found || found.isOver || !isDue({ of: found, lapse: lapseAhead(found) })) return;
    const authority = { kind: 'rule', id: null, rulebookVersion: found.version } as const;
    if (found.standing !== 'lapsed') {
      if (await this.isLastSteward(tx, groupId, personId)) return;
      return this.roll.step(tx, { groupId, personId, step: 'lapse', authority, reason: 'lapsed' });
    }
    if (await this.restoring.restore(tx, found)) return;
    await this.roll.step(tx, { groupId, personId, step: 'expire', authority, reason: 'lapsed' });
  }

  /** Without a steward nobody could let in or give duties: the last one holds on until there is another. The caller holds the group. */
  private async isLastSteward(tx: EntityManager, groupId: string, personId: string): Promise<boolean> {
    const stewards = await row<{ is: boolean; others: boolean }>(
      tx,
      `SELECT coalesce(bool_or(m.person_id = $2), false) AS is, coalesce(bool_or(m.person_id <> $2), false) AS others FROM duty d JOIN membership m ON m.id = d.membership_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member'
       WHERE m.group_id = $1 AND d.kind = 'steward' AND d.to_at IS NULL`,
      [groupId, personId],
    );
    return stewards!.is && !stewards!.others;
  }
}

/** Somebody, and when their membership lapses; null where it does not, or has. */
interface Seen {
  readonly of: Standing;
  readonly lapse: ReturnType<typeof lapseOf>;
}

function lapseAhead({ standing, dues, rule, today }: Standing): Seen['lapse'] {
  return standing === 'lapsed' ? null : lapseOf(dues, rule, today);
}

/** Whether something is to be done about somebody today. */
function isDue({ of: { standing, today, settlesFrom }, lapse }: Seen): boolean {
  if (standing === 'lapsed') return lastDayToSettle(settlesFrom!) < today;
  return lapse !== null && lapse.on <= today;
}
