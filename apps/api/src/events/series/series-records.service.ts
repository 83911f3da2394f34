import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Files } from '../../platform/files/files.service.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { EventRecords } from '../event-records.service.ts';
import type { RespondToSeriesInput } from './series.graphql.ts';
import type { SeriesRow } from './series.store.ts';

/** What a change of a series leaves behind: one entry of the log and one happening, whatever the number of its nights. */
@Injectable()
export class SeriesRecords {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly events: EventRecords,
    private readonly idempotency: Idempotency,
  ) {}

  /** A request that comes twice is answered twice and done once. */
  once<T>(tx: EntityManager, personId: string, input: RespondToSeriesInput, work: () => Promise<T>): Promise<T> {
    return this.idempotency.once(
      tx,
      { actorKey: personId, clientKey: input.idempotencyKey, request: { series: input } },
      work,
    );
  }

  async answered(tx: EntityManager, series: SeriesRow, personId: string): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'SeriesAnswered',
      groupId: series.group_id,
      payload: { seriesId: series.id, personId },
      topics: [`series:${series.line_id}`, `person:${personId}`],
    });
  }

  /** Says that nights were made as time went on. */
  async extended(tx: EntityManager, series: SeriesRow): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'NightsMade',
      groupId: series.group_id,
      payload: { seriesId: series.id },
      topics: [`group:${series.group_id}`, `series:${series.line_id}`],
    });
    await this.events.bump(tx, series.group_id);
  }

  async made(
    tx: EntityManager,
    actor: Actor,
    of: { series: SeriesRow; eventId: string | null; nights: number; silent?: boolean },
  ): Promise<void> {
    const { series, eventId, nights } = of;
    await this.log.append(tx, {
      chainId: series.group_id,
      type: 'series.created',
      actorId: actor.personId,
      facts: { series: series.id, nights, ...(eventId ? { event: eventId } : {}) },
    });
    if (!series.is_draft && !of.silent && eventId) await this.published(tx, actor, series, eventId);
    await this.events.bump(tx, series.group_id);
  }

  /** The whole series is told of once, by its first night. */
  async published(tx: EntityManager, actor: Actor, series: SeriesRow, eventId: string): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'EventPublished',
      groupId: series.group_id,
      payload: { eventId, seriesId: series.id, byId: actor.personId },
      topics: [`group:${series.group_id}`],
    });
  }

  /** Tells all whom the moved and cancelled nights concern, each once. */
  async changed(
    tx: EntityManager,
    actor: Actor,
    of: {
      series: SeriesRow;
      type: 'series.changed' | 'series.split' | 'series.ended';
      facts: Readonly<Record<string, string | number>>;
      told: { moved: readonly string[]; cancelled: readonly string[]; relocated: readonly string[] };
      reason: string;
    },
  ): Promise<void> {
    const { series, told } = of;
    await this.log.append(tx, {
      chainId: series.group_id,
      type: of.type,
      actorId: actor.personId,
      facts: { series: series.id, ...of.facts },
      ...(of.reason ? { detail: { reason: of.reason } } : {}),
    });
    await this.outbox.announce(tx, {
      kind: 'SeriesChanged',
      groupId: series.group_id,
      payload: { seriesId: series.id, byId: actor.personId, reason: of.reason, ...told },
      topics: [
        `group:${series.group_id}`,
        `series:${series.line_id}`,
        ...[...told.moved, ...told.cancelled, ...told.relocated].map((id) => `event:${id}`),
      ],
    });
    await this.events.bump(tx, series.group_id);
  }

  /** The picture of a series belongs to the series: a night that vanishes takes nothing with it. */
  async cover(tx: EntityManager, actor: Actor, series: SeriesRow, coverId: string | null): Promise<void> {
    if (!coverId) return;
    await this.files.attach(tx, actor, [coverId], { kind: 'series', id: series.line_id, groupId: series.group_id });
  }
}
