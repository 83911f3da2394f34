import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../platform/database/sql.ts';
import { hashOf, newId, newToken } from '../platform/ids.ts';

export interface Link {
  id: string;
  purpose: string;
  personId: string | null;
  objectId: string | null;
  data: Record<string, unknown>;
}

/** Single-purpose links: a row names one operation of one person on one thing; the token exists only in the mail. */
@Injectable()
export class Links {
  /** Makes a link and returns its token, which nobody can read again. */
  async make(
    tx: EntityManager,
    of: {
      purpose: string;
      personId: string | null;
      objectId?: string | null;
      data?: Record<string, unknown>;
      expiresAt?: Date | null;
      label?: string;
    },
  ): Promise<string> {
    const token = newToken();
    await rows(
      tx,
      'INSERT INTO link (id, token_hash, purpose, person_id, object_id, data, expires_at, label) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [
        newId(),
        hashOf(token),
        of.purpose,
        of.personId,
        of.objectId ?? null,
        JSON.stringify(of.data ?? {}),
        of.expiresAt ?? null,
        of.label ?? null,
      ],
    );
    return token;
  }

  /** The link of a token and a purpose while it is good; null for a used, revoked, expired, foreign or invented one. */
  async find(db: EntityManager, token: string, purpose: string): Promise<Link | null> {
    if (!/^[\w-]{43}$/.test(token)) return null;
    return row<Link>(
      db,
      `SELECT id, purpose, person_id AS "personId", object_id AS "objectId", data FROM link
       WHERE token_hash = $1 AND purpose = $2 AND revoked_at IS NULL AND used_at IS NULL AND (expires_at IS NULL OR expires_at > clock_now())`,
      [hashOf(token), purpose],
    );
  }

  async revoke(tx: EntityManager, of: { purpose: string; personId: string; objectId?: string }): Promise<void> {
    await rows(
      tx,
      'UPDATE link SET revoked_at = clock_now() WHERE purpose = $1 AND person_id = $2 AND ($3::uuid IS NULL OR object_id = $3) AND revoked_at IS NULL',
      [of.purpose, of.personId, of.objectId ?? null],
    );
  }
}
