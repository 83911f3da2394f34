import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { hashOf, isId, newId, newToken } from '../platform/ids.ts';
import { networkBlock } from '../platform/limits.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';

export type SignInMethod = 'claim' | 'link' | 'code' | 'password' | 'invitation';

export interface SessionRow {
  id: string;
  createdAt: Date;
  seenAt: Date;
  browser: string;
  current: boolean;
}

/** Opens, lists and ends sessions. They live in the database, so that ending one ends it everywhere within a second. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  get secure(): boolean {
    return this.config.baseUrl.startsWith('https:');
  }

  /** A new session with a new id; the cookie goes out only with the answer, after the commit of `tx`. */
  async open(
    tx: EntityManager,
    personId: string,
    method: SignInMethod,
    web: { req: Request; res: Response },
  ): Promise<void> {
    const token = newToken();
    await rows(tx, 'UPDATE person SET signs_in = true WHERE id = $1 AND NOT signs_in', [personId]);
    await rows(
      tx,
      `INSERT INTO session (id, token_hash, person_id, method, browser, ip_block, expires_at) VALUES ($1, $2, $3, $4, $5, $6, clock_now() + interval '90 days')`,
      [newId(), hashOf(token), personId, method, browserOf(web.req), coarse(networkBlock(web.req.ip))],
    );
    setSessionCookie(web.res, token, this.secure);
  }

  async list(actor: Actor): Promise<SessionRow[]> {
    return rows<SessionRow>(
      this.database.reads,
      `SELECT id, created_at AS "createdAt", seen_at AS "seenAt", browser, id = $2 AS current FROM session
       WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > clock_now() ORDER BY seen_at DESC, id LIMIT 50`,
      [actor.personId, actor.sessionId],
    );
  }

  async end(actor: Actor, sessionId: string): Promise<void> {
    if (!isId(sessionId)) throw new NotFound();
    const ended = await rows(
      this.database.reads,
      'UPDATE session SET revoked_at = clock_now() WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id',
      [sessionId, actor.personId],
    );
    if (ended.length === 0) throw new NotFound();
  }

  async endOthers(tx: EntityManager, actor: Actor): Promise<void> {
    await rows(
      tx,
      'UPDATE session SET revoked_at = clock_now() WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL',
      [actor.personId, actor.sessionId],
    );
  }

  async signOut(actor: Actor, response: Response): Promise<void> {
    if (actor.sessionId) await this.end(actor, actor.sessionId);
    clearSessionCookie(response, this.secure);
  }
}

function browserOf(request: Request): string {
  const agent = request.headers['user-agent'] ?? '';
  const family = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? 'Other';
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? '';
  return `${family === 'Edg' ? 'Edge' : family}${system ? `, ${system}` : ''}`;
}

/** An address without its last part: enough to recognise a session, not enough to find a person. */
function coarse(block: string): string {
  return block.includes('.') ? block.replace(/\.\d+$/, '.0') : block;
}
