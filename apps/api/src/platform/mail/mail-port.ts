import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { CONFIG, type Config } from '../config.ts';
import { TooMany } from '../graphql/errors.ts';
import { Limits, networkBlock } from '../limits.ts';
import { type IncomingMail, readMail } from './incoming.ts';

interface Taker {
  /** Whether an address is one of ours. Asked before anything of the mail is read. */
  readonly accepts: (address: string) => boolean;
  readonly take: (address: string, mail: IncomingMail) => Promise<void>;
}

const MAX_BYTES = 1024 * 1024;
const perMinute = { name: 'mail-port', max: 60, windowSeconds: 60 };

const refusal = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code });

/** A small door for mail: off unless a port is set, takes only addresses that a feature says are its own, and never sends anything on. */
@Injectable()
export class MailPort implements OnApplicationShutdown {
  readonly #logger = new Logger('MailPort');
  #server: SMTPServer | null = null;
  readonly #takers: Taker[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: Limits,
  ) {}

  /** Whether answers can be read here: a port and a domain are set. */
  get isSetUp(): boolean {
    return this.config.mailPort !== null && this.config.mailDomain !== null;
  }

  get isListening(): boolean {
    return this.#server !== null;
  }

  /** Who takes what comes in: each the addresses of its own. */
  on(taker: Taker): void {
    this.#takers.push(taker);
  }

  /** Opens the port, where one is set. */
  async listen(): Promise<void> {
    if (!this.isSetUp || this.#takers.length === 0) return;
    // Few instances read mail: the others never hold what it takes.
    const { SMTPServer } = await import('smtp-server');
    const server = new SMTPServer({
      name: this.config.mailDomain!,
      banner: 'Folkmoot',
      disabledCommands: ['AUTH', 'STARTTLS'],
      authOptional: true,
      disableReverseLookup: true,
      size: MAX_BYTES,
      maxClients: 20,
      socketTimeout: 30_000,
      closeTimeout: 2000,
      onConnect: (session, done) => void this.admit(session).then(() => done(), done),
      onRcptTo: ({ address }, session, done) => done(this.addressFault(address, session)),
      onData: (stream, session, done) => void this.read(stream, session).then(() => done(), done),
    });
    server.on('error', (error) => this.#logger.warn(error.message));
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(this.config.mailPort!, this.config.host, () => done());
    });
    this.#server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise<void>((done) => server.close(done));
  }

  private async admit({ remoteAddress }: SMTPServerSession): Promise<void> {
    try {
      await this.limits.count(perMinute, networkBlock(remoteAddress));
    } catch (error) {
      throw error instanceof TooMany ? refusal(421, 'Too many connections, try again later') : error;
    }
  }

  private addressFault(address: string, { envelope }: SMTPServerSession): Error | null {
    if (envelope.rcptTo.length >= 3) return refusal(452, 'Too many recipients');
    return this.#takers.some((one) => one.accepts(address)) ? null : refusal(550, 'No such address here');
  }

  private async read(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
    if (stream.sizeExceeded) throw refusal(552, 'The mail is larger than 1 MB');
    const { mailFrom, rcptTo } = session.envelope;
    let mail: IncomingMail;
    try {
      mail = await readMail(Buffer.concat(chunks));
    } catch {
      throw refusal(554, 'The mail cannot be read');
    }
    // A bounce has no sender.
    if (mail.isAutomatic || !mailFrom || mailFrom.address === '') return;
    try {
      for (const { address } of rcptTo) await this.#takers.find((one) => one.accepts(address))?.take(address, mail);
    } catch (error) {
      this.#logger.error(error);
      throw refusal(451, 'Try again later');
    }
  }
}
