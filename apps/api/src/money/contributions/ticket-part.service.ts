import { Injectable, type OnModuleInit } from '@nestjs/common';
import encodeQR from 'qr';
import { formatAmount, groupedIban } from '#libs/money';
import { AnswerParts } from '../../events/index.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { formatLocale } from '../../platform/format-locale.ts';
import type { LinkPage } from '../../platform/http/link-page.ts';
import { transferCode } from './transfer-code.ts';

const en = {
  title: 'What this event asks for',
  noWall: 'Nobody has to give it to come.',
  asks: (least: string, most: string) =>
    least === most ? `${least} a place.` : `${least} to ${most} a place, as you can.`,
  bring: (amount: string, reference: string) => `${amount} for your places: bring it, or send it with ${reference}.`,
  account: (name: string, iban: string) => `Account: ${name}, ${iban}`,
  code: 'A banking app fills the transfer in from this code:',
  soon: 'The reference for a transfer will stand here in a moment.',
  said: 'You have said that it is on its way.',
  received: (amount: string) => `Thank you: ${amount} has arrived.`,
  alt: (reference: string) => `Code for banking apps: transfer with ${reference}`,
};

const de: typeof en = {
  title: 'Worum dieses Treffen bittet',
  noWall: 'Niemand muss es geben, um zu kommen.',
  asks: (least, most) => (least === most ? `${least} je Platz.` : `${least} bis ${most} je Platz, so wie du kannst.`),
  bring: (amount, reference) => `${amount} für deine Plätze: bring es mit, oder überweise es mit ${reference}.`,
  account: (name, iban) => `Konto: ${name}, ${iban}`,
  code: 'Mit diesem Code füllt eine Banking-App die Überweisung aus:',
  soon: 'Das Zeichen für eine Überweisung steht gleich hier.',
  said: 'Du hast gesagt, dass es unterwegs ist.',
  received: (amount) => `Danke: ${amount} sind angekommen.`,
  alt: (reference) => `Code für Banking-Apps: Überweisung mit ${reference}`,
};

interface Asked {
  least: string;
  most: string;
  currency: string;
  comes: boolean;
  number: number | null;
  due: string;
  received: string;
  said: boolean;
  name: string | null;
  iban: string | null;
}

const sql = `SELECT k.minor::text AS least, k.most::text AS most, k.currency, r.status = 'going' AS comes, c.number, coalesce(greatest(c.pledged - c.received, 0), 0)::text AS due,
  coalesce(c.received, 0)::text AS received, c.said_at IS NOT NULL AS said, a.name, a.iban
 FROM event_ask k JOIN event e ON e.id = k.event_id JOIN book b ON b.group_id = e.group_id JOIN rsvp r ON r.event_id = e.id AND r.person_id = $2
 LEFT JOIN contribution c ON c.event_id = e.id AND c.person_id = $2 AND c.kind = 'ticket' AND c.closed IS NULL LEFT JOIN book_bank a ON a.book_id = b.id WHERE k.event_id = $1`;

/** What an event asks for, on the page that the mail of a guest opens: they have no account and see the page of the event as a visitor. */
@Injectable()
export class TicketPart implements OnModuleInit {
  constructor(
    private readonly parts: AnswerParts,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.parts.add(async ({ eventId, personId, locale }) => {
      const asked = await row<Asked>(this.database.reads, sql, [eventId, personId]);
      return asked && partOf(asked, locale);
    });
  }
}

function partOf(asked: Asked, locale: string): NonNullable<LinkPage['parts']>[number] {
  const words = locale.startsWith('de') ? de : en;
  const text = (minor: string): string =>
    formatAmount({ minor: BigInt(minor), currency: asked.currency }, formatLocale(locale));
  const asks = words.asks(text(asked.least), text(asked.most));
  const part = { title: words.title, forms: [] };
  if (asked.number === null) return { ...part, lines: [asks, asked.comes ? words.soon : words.noWall] };
  if (asked.due === '0') return { ...part, lines: [words.received(text(asked.received))] };
  if (asked.said) return { ...part, lines: [words.said] };
  const reference = `C-${asked.number}`;
  const bank = asked.name !== null && asked.iban !== null ? { name: asked.name, iban: asked.iban } : null;
  const code = transferCode(bank, { minor: BigInt(asked.due), currency: asked.currency, reference });
  return {
    ...part,
    lines: [
      asks,
      words.noWall,
      words.bring(text(asked.due), reference),
      ...(bank ? [words.account(bank.name, groupedIban(bank.iban))] : []),
      ...(code ? [words.code] : []),
    ],
    ...(code ? { picture: { svg: encodeQR(code, 'svg'), alt: words.alt(reference), caption: reference } } : {}),
  };
}
