import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config.ts';
import { Database } from '../database/database.ts';
import { row, rows } from '../database/sql.ts';
import { newOrderedId } from '../ids.ts';
import { Jobs } from '../jobs/jobs.ts';
import { mailHtml, mailText, oneLine, type MailBody } from './mail-text.ts';

export interface OutgoingMail {
  /** What kind of mail, as in the list of `notifications`. */
  readonly kind: string;
  readonly to: string;
  readonly personId: string | null;
  readonly body: MailBody;
  readonly calendar?: { readonly text: string; readonly method: string };
  /** One mail per thing, kind and recipient, whatever runs twice. */
  readonly uniqueKey: string;
  readonly unsubscribeUrl?: string;
  /** Who it comes from, where that is not the instance, and where answers go. */
  readonly sender?: { readonly name: string; readonly email: string };
  readonly replyTo?: string;
}

interface StoredMail {
  id: string;
  kind: string;
  recipient: string;
  subject: string;
  text_body: string;
  html_body: string;
  calendar: string | null;
  calendar_method: string | null;
  headers: Record<string, string>;
  sender: string | null;
  reply_to: string | null;
  sent_at: string | null;
}

const QUEUE = 'mail.send';

/** Writes mails in the transaction of what they tell, sends them afterwards, and keeps them readable where no SMTP is set up. */
@Injectable()
export class Mailer implements OnModuleInit {
  readonly #logger = new Logger('Mail');
  #transport: Transporter | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Whether mails leave this machine; without it they are kept on the operator's page. */
  get isSetUp(): boolean {
    return this.config.smtpUrl !== null;
  }

  /** Whether answers to mails are read here. */
  get readsReplies(): boolean {
    return this.config.mailPort !== null && this.config.mailDomain !== null;
  }

  async onModuleInit(): Promise<void> {
    if (this.config.smtpUrl) {
      const { createTransport } = await import('nodemailer');
      this.#transport = createTransport(this.config.smtpUrl, {
        from: this.config.mailFrom,
        disableFileAccess: true,
        disableUrlAccess: true,
      } as object);
    }
    this.jobs.on(QUEUE, (data) => this.send(String(data['id'])));
  }

  async queue(tx: EntityManager, mail: OutgoingMail): Promise<void> {
    const id = newOrderedId();
    const headers = mail.unsubscribeUrl
      ? { 'List-Unsubscribe': `<${mail.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
      : {};
    const made = await rows(
      tx,
      `INSERT INTO mail (id, kind, person_id, recipient, subject, text_body, html_body, calendar, calendar_method, unique_key, headers, sender, reply_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (unique_key) DO NOTHING RETURNING id`,
      [
        id,
        mail.kind,
        mail.personId,
        mail.to,
        oneLine(mail.body.subject).slice(0, 200),
        mailText(mail.body),
        mailHtml(mail.body),
        mail.calendar?.text ?? null,
        mail.calendar?.method ?? null,
        mail.uniqueKey,
        JSON.stringify(headers),
        mail.sender ? JSON.stringify({ name: oneLine(mail.sender.name), address: mail.sender.email }) : null,
        mail.sender?.email ?? mail.replyTo ?? null,
      ],
    );
    if (made.length > 0) await this.jobs.enqueue(tx, QUEUE, { id });
  }

  private async send(id: string): Promise<void> {
    const mail = await row<StoredMail>(this.database.reads, 'SELECT * FROM mail WHERE id = $1', [id]);
    if (!mail || mail.sent_at) return;
    if (!this.#transport) return this.keep(mail);
    try {
      await this.#transport.sendMail({
        from: mail.sender ? (JSON.parse(mail.sender) as { name: string; address: string }) : this.config.mailFrom,
        // Bounces go to the instance's own address, never to the one that reads answers.
        envelope: { from: this.config.mailFrom, to: mail.recipient },
        ...(mail.reply_to ? { replyTo: mail.reply_to } : {}),
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text_body,
        html: mail.html_body,
        messageId: `<${mail.id}@${new URL(this.config.baseUrl).hostname}>`,
        headers: { ...mail.headers, 'Auto-Submitted': 'auto-generated' },
        ...(mail.calendar
          ? { icalEvent: { method: mail.calendar_method ?? 'PUBLISH', filename: 'invite.ics', content: mail.calendar } }
          : {}),
      });
      await rows(
        this.database.reads,
        'UPDATE mail SET sent_at = clock_now(), attempts = attempts + 1, failure = NULL WHERE id = $1',
        [id],
      );
    } catch (error) {
      await rows(this.database.reads, 'UPDATE mail SET attempts = attempts + 1, failure = $2 WHERE id = $1', [
        id,
        error instanceof Error ? error.message.slice(0, 300) : 'unknown',
      ]);
      throw error;
    }
  }

  /** No SMTP: the mail stays on the operator's page, and its links stand in the console so that the first steps need no mail. */
  private keep(mail: StoredMail): void {
    const links = mail.text_body.match(/https?:\/\/\S+/g) ?? [];
    this.#logger.log(
      `Kept a mail for ${mail.recipient}: ${mail.subject}${links.map((link) => `\n      ${link}`).join('')}`,
    );
  }
}
