import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Conflict } from '../platform/graphql/errors.ts';
import { Jobs } from '../platform/jobs/jobs.ts';
import { Endings } from './endings.ts';
import { Roll } from './roll.service.ts';

interface Over {
  group_id: string;
  person_id: string;
  kind: string;
}

/** What time does to duties: one that was given for a term ends by itself after its last day, in the group's zone. */
@Injectable()
export class DutyClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly roll: Roll,
    private readonly endings: Endings,
  ) {}

  onModuleInit(): void {
    this.jobs.every('duties.terms', '* * * * *', () => this.endDue());
    this.endings.on('offers', (tx, { groupId, personId }) => this.voidOffers(tx, groupId, personId));
  }

  /** Ends every duty whose last day is over, each in a transaction of its own. The last steward holds on until there is another. */
  async endDue(): Promise<void> {
    const over = `SELECT m.group_id, m.person_id, d.kind FROM duty d JOIN membership m ON m.id = d.membership_id JOIN folk_group g ON g.id = m.group_id
      WHERE d.to_at IS NULL AND d.until_on < (clock_now() AT TIME ZONE g.zone)::date`;
    for (const due of await rows<Over>(this.database.reads, `${over} ORDER BY d.until_on, d.id LIMIT 200`))
      await this.database
        .transaction(async (tx) => {
          const still = await row<Over>(tx, `${over} AND m.group_id = $1 AND m.person_id = $2 AND d.kind = $3`, [
            due.group_id,
            due.person_id,
            due.kind,
          ]);
          if (!still) return;
          const of = { groupId: due.group_id, personId: due.person_id, duty: due.kind };
          await this.roll.endDuty(tx, visitor, { ...of, reason: '', because: 'term' });
        })
        .catch((error: unknown) => {
          if (!(error instanceof Conflict)) throw error;
        });
  }

  /** Nobody holds a duty who has left, nor takes one on. */
  private async voidOffers(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    await rows(
      tx,
      `UPDATE duty_offer o SET answered_at = clock_now(), answer = 'void' FROM membership m
       WHERE m.id = o.membership_id AND m.group_id = $1 AND m.person_id = $2 AND o.answered_at IS NULL`,
      [groupId, personId],
    );
  }
}
