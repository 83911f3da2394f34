import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import { hashOf, newToken } from '../platform/ids.ts';
import { Limits, networkBlock } from '../platform/limits.ts';
import { readAddress } from '../platform/mail/mail-text.ts';
import { hashPassword, passwordFault, verifyPassword } from './passwords.ts';
import { PeopleService } from './people.service.ts';
import { PeopleStore } from './people.store.ts';
import type { Person } from './person.entity.ts';
import { nonceOf, setNonceCookie } from './session-cookie.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInMail } from './sign-in-mail.service.ts';

const perAddress = { name: 'sign-in-mail', max: 5, windowSeconds: 900 };
const perBlock = { name: 'sign-in-mail-block', max: 30, windowSeconds: 3600 };
const tries = { name: 'sign-in-try', max: 10, windowSeconds: 900 };
const triesPerBlock = { name: 'sign-in-try-block', max: 60, windowSeconds: 900 };
const MAX_CODE_TRIES = 5;

interface Challenge {
  id: string;
  email: string;
  code_hash: Buffer;
  nonce_hash: Buffer;
  name: string | null;
  next: string | null;
}

export interface WebDoor {
  readonly req: Request;
  readonly res: Response;
}

/** The way a mailed link turned out. */
export type LinkOutcome =
  | { readonly kind: 'in'; readonly next: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'needs-code' }
  | { readonly kind: 'wrong-code' };

/** Where to go after signing in: a path of our own, never another site. */
export function safeNext(next: string | null | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !/[\r\n]/.test(next) ? next : '/';
}

/** Signing in by a mailed link or its code, or by a password for those who set one. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleStore,
    private readonly making: PeopleService,
    private readonly sessions: SessionsService,
    private readonly mail: SignInMail,
    private readonly limits: Limits,
  ) {}

  /** Sends a link. The answer is the same for a known and an unknown address. */
  async request(
    input: { email: string; name?: string | null; next?: string | null },
    actor: Actor,
    web: WebDoor,
  ): Promise<void> {
    const email = readAddress(input.email);
    if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
    await this.limits.count(perAddress, email);
    await this.limits.count(perBlock, networkBlock(web.req.ip));
    const nonce = newToken();
    await this.database.transaction(async (tx) => {
      const person = await this.people.findByEmail(tx, email);
      const mayBegin = person !== null || (await this.mayRegister(tx, email, input.next));
      if (mayBegin)
        await this.mail.send(tx, {
          email,
          nonce,
          locale: person?.locale ?? actor.locale,
          name: input.name ?? null,
          next: safeNext(input.next),
        });
      else await this.mail.sendUnknown(tx, email, actor.locale);
    });
    setNonceCookie(web.res, nonce, this.sessions.secure);
  }

  /** Uses a link: in the browser that asked it signs in, in another it wants the code of the same mail. */
  async useLink(token: string, code: string | null, web: WebDoor, locale: string): Promise<LinkOutcome> {
    await this.limits.count(triesPerBlock, networkBlock(web.req.ip));
    return this.database.transaction(async (tx) => {
      const challenge = await row<Challenge>(
        tx,
        'SELECT * FROM sign_in WHERE token_hash = $1 AND used_at IS NULL AND expires_at > clock_now() AND tries < $2 FOR UPDATE',
        [hashOf(token), MAX_CODE_TRIES],
      );
      if (!challenge) return { kind: 'expired' };
      const nonce = nonceOf(web.req);
      const sameBrowser = nonce !== null && hashOf(nonce).equals(challenge.nonce_hash);
      if (!sameBrowser && code === null) return { kind: 'needs-code' };
      if (!sameBrowser && !hashOf(`${challenge.id}${code ?? ''}`).equals(challenge.code_hash)) {
        await rows(tx, 'UPDATE sign_in SET tries = tries + 1 WHERE id = $1', [challenge.id]);
        return { kind: 'wrong-code' };
      }
      await this.finish(tx, challenge, 'link', web, locale);
      return { kind: 'in', next: safeNext(challenge.next) };
    });
  }

  /** Signs in with the six digits, in the browser that asked. Null when they do not fit. */
  async withCode(input: { email: string; code: string }, web: WebDoor, locale: string): Promise<Person | null> {
    const email = readAddress(input.email) ?? '';
    await this.limits.count(tries, email);
    await this.limits.count(triesPerBlock, networkBlock(web.req.ip));
    return this.database.transaction(async (tx) => {
      const nonce = nonceOf(web.req);
      if (!nonce) return null;
      const challenge = await row<Challenge>(
        tx,
        'SELECT * FROM sign_in WHERE email = $1 AND nonce_hash = $2 AND used_at IS NULL AND expires_at > clock_now() AND tries < $3 ORDER BY created_at DESC LIMIT 1 FOR UPDATE',
        [email, hashOf(nonce), MAX_CODE_TRIES],
      );
      if (!challenge) return null;
      if (hashOf(`${challenge.id}${input.code.trim()}`).equals(challenge.code_hash))
        return this.finish(tx, challenge, 'code', web, locale);
      await rows(tx, 'UPDATE sign_in SET tries = tries + 1 WHERE id = $1', [challenge.id]);
      return null;
    });
  }

  async withPassword(input: { email: string; password: string }, web: WebDoor): Promise<Person | null> {
    const email = readAddress(input.email) ?? '';
    await this.limits.count(tries, email);
    await this.limits.count(triesPerBlock, networkBlock(web.req.ip));
    const person = await this.people.findByEmail(this.database.reads, email);
    const fits = await verifyPassword(input.password, person?.passwordHash ?? null);
    if (!person || !fits || person.suspendedAt) return null;
    await this.database.transaction((tx) => this.sessions.open(tx, person.id, 'password', web));
    return person;
  }

  /** Sets or replaces the password and ends the person's other sessions. */
  async setPassword(actor: Actor, password: string): Promise<void> {
    const fault = passwordFault(password);
    if (fault) throw new BadInput('password', fault);
    const hash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await rows(tx, 'UPDATE person SET password_hash = $2, version = version + 1 WHERE id = $1', [
        actor.personId,
        hash,
      ]);
      await this.sessions.endOthers(tx, actor);
    });
  }

  private async finish(
    tx: EntityManager,
    challenge: Challenge,
    method: 'link' | 'code',
    web: WebDoor,
    locale: string,
  ): Promise<Person> {
    await rows(tx, 'UPDATE sign_in SET used_at = clock_now() WHERE id = $1', [challenge.id]);
    const person = await this.making.confirmed(tx, challenge.email, {
      name: challenge.name || challenge.email.split('@')[0]!,
      locale,
    });
    await this.sessions.open(tx, person.id, method, web);
    return person;
  }

  private async mayRegister(tx: EntityManager, email: string, next: string | null | undefined): Promise<boolean> {
    const instance = await row<{ registration: string }>(tx, 'SELECT registration FROM instance', []);
    if (instance?.registration === 'open') return true;
    const invited = await row(
      tx,
      'SELECT 1 FROM invitation WHERE email = $1 AND revoked_at IS NULL AND expires_at > clock_now() AND uses < max_uses',
      [email],
    );
    if (invited || instance?.registration === 'closed') return invited !== null;
    const token = /^\/join\/([\w-]{20,60})$/.exec(next ?? '')?.[1];
    if (token)
      return (
        (await row(
          tx,
          'SELECT 1 FROM invitation WHERE token_hash = $1 AND email IS NULL AND revoked_at IS NULL AND expires_at > clock_now() AND uses < max_uses',
          [hashOf(token)],
        )) !== null
      );
    return (
      (await row(
        tx,
        `SELECT 1 FROM folk_group WHERE visibility = 'open' AND archived_at IS NULL AND '/g/' || handle = $1`,
        [next ?? ''],
      )) !== null
    );
  }
}
