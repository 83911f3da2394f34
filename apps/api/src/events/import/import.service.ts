import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ImportedEvent, type ImportFault, MAX_IMPORT_BYTES, readCalendar } from '#libs/calendar';
import { GroupsStore } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { allDayWalls, checkedFields } from '../event-fields.ts';
import { EventRecords } from '../event-records.service.ts';
import { EventsService } from '../events.service.ts';

export interface ImportLine {
  readonly title: string;
  readonly start: string;
  readonly zone: string;
  readonly what: 'new' | 'changed' | 'same';
}

/** What an import does, or with `dryRun` would do. */
export interface ImportReport {
  readonly name: string | null;
  readonly lines: readonly ImportLine[];
  readonly faults: readonly ImportFault[];
  readonly made: number;
  readonly changed: number;
  readonly same: number;
}

interface Held {
  event_id: string;
  content_hash: Buffer;
}

/** Takes a calendar file into a group: nothing doubled on a second import, what changed there changes here, what cannot be read is named. */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly groups: GroupsStore,
    private readonly events: EventsService,
    private readonly records: EventRecords,
    private readonly log: GroupLog,
  ) {}

  async run(
    actor: Actor,
    groupId: string,
    file: { bytes: Uint8Array; dryRun: boolean; visibility: string },
  ): Promise<ImportReport> {
    if (!isId(groupId)) throw new NotFound();
    if (file.bytes.length > MAX_IMPORT_BYTES) throw new BadInput('file', 'The calendar is larger than 1 MB.');
    const standing = await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    const group = await this.groups.find(this.database.reads, actor, groupId);
    if (!group) throw new NotFound();
    const read = readCalendar(new TextDecoder().decode(file.bytes), {
      fallbackZone: group.zone,
      now: new Date(),
      horizonDays: 366,
    });
    const visibility = file.visibility === 'public' && standing.visibility !== 'secret' ? 'public' : 'group';
    if (file.dryRun)
      return this.report(read.name, await this.plan(this.database.reads, groupId, read.events), read.faults);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'event.import', { groupId });
      await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]); // two imports at once would double
      const plan = await this.plan(tx, groupId, read.events);
      const faults: ImportFault[] = [...read.faults];
      for (const one of plan)
        await this.take(tx, actor, { ...one, groupId, visibility, isOpen: standing.visibility === 'open' }, faults);
      await this.log.append(tx, {
        chainId: groupId,
        type: 'calendar.imported',
        actorId: actor.personId,
        facts: { events: plan.length },
      });
      await this.records.bump(tx, groupId);
      return this.report(read.name, plan, faults);
    });
  }

  private async plan(
    db: EntityManager,
    groupId: string,
    events: readonly ImportedEvent[],
  ): Promise<{ event: ImportedEvent; what: ImportLine['what']; held: Held | null; hash: Buffer }[]> {
    const planned = [];
    for (const event of events) {
      const hash = createHash('sha256').update(JSON.stringify(event)).digest();
      const held = await row<Held>(
        db,
        'SELECT event_id, content_hash FROM imported WHERE group_id = $1 AND uid = $2 AND recurrence_id = $3',
        [groupId, event.uid, event.recurrenceId ?? ''],
      );
      const own = held
        ? null
        : await row<{ id: string }>(db, 'SELECT id FROM event WHERE group_id = $1 AND ical_uid = $2', [
            groupId,
            event.uid,
          ]);
      const what = own ? 'same' : !held ? 'new' : held.content_hash.equals(hash) ? 'same' : 'changed';
      planned.push({ event, what, held, hash } as const);
    }
    return planned;
  }

  private async take(
    tx: EntityManager,
    actor: Actor,
    of: {
      event: ImportedEvent;
      what: ImportLine['what'];
      held: Held | null;
      hash: Buffer;
      groupId: string;
      visibility: string;
      isOpen: boolean;
    },
    faults: ImportFault[],
  ): Promise<void> {
    if (of.what === 'same') return;
    const { event } = of;
    const walls = event.allDay ? allDayWalls(event.start, event.end) : { startLocal: event.start, endLocal: event.end };
    const input = {
      title: event.title,
      body: event.description,
      ...walls,
      zone: event.zone,
      allDay: event.allDay,
      placeName: event.location.slice(0, 200),
      visibility: of.visibility,
    };
    try {
      const fields = checkedFields(input, of.isOpen);
      const id = of.held
        ? await this.change(tx, of.held.event_id, fields)
        : await this.events.insert(tx, actor, {
            groupId: of.groupId,
            fields,
            input,
            status: 'scheduled',
            silent: true,
          });
      if (event.cancelled)
        await rows(
          tx,
          `UPDATE event SET status = 'cancelled', reason = coalesce(reason, '') WHERE id = $1 AND status <> 'cancelled'`,
          [id],
        );
      await rows(
        tx,
        `INSERT INTO imported (group_id, uid, recurrence_id, event_id, content_hash) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (group_id, uid, recurrence_id) DO UPDATE SET content_hash = $5`,
        [of.groupId, event.uid, event.recurrenceId ?? '', id, of.hash],
      );
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      faults.push({ event: event.title, reason: error.message });
    }
  }

  private async change(tx: EntityManager, id: string, fields: ReturnType<typeof checkedFields>): Promise<string> {
    await rows(
      tx,
      `UPDATE event SET title = $2, body = $3, body_html = $4, schedule_seq = schedule_seq + CASE WHEN start_at <> $7 THEN 1 ELSE 0 END, start_local = $5, end_local = $6, start_at = $7, end_at = $8, zone = $9, all_day = $10,
         place_name = $11, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [
        id,
        fields.title,
        fields.body,
        fields.body_html,
        fields.start_local,
        fields.end_local,
        fields.start_at,
        fields.end_at,
        fields.zone,
        fields.all_day,
        fields.place_name,
      ],
    );
    return id;
  }

  private report(
    name: string | null,
    plan: readonly { event: ImportedEvent; what: ImportLine['what'] }[],
    faults: readonly ImportFault[],
  ): ImportReport {
    const count = (what: ImportLine['what']): number => plan.filter((one) => one.what === what).length;
    return {
      name,
      lines: plan
        .slice(0, 200)
        .map(({ event, what }) => ({ title: event.title, start: event.start, zone: event.zone, what })),
      faults,
      made: count('new'),
      changed: count('changed'),
      same: count('same'),
    };
  }
}
