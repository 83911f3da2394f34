import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ImportFault } from '#libs/calendar';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { type CheckedFields, checkedFields } from '../event-fields.ts';
import { EventRecords } from '../event-records.service.ts';
import { EventsService } from '../events.service.ts';
import type { EventRow } from '../events.store.ts';
import { changedThere, type Columns, type ImportedContent, inputOf } from './content.ts';
import { reasons } from './import-words.ts';
import { ImportsStore, type PlannedImport } from './imports.store.ts';

export interface ImportInto {
  readonly groupId: string;
  readonly visibility: 'public' | 'group';
  readonly isOpen: boolean;
  /** The language of the group. */
  readonly locale: string;
  readonly sourceId: string | null;
}

/** Writes what an import decided: new events, changes of those that stand, and what was called off elsewhere. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly events: EventsService,
    private readonly records: EventRecords,
    private readonly store: ImportsStore,
    private readonly log: GroupLog,
  ) {}

  /** Takes one event; null, or why it could not be taken. */
  async take(tx: EntityManager, actor: Actor, planned: PlannedImport, into: ImportInto): Promise<ImportFault | null> {
    if (planned.what === 'same' && !into.sourceId) return null;
    try {
      const eventId = await this.write(tx, actor, planned, into);
      if (eventId) await this.store.remember(tx, { ...into, eventId, planned });
      return null;
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      return { event: planned.event.title, reason: error.words.in(actor.locale) };
    }
  }

  /** Calls off what a followed calendar no longer holds. */
  async callOff(tx: EntityManager, actor: Actor, gone: readonly EventRow[], reason: string): Promise<void> {
    for (const event of gone) await this.records.calledOff(tx, actor, event, reason);
  }

  /** One line in the log for all that was taken, and a new version of the group's feed. */
  async left(tx: EntityManager, actor: Actor, groupId: string, events: number): Promise<void> {
    if (events === 0) return;
    const facts = { events };
    await this.log.append(tx, { chainId: groupId, type: 'calendar.imported', actorId: actor.personId, facts });
    await this.records.bump(tx, groupId);
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    { what, held, content }: PlannedImport,
    into: ImportInto,
  ): Promise<string | null> {
    if (what === 'same') return held?.event_id ?? null; // ours already: its own export came back
    const input = inputOf(content, into.visibility);
    const fields = checkedFields(input, into.isOpen);
    if (held) {
      await this.change(tx, actor, { id: held.event_id, fields, content, before: held.content, into });
      return held.event_id;
    }
    const id = await this.events.insert(tx, actor, {
      groupId: into.groupId,
      fields,
      input,
      status: 'scheduled',
      silent: true,
    });
    if (content.cancelled) await rows(tx, `UPDATE event SET status = 'cancelled', reason = '' WHERE id = $1`, [id]);
    return id;
  }

  /** Lays over an event what has changed there since the reading before; what a host changed here stays. */
  async change(
    tx: EntityManager,
    actor: Actor,
    of: {
      id: string;
      fields: CheckedFields;
      content: ImportedContent;
      before: ImportedContent | null;
      into: Pick<ImportInto, 'locale'>;
    },
  ): Promise<void> {
    const event = await row<EventRow & Columns>(tx, 'SELECT * FROM event WHERE id = $1 FOR NO KEY UPDATE', [of.id]);
    if (!event) return;
    if (event.status === 'cancelled') return this.onAgain(tx, actor, event, of);
    if (of.content.cancelled) return this.records.calledOff(tx, actor, event, reasons.calledOff.in(of.into.locale));
    const columns = otherThan(event, changedThere(of.fields, of.content, of.before));
    const names = Object.keys(columns);
    if (names.length === 0) return;
    const moved = names.some((name) => times.includes(name));
    await rows(
      tx,
      `UPDATE event SET ${names.map((name, at) => `${name} = $${at + 3}`).join(', ')}, previous_start_at = CASE WHEN $2 THEN start_at ELSE previous_start_at END,
         schedule_seq = schedule_seq + CASE WHEN $2 THEN 1 ELSE 0 END, status = CASE WHEN $2 AND status = 'postponed' THEN 'scheduled' ELSE status END, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [of.id, moved, ...Object.values(columns)],
    );
    await this.records.night(tx, event, false);
    if (!moved && !('place_name' in columns)) return;
    await this.records.changed(tx, actor, {
      id: of.id,
      groupId: event.group_id,
      type: 'event.changed',
      happening: 'EventMoved',
      payload: {
        previousStart: event.start_local,
        previousZone: event.zone,
        moved,
        relocated: 'place_name' in columns,
      },
    });
    await this.records.tell(tx, actor, event);
  }

  /** One that was called off there and is on there again takes place here too. */
  private async onAgain(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    { content, before }: { content: ImportedContent; before: ImportedContent | null },
  ): Promise<void> {
    if (before?.cancelled && !content.cancelled) await this.records.onAgain(tx, actor, event);
  }
}

const times: readonly string[] = ['start_local', 'end_local', 'start_at', 'end_at', 'zone', 'all_day'];

/** Of these columns those that are not so already. */
function otherThan(event: EventRow & Columns, columns: Partial<Columns>): Partial<Columns> {
  const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
  return Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => text(event[name as keyof Columns]) !== text(value)),
  );
}
