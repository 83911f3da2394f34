import encodeQR from 'qr';
import { decimalText, formatAmount, groupedIban } from '#libs/money';
import type { MoneyValue } from '../../platform/graphql/money.type.ts';
import type { LinkField, LinkPage } from '../../platform/http/link-page.ts';
import { newId } from '../../platform/ids.ts';
import type { LinkForm } from './split-links.service.ts';
import { splitWords, type SplitWords } from './split-words.ts';
import type { Bill, Split } from './splits.graphql.ts';
import { formatLocale } from '../../platform/format-locale.ts';

type Part = NonNullable<LinkPage['parts']>[number];

interface Reading {
  readonly split: Split;
  readonly me: string;
  readonly words: SplitWords;
  readonly token: string;
  /** What was typed into a form that was refused: nothing of it is lost. */
  readonly typed: LinkForm;
  readonly name: (id: string | null) => string;
  readonly money: (amount: MoneyValue) => string;
  /** An amount as the reader would type it. */
  readonly asTyped: (amount: MoneyValue) => string;
}

const NEWEST = 30;

/** The page of somebody who has a link into a split: where they stand, what to pay, what to confirm, the bills, a bill to add. */
export function splitLinkPage(
  split: Split,
  of: { locale: string; token: string; fault: string | null; typed: LinkForm },
): LinkPage {
  const words = splitWords(of.locale);
  const names = new Map(split.people.map(({ id, name }) => [id, name]));
  const reading: Reading = {
    split,
    me: split.me!,
    words,
    token: of.token,
    typed: of.typed,
    name: (id) => (id ? (names.get(id) ?? '') : ''),
    money: (amount) => formatAmount(amount, formatLocale(of.locale)),
    asTyped: (amount) => decimalText(amount).replace('.', formatLocale(of.locale) === 'de' ? ',' : '.'),
  };
  return {
    locale: of.locale,
    title: split.title,
    lines: [words.you(reading.name(reading.me), split.groupName), ...standingLines(reading)],
    ...(of.fault ? { fault: of.fault } : {}),
    parts: [
      ...toPay(reading),
      ...toConfirm(reading),
      ...saidByMe(reading),
      ...payoutPart(reading),
      addPart(reading),
      ...split.bills.slice(0, NEWEST).map((bill) => billPart(reading, bill)),
    ],
  };
}

/** A new tab of the page, not a shared secret: it keeps a form that is sent twice from doing it twice. */
const hidden = (of: Record<string, string>): LinkField[] =>
  Object.entries(of).map(([name, value]) => ({ name, label: '', type: 'hidden', value }));

/** What was typed into a field of a form, or what it begins with. */
function typedIn({ typed }: Reading, form: Record<string, string>, field: string, begin = ''): string {
  const said = typed[field];
  return Object.entries(form).every(([name, value]) => typed[name] === value) && typeof said === 'string'
    ? said
    : begin;
}

function standingLines({ split, me, words, money }: Reading): string[] {
  const mine = split.standings.filter(({ personId }) => personId === me);
  if (mine.length === 0) return [words.settled];
  return mine.map(({ amount }) =>
    BigInt(amount.minor) > 0n
      ? words.owed(money(amount))
      : words.owe(money({ ...amount, minor: -BigInt(amount.minor) })),
  );
}

function toPay(reading: Reading): Part[] {
  const { split, me, words, name, money, asTyped } = reading;
  return split.suggested
    .filter(({ fromId }) => fromId === me)
    .map(({ toId, amount, payout }) => ({
      title: words.pay(name(toId), money(amount)),
      lines: [
        payout ? words.account(payout.name, groupedIban(payout.iban)) : words.noAccount(name(toId)),
        ...(payout?.code ? [`${words.code}.`] : []),
      ],
      ...(payout?.code
        ? { picture: { svg: encodeQR(payout.code, 'svg', { ecc: 'medium' }), alt: words.code, caption: money(amount) } }
        : {}),
      forms: [
        {
          label: words.paid,
          fields: [
            ...hidden({ act: 'paid', to: toId, currency: amount.currency, key: newId() }),
            {
              name: 'amount',
              label: words.amount,
              value: typedIn(reading, { act: 'paid', to: toId, currency: amount.currency }, 'amount', asTyped(amount)),
            },
          ],
        },
      ],
    }));
}

function toConfirm({ split, me, words, name, money }: Reading): Part[] {
  return split.payments
    .filter(({ toId, state }) => toId === me && state === 'SAID')
    .map(({ id, fromId, amount }) => ({
      title: words.says(name(fromId), money(amount)),
      lines: [words.sayTrue],
      forms: [
        { label: words.arrived, fields: hidden({ act: 'arrived', payment: id }) },
        { label: words.missing, quiet: true, fields: hidden({ act: 'missing', payment: id }) },
      ],
    }));
}

function saidByMe({ split, me, words, name, money }: Reading): Part[] {
  return split.payments
    .filter(({ fromId, state }) => fromId === me && state !== 'TAKEN_BACK')
    .map(({ id, toId, amount, state }) => ({
      title: words.said(name(toId), money(amount)),
      lines: [words.state[state as keyof SplitWords['state']]],
      forms: state === 'SAID' ? [{ label: words.back, quiet: true, fields: hidden({ act: 'back', payment: id }) }] : [],
    }));
}

function payoutPart(reading: Reading): Part[] {
  const { split, me, words } = reading;
  const typed = (field: string, begin: string): string => typedIn(reading, { act: 'payout' }, field, begin);
  const isOwed =
    split.suggested.some(({ toId }) => toId === me) ||
    split.standings.some(({ personId, amount }) => personId === me && BigInt(amount.minor) > 0n);
  if (!isOwed && !split.myPayout) return [];
  const { name = '', iban = '' } = split.myPayout ?? {};
  return [
    {
      title: words.payout,
      lines: [words.payoutNote],
      forms: [
        {
          label: words.save,
          fields: [
            ...hidden({ act: 'payout' }),
            {
              name: 'iban',
              label: words.iban,
              value: typed('iban', groupedIban(iban)),
              optional: true,
              hint: words.forget,
            },
            { name: 'name', label: words.name, value: typed('name', name), optional: true },
          ],
        },
      ],
    },
  ];
}

function billPart(reading: Reading, bill: Bill): Part {
  const { me, words, name, money, token } = reading;
  const mine = bill.shares.find(({ personId }) => personId === me);
  const isMineToSay = !bill.undoneAt && !bill.disputes.some(({ personId }) => personId === me);
  return {
    title: words.bill(bill.number, bill.what, money(bill.total)),
    lines: [
      words.by(bill.payers.map(({ personId }) => name(personId)).join(', ')),
      mine ? words.part(money(mine.amount)) : words.noPart,
      ...bill.disputes.map((one) => words.disputed(name(one.personId), one.words)),
      ...(bill.undoneAt ? [words.undone(bill.reason ?? '')] : []),
    ],
    links: bill.photos.map(({ id }) => ({ label: words.photo, href: `/files/${id}.${token}` })),
    forms: isMineToSay
      ? [
          {
            label: words.dispute,
            quiet: true,
            fields: [
              ...hidden({ act: 'dispute', bill: bill.id }),
              {
                name: 'words',
                label: words.wrong,
                value: typedIn(reading, { act: 'dispute', bill: bill.id }, 'words'),
              },
            ],
          },
        ]
      : [],
  };
}

function addPart(reading: Reading): Part {
  const { split, words, typed } = reading;
  const was = (field: string, begin = ''): string => typedIn(reading, { act: 'bill' }, field, begin);
  const choices = split.people.map(({ id, name }) => ({ value: id, label: name }));
  return {
    title: words.add,
    lines: [],
    forms: [
      {
        label: words.addButton,
        fields: [
          ...hidden({ act: 'bill', key: newId() }),
          { name: 'what', label: words.whatWas, value: was('what') },
          { name: 'amount', label: words.amount, value: was('amount') },
          { name: 'currency', label: words.currency, value: was('currency', split.currency) },
          {
            name: 'for',
            label: words.for,
            type: 'several',
            choices,
            chosen: typed['act'] === 'bill' ? [typed['for'] ?? []].flat() : choices.map(({ value }) => value),
          },
        ],
      },
    ],
  };
}
