import { createHmac } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { removalRules } from '#libs/governance';
import { row, rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { Retention } from '../platform/jobs/retention.ts';
import { Secrets } from '../platform/secrets/secrets.service.ts';
import { Rulebooks } from './rulebooks.service.ts';

interface Barred {
  readonly groupId: string;
  readonly membershipId: string;
  readonly personId: string;
}

const PURPOSE = 'rejoin-bar';

/**
 * Keeps those who were removed from coming back before their time, by any confirmed address of theirs. Addresses are kept as HMAC with a key of
 * the instance and the group, so that the rows tell nobody who it was, and are let go of when the bar ends: it lifts by itself.
 */
@Injectable()
export class RejoinBars implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly rulebooks: Rulebooks,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.rows('bars of those who were removed', { table: 'rejoin_bar', where: 'until_at <= clock_now()' });
  }

  /** Bars a person for the months that the rulebook says: the version of a number, or the one in force. */
  async set(tx: EntityManager, of: Barred & { readonly rulebook: number | null }): Promise<void> {
    const { rules } = await this.rulebooks.of(tx, of.groupId, of.rulebook);
    const { rejoinAfterMonths: months } = removalRules(rules);
    if (months === 0) return;
    const marks = await this.marks(tx, of, 1);
    for (const mark of [null, ...marks])
      await rows(
        tx,
        `INSERT INTO rejoin_bar (id, group_id, membership_id, mark, until_at) VALUES ($1, $2, $3, $4, clock_now() + $5::int * interval '1 month')`,
        [newId(), of.groupId, of.membershipId, mark, months],
      );
  }

  /** The day from which a person may ask again, or null where nothing keeps them: neither this membership nor an address that is theirs now. */
  async until(tx: EntityManager, of: Barred): Promise<string | null> {
    const any = await row(tx, 'SELECT 1 FROM rejoin_bar WHERE group_id = $1 AND until_at > clock_now() LIMIT 1', [
      of.groupId,
    ]);
    if (!any) return null;
    const found = await row<{ until: string | null }>(
      tx,
      `SELECT to_char(max(b.until_at) AT TIME ZONE g.zone, 'YYYY-MM-DD') AS until FROM rejoin_bar b JOIN folk_group g ON g.id = b.group_id
       WHERE b.group_id = $1 AND b.until_at > clock_now() AND (b.membership_id = $2 OR b.mark = ANY($3::bytea[])) GROUP BY g.zone`,
      [of.groupId, of.membershipId, await this.marks(tx, of)],
    );
    return found?.until ?? null;
  }

  /** Takes the bar of a membership away: the group has decided otherwise. */
  async lift(tx: EntityManager, membershipId: string): Promise<void> {
    await rows(tx, 'DELETE FROM rejoin_bar WHERE membership_id = $1', [membershipId]);
  }

  /** The marks of a person's addresses under so many of the instance's secrets, the present one first; all of them unless told. */
  private async marks(tx: EntityManager, of: Barred, most = Infinity): Promise<Buffer[]> {
    const addresses = await rows<{ email: string }>(tx, 'SELECT email FROM address WHERE person_id = $1 ORDER BY id', [
      of.personId,
    ]);
    if (addresses.length === 0) return [];
    const keys = (await this.secrets.derived(tx, PURPOSE)).slice(0, most);
    return keys.flatMap((key) =>
      addresses.map(({ email }) => createHmac('sha256', key).update(`${of.groupId}\n${email}`).digest()),
    );
  }
}
