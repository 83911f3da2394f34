import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import { MailPort } from '../platform/mail/mail-port.ts';

const LOCAL = /^rsvp\+([0-9a-f]{32})([0-9a-f]{20})$/;

/** The address that one person's mails about one event come from: `rsvp+`, the answer's id and a signature. Whoever holds it may answer, as with a link. */
@Injectable()
export class ReplyAddresses implements OnModuleInit {
  #key: Uint8Array = new Uint8Array();

  constructor(
    private readonly database: Database,
    private readonly port: MailPort,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether mails may ask for an answer: only where it can be read. */
  get areOn(): boolean {
    return this.port.isSetUp;
  }

  async onModuleInit(): Promise<void> {
    const found = await row<{ reply_key: Buffer }>(this.database.reads, 'SELECT reply_key FROM instance');
    this.#key = found!.reply_key;
  }

  /** The address for an answer; null while no mail port is set up. */
  of(rsvpId: string): string | null {
    if (!this.areOn) return null;
    const id = rsvpId.replaceAll('-', '');
    return `rsvp+${id}${this.sign(id)}@${this.config.mailDomain}`;
  }

  /** The answer that an address is for; null for one that is not ours. */
  rsvpOf(address: string): string | null {
    const [local = '', domain, ...rest] = address.toLowerCase().split('@');
    const [, id, signature] = LOCAL.exec(local) ?? [];
    if (!id || !signature || rest.length > 0 || domain !== this.config.mailDomain) return null;
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(this.sign(id)))) return null;
    return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** The first address of ours in a text, such as the ORGANIZER of a pasted answer. */
  findIn(text: string): string | null {
    const unfolded = text.replace(/\r?\n[ \t]/g, '').replace(/=\r?\n/g, '');
    const found = unfolded.match(/rsvp\+[0-9a-f]{52}@[a-z0-9.-]+/gi) ?? [];
    return found.find((address) => this.rsvpOf(address) !== null) ?? null;
  }

  private sign(id: string): string {
    return createHmac('sha256', this.#key).update(`rsvp ${id}`).digest('hex').slice(0, 20);
  }
}
