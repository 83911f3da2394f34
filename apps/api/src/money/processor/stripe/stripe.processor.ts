import type { CardConfig } from '../../../platform/config.ts';
import {
  type CardProcessor,
  type CheckoutOrder,
  type CheckoutState,
  type ProcessorWord,
  UnreadableWord,
  UnsignedWord,
} from '../processor.port.ts';
import { type ApiCall, apiRequest } from './api-request.ts';
import { paidSession, readEvent } from './read-event.ts';
import { isSigned } from './signature.ts';
import { isSameUnit, wireCurrency, wireMinor } from './wire-amount.ts';

/**
 * A processor that speaks the protocol of Stripe: checkout sessions to which the giver is sent, and signed messages. Nothing of it is on our
 * pages. https://docs.stripe.com/api/checkout/sessions, https://docs.stripe.com/webhooks
 */
export class StripeProcessor implements CardProcessor {
  readonly name = 'stripe';

  constructor(private readonly config: Pick<CardConfig, 'url' | 'key' | 'webhookSecrets'>) {}

  takes(currency: string): boolean {
    return isSameUnit(currency);
  }

  async begin(order: CheckoutOrder): Promise<{ session: string; url: string }> {
    const session = await this.ask({
      path: '/v1/checkout/sessions',
      once: `checkout:${order.id}`,
      form: {
        mode: 'payment',
        client_reference_id: order.id,
        'metadata[checkout]': order.id,
        'payment_intent_data[metadata][checkout]': order.id,
        'line_items[0][quantity]': '1',
        'line_items[0][price_data][currency]': order.currency.toLowerCase(),
        'line_items[0][price_data][unit_amount]': order.minor.toString(),
        'line_items[0][price_data][product_data][name]': order.title,
        success_url: order.returnUrl,
        cancel_url: order.cancelUrl,
        locale: order.locale,
        ...(order.email ? { customer_email: order.email } : {}),
      },
    });
    return { session: String(session['id']), url: String(session['url']) };
  }

  async stateOf(id: string): Promise<CheckoutState> {
    const session = await this.ask({ path: `/v1/checkout/sessions/${encodeURIComponent(id)}` });
    if (session['payment_status'] === 'paid') {
      const on = new Date(Number(session['created'] ?? 0) * 1000).toISOString().slice(0, 10);
      return { is: 'PAID', word: { id: `asked:${id}`, type: 'checkout.session', on, ...paidSession(session) } };
    }
    return { is: session['status'] === 'expired' ? 'EXPIRED' : 'OPEN' };
  }

  async feeOf(subject: string): Promise<{ minor: bigint; currency: string }> {
    const movement = await this.ask({ path: `/v1/balance_transactions/${encodeURIComponent(subject)}` });
    return { minor: wireMinor(movement['fee']), currency: wireCurrency(movement['currency']) };
  }

  async refund(of: { id: string; payment: string; minor: bigint }): Promise<string> {
    const refund = await this.ask({
      path: '/v1/refunds',
      once: `refund:${of.id}`,
      form: { payment_intent: of.payment, amount: of.minor.toString(), 'metadata[refund]': of.id },
    });
    return String(refund['id']);
  }

  read(raw: Buffer, headers: Readonly<Record<string, string | string[] | undefined>>, now: Date): ProcessorWord {
    const header = headers['stripe-signature'];
    if (typeof header !== 'string' || !isSigned(raw, header, { secrets: this.config.webhookSecrets, now }))
      throw new UnsignedWord('not signed');
    try {
      return readEvent(JSON.parse(raw.toString('utf8')));
    } catch (error) {
      throw new UnreadableWord((error as Error).message);
    }
  }

  private ask(call: Omit<ApiCall, 'base' | 'key'>): Promise<Readonly<Record<string, unknown>>> {
    return apiRequest({ base: this.config.url, key: this.config.key, ...call });
  }
}
