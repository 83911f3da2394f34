import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signed } from '../../apps/api/src/money/processor/stripe/signature.ts';

type Thing = Record<string, unknown>;

/** A message as it is delivered: the same bytes each time. */
export interface Message {
  readonly type: string;
  readonly raw: string;
}

interface Session extends Thing {
  id: string;
  amount_total: number;
  currency: string;
  status: string;
  payment_status: string;
  payment_intent: string | null;
}

export const fakeKey = 'sk_test_0000000000000000';
export const fakeSecret = 'whsec_0000000000000000';

/**
 * A card processor of our own that speaks the protocol of Stripe: a little server with a page to pay on, signed messages, and everything that
 * goes wrong with messages on the way: held back, doubled, out of order, lost, tried again.
 */
export class FakeProcessor {
  readonly sessions = new Map<string, Session>();
  readonly refunds: { id: string; payment: string; minor: number }[] = [];
  /** Everything that was said, in its order. */
  readonly messages: Message[] = [];
  /** Where messages go; none is sent while it is null. */
  webhook: string | null = null;
  /** Seconds by which its calendar is ahead of ours, where the group's is. */
  ahead = 0;
  /** Answers that are given instead of its own, one each. */
  readonly faults: number[] = [];
  /** What the last order was kept under its idempotency key. */
  readonly #known = new Map<string, Thing>();
  readonly #movements = new Map<string, Thing>();
  #n = 0;

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(port = 0): Promise<FakeProcessor> {
    const server = createServer();
    const fake = new FakeProcessor(server);
    server.on('request', (request, response) => void fake.answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Somebody pays a session. Returns what is said of it: payment, fee, session. `amount` in place of what was asked. */
  pay(sessionId: string, amount?: number): Message[] {
    const session = this.sessions.get(sessionId)!;
    const payment = this.id('pi');
    const movement = this.id('txn');
    Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: payment });
    if (amount !== undefined) session.amount_total = amount;
    const fee = Math.round(session.amount_total * 0.015) + 25;
    this.#movements.set(movement, {
      id: movement,
      object: 'balance_transaction',
      amount: session.amount_total,
      fee,
      net: session.amount_total - fee,
      currency: session.currency,
    });
    const charge = {
      id: this.id('ch'),
      object: 'charge',
      amount: session.amount_total,
      currency: session.currency,
      payment_intent: payment,
      balance_transaction: movement,
      paid: true,
    };
    return [
      this.say('charge.updated', charge),
      this.say('payment_intent.succeeded', {
        id: payment,
        object: 'payment_intent',
        amount_received: session.amount_total,
        currency: session.currency,
        metadata: session['metadata'] ?? {},
      }),
      this.say('checkout.session.completed', { ...session }),
    ];
  }

  /** Somebody gives up, or their card is refused for good. */
  fail(sessionId: string): Message {
    const session = this.sessions.get(sessionId)!;
    session.status = 'expired';
    return this.say('checkout.session.expired', { ...session });
  }

  /** Money goes back, as one does on the processor's own pages. */
  giveBack(payment: string, amount: number, refund?: string): Message {
    const id = this.id('re');
    this.refunds.push({ id, payment, minor: amount });
    return this.say('refund.created', {
      id,
      object: 'refund',
      amount,
      currency: 'eur',
      payment_intent: payment,
      status: 'succeeded',
      metadata: refund ? { refund } : {},
    });
  }

  /** The bank of the card takes money back, for a fee; `won` afterwards it is here again. */
  dispute(payment: string, amount: number): { lost: Message; won: () => Message } {
    const dispute = {
      id: this.id('dp'),
      object: 'dispute',
      amount,
      currency: 'eur',
      payment_intent: payment,
      balance_transactions: [{ id: this.id('txn'), amount: -amount, fee: 1500, net: -amount - 1500, currency: 'eur' }],
    };
    const lost = this.say('charge.dispute.funds_withdrawn', dispute);
    return { lost, won: () => this.say('charge.dispute.funds_reinstated', dispute) };
  }

  payOut(amount: number): { paid: Message; failed: () => Message } {
    const payout = {
      id: this.id('po'),
      object: 'payout',
      amount,
      currency: 'eur',
      arrival_date: this.now,
      automatic: true,
      status: 'paid',
    };
    const paid = this.say('payout.paid', payout);
    return { paid, failed: () => this.say('payout.failed', { ...payout, status: 'failed' }) };
  }

  /** A message of any kind. */
  say(type: string, object: Thing): Message {
    const raw = JSON.stringify(
      { id: this.id('evt'), object: 'event', created: this.now, type, data: { object } },
      null,
      2,
    );
    const message = { type, raw };
    this.messages.push(message);
    return message;
  }

  /** Delivers a message and returns the status that it was answered with. */
  async deliver(message: Message, of: { secret?: string; at?: number; signature?: string } = {}): Promise<number> {
    const signature = of.signature ?? signed(message.raw, of.secret ?? fakeSecret, of.at ?? seconds());
    const answer = await fetch(this.webhook!, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
      body: message.raw,
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  private get now(): number {
    return seconds() + this.ahead;
  }

  private id(kind: string): string {
    this.#n += 1;
    return `${kind}_${String(this.#n).padStart(8, '0')}${Math.random().toString(36).slice(2, 8)}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const form = new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
    const path = new URL(request.url ?? '/', this.url).pathname;
    if (path.startsWith('/pay/')) return this.page(path, request.method ?? 'GET', response);
    const json = (status: number, body: Thing): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const fault = this.faults.shift();
    if (fault) return json(fault, { error: { type: 'api_error' } });
    if (request.headers.authorization !== `Bearer ${fakeKey}`)
      return json(401, { error: { type: 'invalid_request_error' } });
    if (request.method === 'GET') {
      const found = this.sessions.get(path.split('/').at(-1)!) ?? this.#movements.get(path.split('/').at(-1)!);
      return found ? json(200, found) : json(404, { error: { type: 'invalid_request_error' } });
    }
    const key = String(request.headers['idempotency-key']);
    const made = this.#known.get(key) ?? (path === '/v1/refunds' ? this.ordered(form) : this.opened(form));
    this.#known.set(key, made);
    json(200, made);
  }

  private opened(form: URLSearchParams): Thing {
    const id = this.id('cs_test');
    const session = {
      id,
      object: 'checkout.session',
      created: this.now,
      client_reference_id: form.get('client_reference_id'),
      metadata: { checkout: form.get('metadata[checkout]') },
      amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
      currency: form.get('line_items[0][price_data][currency]')!,
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      success_url: form.get('success_url'),
      cancel_url: form.get('cancel_url'),
      title: form.get('line_items[0][price_data][product_data][name]'),
      url: `${this.url}/pay/${id}`,
    };
    this.sessions.set(id, session);
    return session;
  }

  private ordered(form: URLSearchParams): Thing {
    const message = this.giveBack(
      form.get('payment_intent')!,
      Number(form.get('amount')),
      form.get('metadata[refund]')!,
    );
    return (JSON.parse(message.raw) as { data: { object: Thing } }).data.object;
  }

  /** The page to pay on: what a giver sees at the processor. */
  private async page(path: string, method: string, response: ServerResponse): Promise<void> {
    const session = this.sessions.get(path.split('/')[2]!);
    if (!session) return void response.writeHead(404).end();
    if (method === 'POST') {
      for (const message of this.pay(session.id)) if (this.webhook) await this.deliver(message);
      return void response.writeHead(303, { location: String(session['success_url']) }).end();
    }
    const amount = `${(session.amount_total / 100).toFixed(2)} ${session.currency.toUpperCase()}`;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pay</title><h1>${String(session['title'])}</h1><p>${amount}</p><form method="post"><button>Pay ${amount}</button></form><p><a href="${String(session['cancel_url'])}">Back</a></p></html>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  }
}

const seconds = (): number => Math.floor(Date.now() / 1000);
