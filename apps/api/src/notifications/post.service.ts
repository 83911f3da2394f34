import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../identity/index.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Mailer } from '../platform/mail/mailer.ts';
import { eventMailWords } from './event-words.ts';
import { type Invitation, Invitations } from './invitations.service.ts';
import type { MailTopic } from './mail-kinds.ts';
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
  /** An event that belongs into the recipient's calendar, as far as their answer goes. */
  readonly invitation?: Invitation;
  /** Where an answer to this mail goes, if it can be read. */
  readonly replyTo?: string | null;
  /** A mail that people may do without says how to stop it, to them and to their mail program. */
  readonly unsubscribe?: MailTopic;
}

/** How long the link in a mail's header works: RFC 8058 asks for as long as mails are read. */
const UNSUBSCRIBE_MS = 180 * 86_400_000;

/** Turns a happening into mail: one to each recipient in their language, once, whatever runs twice. */
@Injectable()
export class Post {
  constructor(
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly clock: Clock,
    private readonly invitations: Invitations,
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
    const stop = letter.unsubscribe && to.personId ? await this.stopPath(tx, to.personId, letter.unsubscribe) : null;
    const calendar = letter.invitation
      ? await this.invitations.part(tx, letter.invitation, { ...to, group: of.group })
      : null;
    const more = [
      ...(letter.more ?? []),
      ...(stop ? [{ label: eventMailWords(to.locale).stopMails, path: stop }] : []),
    ];
    const at = (path: string): string => (path.startsWith('http') ? path : `${this.config.baseUrl}${path}`);
    await this.mailer.queue(tx, {
      kind: of.kind,
      to: to.email,
      personId: to.personId,
      uniqueKey: `${of.kind}:${of.key}:${to.email}`,
      ...(calendar ? { calendar } : {}),
      ...(calendar?.sender ? { sender: calendar.sender } : {}),
      ...(letter.replyTo ? { replyTo: letter.replyTo } : {}),
      ...(stop ? { unsubscribeUrl: at(stop) } : {}),
      body: {
        locale: to.locale,
        subject: letter.subject,
        lines: letter.lines,
        footer: mailWords(to.locale).footer(of.group),
        ...(letter.button ? { button: { label: letter.button.label, url: at(letter.button.path) } } : {}),
        ...(more.length > 0 ? { more: more.map(({ label, path }) => ({ label, url: at(path) })) } : {}),
      },
    });
  }

  private async stopPath(tx: EntityManager, personId: string, topic: MailTopic): Promise<string> {
    const expiresAt = new Date((await this.clock.now(tx)).getTime() + UNSUBSCRIBE_MS);
    return `/l/${await this.links.make(tx, { purpose: 'unsubscribe', personId, data: { topic }, expiresAt })}/unsubscribe`;
  }

  /** One letter to many people, each in their own words. */
  async toAll(
    tx: EntityManager,
    personIds: readonly string[],
    of: { kind: string; key: string; groupId: string | undefined },
    write: (words: MailWords, to: Recipient) => Promise<Letter> | Letter,
  ): Promise<void> {
    await this.toSome(tx, personIds, of, (to) => write(mailWords(to.locale), to));
  }

  /** As `toAll`, where for some there is nothing to say. */
  async toSome(
    tx: EntityManager,
    personIds: readonly string[],
    of: { kind: string; key: string; groupId: string | undefined },
    write: (to: Recipient) => Promise<Letter | null> | Letter | null,
  ): Promise<void> {
    const group = await this.groupName(tx, of.groupId);
    for (const to of await this.recipients(tx, personIds)) {
      const letter = await write(to);
      if (letter) await this.send(tx, to, { kind: of.kind, key: of.key, group, letter });
    }
  }
}
