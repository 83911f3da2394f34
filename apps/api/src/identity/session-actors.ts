import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Actor, ActorSource, askedLocale, visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { hot } from '../platform/database/hot.ts';
import { hashOf } from '../platform/ids.ts';
import { sessionTokenOf } from './session-cookie.ts';

interface Row {
  session_id: string;
  person_id: string;
  name: string;
  operator: boolean;
  locale: string;
  auth_at: Date;
}

const IDLE = "interval '14 days'";

/** Who a request comes from: the session of its cookie, in one statement. A visitor costs none. */
@Injectable()
export class SessionActors extends ActorSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async of(request: Request): Promise<Actor> {
    const token = sessionTokenOf(request);
    const said = askedLocale(request);
    const locale = said ?? 'en';
    if (!token) return { ...visitor, locale };
    const [found] = await hot<Row>(
      this.database.source,
      'session_actor',
      `
      WITH seen AS (
        UPDATE session SET seen_at = clock_now() WHERE token_hash = $1 AND revoked_at IS NULL AND seen_at < clock_now() - interval '1 hour'
          AND seen_at > clock_now() - ${IDLE} AND expires_at > clock_now())
      SELECT s.id AS session_id, p.id AS person_id, p.name, p.operator AND s.seen_at > clock_now() - interval '12 hours' AS operator, p.locale, s.auth_at
      FROM session s JOIN person p ON p.id = s.person_id
      WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_now() AND s.seen_at > clock_now() - ${IDLE} AND p.suspended_at IS NULL`,
      [hashOf(token)],
    );
    if (!found) return { ...visitor, locale };
    return {
      personId: found.person_id,
      name: found.name,
      operator: found.operator,
      sessionId: found.session_id,
      authAt: found.auth_at,
      link: null,
      // Our pages say which language is on screen; what else a browser asks for is read in the person's own.
      locale: (request.headers['x-folkmoot'] && said) || found.locale,
    };
  }
}
