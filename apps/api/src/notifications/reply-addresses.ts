import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { MailPort } from '../platform/mail/mail-port.ts';
import { Secrets } from '../platform/secrets/secrets.service.ts';

const PLAIN_BYTES = 32;
const formerLabel = { purpose: 'reply-address', of: '' };
const LOCAL = /^(rsvp|vote)\+([0-9a-f]{32})([0-9a-f]{20})$/;
type Kind = 'rsvp' | 'vote';

/**
 * The address that one person's mails about one event come from (`rsvp+`, the answer's id and a signature), or that a vote is answered to
 * (`vote+`, the id of the link and a signature). Whoever holds it may answer, as with a link.
 */
@Injectable()
export class ReplyAddresses implements OnModuleInit {
  /** The first signs; the others are of before, in mails that are about still. */
  #keys: readonly Uint8Array[] = [];

  constructor(
    private readonly database: Database,
    private readonly port: MailPort,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether mails may ask for an answer: only where it can be read. */
  get areOn(): boolean {
    return this.port.isSetUp && this.#keys.length > 0;
  }

  onModuleInit(): void {
    this.secrets.onBegin(() => this.begin());
  }

  /** The key follows from the secret of the instance. One of before that lies in the database plain is sealed, or let go of where no mail comes in. */
  private async begin(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await row<{ reply_key: Buffer | null }>(tx, 'SELECT reply_key FROM instance FOR UPDATE');
      const kept = found?.reply_key ?? null;
      const isPlain = kept?.length === PLAIN_BYTES;
      if (this.port.isSetUp) {
        const former = kept && (isPlain ? kept : this.secrets.open(formerLabel, kept));
        this.#keys = [...(await this.secrets.derived(tx, 'reply-address')), ...(former ? [former] : [])];
      }
      if (!isPlain) return;
      const sealed = this.port.isSetUp ? await this.secrets.seal(tx, formerLabel, kept) : null;
      await rows(tx, 'UPDATE instance SET reply_key = $1', [sealed]);
    });
  }

  /** The address for an answer; null while no mail port is set up. */
  of(rsvpId: string): string | null {
    return this.make('rsvp', rsvpId);
  }

  /** The address for a vote, from the id of the link that opens the ballot; null while no mail port is set up. */
  ofVote(linkId: string): string | null {
    return this.make('vote', linkId);
  }

  /** The answer that an address is for; null for one that is not ours. */
  rsvpOf(address: string): string | null {
    return this.read('rsvp', address);
  }

  /** The ballot link that an address is for; null for one that is not ours. */
  voteOf(address: string): string | null {
    return this.read('vote', address);
  }

  private make(kind: Kind, thing: string): string | null {
    if (!this.areOn) return null;
    const id = thing.replaceAll('-', '');
    return `${kind}+${id}${signed(this.#keys[0]!, kind, id)}@${this.config.mailDomain}`;
  }

  private read(kind: Kind, address: string): string | null {
    const [local = '', domain, ...rest] = address.toLowerCase().split('@');
    const [, own, id, signature] = LOCAL.exec(local) ?? [];
    if (own !== kind || !id || !signature || rest.length > 0 || domain !== this.config.mailDomain) return null;
    const given = Buffer.from(signature);
    if (!this.#keys.some((key) => timingSafeEqual(given, Buffer.from(signed(key, kind, id))))) return null;
    return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** The first address of ours in a text, such as the ORGANIZER of a pasted answer. */
  findIn(text: string): string | null {
    const unfolded = text.replace(/\r?\n[ \t]/g, '').replace(/=\r?\n/g, '');
    const found = unfolded.match(/rsvp\+[0-9a-f]{52}@[a-z0-9.-]+/gi) ?? [];
    return found.find((address) => this.rsvpOf(address) !== null) ?? null;
  }
}

function signed(key: Uint8Array, kind: Kind, id: string): string {
  return createHmac('sha256', key).update(`${kind} ${id}`).digest('hex').slice(0, 20);
}
