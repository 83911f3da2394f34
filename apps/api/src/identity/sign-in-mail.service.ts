import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../platform/config.ts';
import { rows } from '../platform/database/sql.ts';
import { hashOf, newCode, newId, newToken } from '../platform/ids.ts';
import { Mailer } from '../platform/mail/mailer.ts';
import { identityWords } from './words.ts';

/** Writes the mails of signing in. */
@Injectable()
export class SignInMail {
  constructor(
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async send(
    tx: EntityManager,
    of: { email: string; nonce: string; locale: string; name: string | null; next: string },
  ): Promise<void> {
    const id = newId();
    const token = newToken();
    const code = newCode();
    const words = identityWords(of.locale);
    await rows(
      tx,
      `INSERT INTO sign_in (id, email, token_hash, code_hash, nonce_hash, next, name, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now() + interval '15 minutes')`,
      [id, of.email, hashOf(token), hashOf(`${id}${code}`), hashOf(of.nonce), of.next, of.name],
    );
    await this.mailer.queue(tx, {
      kind: 'sign-in',
      to: of.email,
      personId: null,
      uniqueKey: `sign-in:${id}`,
      body: {
        locale: of.locale,
        subject: words.signInSubject,
        lines: [words.signInLine, words.signInCode],
        code,
        button: { label: words.signInButton, url: `${this.config.baseUrl}/l/signin/${token}` },
        footer: words.footer,
      },
    });
  }

  async sendUnknown(tx: EntityManager, email: string, locale: string): Promise<void> {
    const words = identityWords(locale);
    await this.mailer.queue(tx, {
      kind: 'sign-in-unknown',
      to: email,
      personId: null,
      uniqueKey: `sign-in-unknown:${newId()}`,
      body: { locale, subject: words.unknownSubject, lines: [words.unknownLine], footer: words.footer },
    });
  }
}
