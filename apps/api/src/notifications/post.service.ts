import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../platform/config.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Mailer } from '../platform/mail/mailer.ts';
import { mailWords, type MailWords } from './words.ts';

export interface Recipient {
  readonly personId: string;
  readonly email: string;
  readonly locale: string;
}

export interface Letter {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly button?: { readonly label: string; readonly path: string };
  readonly more?: readonly { readonly label: string; readonly path: string }[];
  readonly calendar?: { readonly text: string; readonly method: string };
}

/** Turns a happening into mail: one to each recipient in their language, once, whatever runs twice. */
@Injectable()
export class Post {
  constructor(
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Those of these people who have an address and are not suspended. */
  async recipients(tx: EntityManager, personIds: readonly string[]): Promise<Recipient[]> {
    if (personIds.length === 0) return [];
    return rows<Recipient>(
      tx,
      `SELECT p.id AS "personId", p.locale, a.email FROM person p JOIN LATERAL (SELECT email FROM address WHERE person_id = p.id ORDER BY confirmed_at, id LIMIT 1) a ON true
       WHERE p.id = ANY($1) AND p.suspended_at IS NULL ORDER BY p.id`,
      [personIds],
    );
  }

  async groupName(tx: EntityManager, groupId: string | undefined): Promise<string> {
    const group = groupId
      ? await row<{ name: string }>(tx, 'SELECT name FROM folk_group WHERE id = $1', [groupId])
      : null;
    return group?.name ?? 'Folkmoot';
  }

  async send(
    tx: EntityManager,
    to: Recipient | { personId: null; email: string; locale: string },
    of: { kind: string; key: string; group: string; letter: Letter },
  ): Promise<void> {
    const { letter } = of;
    const at = (path: string): string => (path.startsWith('http') ? path : `${this.config.baseUrl}${path}`);
    await this.mailer.queue(tx, {
      kind: of.kind,
      to: to.email,
      personId: to.personId,
      uniqueKey: `${of.kind}:${of.key}:${to.email}`,
      ...(letter.calendar ? { calendar: letter.calendar } : {}),
      body: {
        locale: to.locale,
        subject: letter.subject,
        lines: letter.lines,
        footer: mailWords(to.locale).footer(of.group),
        ...(letter.button ? { button: { label: letter.button.label, url: at(letter.button.path) } } : {}),
        ...(letter.more ? { more: letter.more.map(({ label, path }) => ({ label, url: at(path) })) } : {}),
      },
    });
  }

  /** One letter to many people, each in their own words. */
  async toAll(
    tx: EntityManager,
    personIds: readonly string[],
    of: { kind: string; key: string; groupId: string | undefined },
    write: (words: MailWords, to: Recipient) => Promise<Letter> | Letter,
  ): Promise<void> {
    const group = await this.groupName(tx, of.groupId);
    for (const to of await this.recipients(tx, personIds))
      await this.send(tx, to, { kind: of.kind, key: of.key, group, letter: await write(mailWords(to.locale), to) });
  }
}
