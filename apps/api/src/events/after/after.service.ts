import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { Files } from '../../platform/files/files.service.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { refOf, withKey } from '../event-ref.ts';
import { EventsService } from '../events.service.ts';
import type { EventRow } from '../events.store.ts';
import type { AddPhotoInput } from './after.graphql.ts';
import { AfterStore, type PhotoRow } from './after.store.ts';
import { say } from '../../platform/words/words.ts';

const MOST_PHOTOS = 200;

/** What is kept of an event: photos with their readers, and a summary. A photo goes at once when somebody shown on it asks. */
@Injectable()
export class AfterService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly files: Files,
    private readonly outbox: Outbox,
    private readonly events: EventsService,
    private readonly store: AfterStore,
  ) {}

  async writeSummary(actor: Actor, eventId: string, text: string): Promise<void> {
    const body = longText('body', text, { what: 'The summary', max: 20_000 });
    await this.database.transaction(async (tx) => {
      const event = await this.events.held(tx, actor, eventId, 'event.update');
      await this.assertBegun(tx, event);
      if (body === '') await rows(tx, 'DELETE FROM event_summary WHERE event_id = $1', [eventId]);
      else
        await rows(
          tx,
          `INSERT INTO event_summary (event_id, body, body_html, author_id) VALUES ($1, $2, $3, $4)
           ON CONFLICT (event_id) DO UPDATE SET body = $2, body_html = $3, author_id = $4, updated_at = clock_now()`,
          [eventId, body, renderMarkdown(body), actor.personId],
        );
      await this.changed(tx, event, { kind: 'EventSummarised', payload: {} });
    });
  }

  async addPhoto(actor: Actor, input: AddPhotoInput): Promise<void> {
    const alt = requiredName('alt', input.alt, { what: 'What is on the picture', max: 300 });
    await this.database.transaction(async (tx) => {
      const event = await this.events.readable(tx, actor, input.eventId);
      const own = await this.events.isHost(tx, event, actor);
      await this.policy.require(tx, actor, 'event.photo.add', { groupId: event.group_id, own });
      await this.assertBegun(tx, event);
      const held = await row<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM event_photo WHERE event_id = $1', [
        event.id,
      ]);
      if (held!.n >= MOST_PHOTOS) throw new BadInput('fileId', say`An event keeps ${MOST_PHOTOS} pictures at most.`);
      const id = newOrderedId();
      await this.files.attach(tx, actor, [input.fileId], { kind: 'event-photo', id, groupId: event.group_id });
      const [file] = await this.files.of(tx, 'event-photo', [id]);
      if (!file?.type.startsWith('image/')) throw new BadInput('fileId', 'This is no picture.');
      await rows(
        tx,
        'INSERT INTO event_photo (id, event_id, file_id, uploader_id, alt, readers) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, event.id, input.fileId, actor.personId, alt, input.readers],
      );
      await this.changed(tx, event, { kind: 'PhotoAdded', payload: { photoId: id } });
    });
  }

  /** Takes a photo down at the wish of somebody shown: at once, without being asked who they are; its hosts hear of it. `ref` as the page has it. */
  async hidePhoto(actor: Actor, ref: string, why: string): Promise<void> {
    const words = longText('why', why, { what: 'The words', max: 300 });
    await this.database.transaction(async (tx) => {
      const { photo, event } = await this.heldPhoto(tx, actor, ref);
      await this.policy.require(tx, actor, 'event.photo.hide', {
        groupId: event.group_id,
        flags: { 'cell:event.read': true },
      });
      if (photo.hidden_at) return;
      await rows(tx, 'UPDATE event_photo SET hidden_at = clock_now(), hidden_why = $2 WHERE id = $1', [
        photo.id,
        words,
      ]);
      await this.changed(tx, event, { kind: 'PhotoHidden', payload: { photoId: photo.id, why: words } });
    });
  }

  /** Shows a hidden photo again, where it was taken down by mistake. */
  async showPhoto(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { event } = await this.heldPhoto(tx, actor, id);
      const own = await this.events.isHost(tx, event, actor);
      await this.policy.require(tx, actor, 'event.photo.manage', { groupId: event.group_id, own });
      await rows(tx, `UPDATE event_photo SET hidden_at = NULL, hidden_why = '' WHERE id = $1`, [id]);
      await this.changed(tx, event, { kind: 'PhotoShown', payload: { photoId: id } });
    });
  }

  /** Removes a photo for good: who added it, or a host. Its file goes with the next sweep of uploads that hang on nothing. */
  async removePhoto(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { photo, event } = await this.heldPhoto(tx, actor, id);
      const own = photo.uploader_id === actor.personId || (await this.events.isHost(tx, event, actor));
      await this.policy.require(tx, actor, 'event.photo.manage', { groupId: event.group_id, own });
      await rows(tx, 'DELETE FROM event_photo WHERE id = $1', [id]);
      await rows(tx, 'UPDATE file SET parent_kind = NULL, parent_id = NULL WHERE id = $1', [photo.file_id]);
      await this.changed(tx, event, { kind: 'PhotoRemoved', payload: { photoId: id } });
    });
  }

  private async heldPhoto(tx: EntityManager, actor: Actor, ref: string): Promise<{ photo: PhotoRow; event: EventRow }> {
    const photo = await this.store.photo(tx, actor, ref, true);
    if (!photo) throw new NotFound();
    return { photo, event: await this.events.readable(tx, actor, withKey(photo.event_id, refOf(ref).key)) };
  }

  private async assertBegun(tx: EntityManager, event: EventRow): Promise<void> {
    const begun = await row<{ is: boolean }>(tx, 'SELECT $1::timestamptz <= clock_now() AS is', [event.start_at]);
    if (!begun?.is) throw new Conflict('This is for afterwards: the event has not begun yet.');
  }

  private async changed(
    tx: EntityManager,
    event: EventRow,
    of: { kind: string; payload: Record<string, unknown> },
  ): Promise<void> {
    await this.outbox.announce(tx, {
      kind: of.kind,
      groupId: event.group_id,
      payload: { eventId: event.id, ...of.payload },
      topics: [`event:${event.id}`],
    });
  }
}
