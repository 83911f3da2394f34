import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { refOf } from '../event-ref.ts';
import { readableBy, sightOf } from '../event-sight.ts';
import { hostsOfEvent } from '../hosts/hosts.store.ts';
import type { EventSides } from './after.graphql.ts';

export interface PhotoRow {
  id: string;
  event_id: string;
  file_id: string;
  uploader_id: string;
  hidden_at: Date | null;
}

/** Whether the viewer $2, who is `w` and `v` to the event `e`, may see the photo `f`: hidden ones are for hosts only. */
const mayPhoto = `(v.host OR (f.hidden_at IS NULL AND (f.readers = 'public' OR f.uploader_id = $2 OR (f.readers = 'members' AND (w.member OR w.going)) OR (f.readers = 'attendees' AND w.going))))`;

/** $3 is the key of an unlisted event. */
const readable = readableBy('$2', '$3');

const sidesSql = `
SELECT json_build_object('hosts', ${hostsOfEvent},
  'photos', coalesce((SELECT json_agg(json_build_object('id', f.id, 'fileId', f.file_id, 'alt', f.alt, 'readers', f.readers, 'byName', u.name, 'hidden', f.hidden_at IS NOT NULL,
      'hiddenWhy', CASE WHEN v.host THEN f.hidden_why ELSE '' END, 'canManage', v.host OR (f.uploader_id = $2) IS TRUE) ORDER BY f.created_at, f.id)
    FROM (SELECT * FROM event_photo o WHERE o.event_id = e.id ORDER BY o.created_at, o.id LIMIT 200) f JOIN person u ON u.id = f.uploader_id WHERE ${mayPhoto}), '[]'),
  'summary', coalesce(s.body, ''), 'summaryHtml', coalesce(s.body_html, ''), 'summaryBy', a.name,
  'canAddPhotos', e.status <> 'draft' AND e.start_at <= clock_now() AND (v.host OR w.member), 'isHost', v.host, 'publishAt', iso(e.publish_at)) AS json
FROM event e JOIN folk_group g ON g.id = e.group_id LEFT JOIN event_summary s ON s.event_id = e.id LEFT JOIN person a ON a.id = s.author_id
${sightOf('$2')}
WHERE e.id = $1 AND ${readable}`;

/** Reads of what is kept of events. */
@Injectable()
export class AfterStore {
  async sides(db: EntityManager, actor: Actor, ref: string): Promise<EventSides | null> {
    const { id, key } = refOf(ref);
    if (!id) return null;
    const values = [id, actor.personId, key];
    const [found] = await together<EventSides>(db, actor, { name: 'event_sides', text: sidesSql, values });
    return found ?? null;
  }

  /** A photo that the actor may see, under its lock where it is to be changed. `ref` is its id, with the key of an unlisted event. */
  async photo(db: EntityManager, actor: Actor, ref: string, lock = false): Promise<PhotoRow | null> {
    const { id, key } = refOf(ref);
    if (!id) return null;
    return row<PhotoRow>(
      db,
      `SELECT f.id, f.event_id, f.file_id, f.uploader_id, f.hidden_at FROM event_photo f JOIN event e ON e.id = f.event_id JOIN folk_group g ON g.id = e.group_id
       ${sightOf('$2')} WHERE f.id = $1 AND ${mayPhoto} AND ${readable} ${lock ? 'FOR UPDATE OF f' : ''}`,
      [id, actor.personId, key],
    );
  }
}
