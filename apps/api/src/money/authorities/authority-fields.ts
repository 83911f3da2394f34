import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import { type EffectAsked, onRoll, type Payload } from '../../decisions/index.ts';
import { row } from '../../platform/database/sql.ts';
import { isDay } from '../../platform/days.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { say } from '../../platform/words/words.ts';
import type { BooksStore, Fund, Line } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';

const MOST = 10n ** 15n;

/** What a form says of a spending authority, as it is stored. Throws BAD_USER_INPUT naming the field. */
export async function authorityFields(db: EntityManager, books: BooksStore, asked: EffectAsked): Promise<Payload> {
  const { groupId, input, field } = asked;
  const label = requiredName(field('title'), input.title ?? '', { what: 'What it is for', max: 80 });
  const holder = await holderOf(db, asked);
  const book = await books.ofGroup(db, groupId);
  const line = input.lineId ? await books.line(db, input.lineId) : null;
  const fund = await books.findFund(db, book.id, input.fundId ?? line?.fund_id ?? null);
  if (!fund) throw new BadInput(field('fundId'), 'This fund is not there any more. Choose another.');
  const ceiling = amountOf(asked, 'amount', fund);
  const each = input.each ? amountOf(asked, 'each', fund) : ceiling;
  if (each > ceiling) throw new BadInput(field('each'), 'At a time is at most what there is in all.');
  return {
    label,
    ...holder,
    minor: ceiling.toString(),
    each: each.toString(),
    currency: fund.currency,
    fundId: fund.id,
    fundName: fund.name,
    fundKind: fund.kind,
    ...(await scopeOf(db, { asked, fund, line })),
    ...(await daysOf(db, asked)),
    hold: input.hold === true,
  };
}

/** A member, or whoever has a duty: one of them. */
async function holderOf(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
  if (input.duty && input.personId)
    throw new BadInput(field('personId'), 'Choose a member or a duty, not both of them.');
  if (input.duty) return { duty: input.duty, personId: null, personName: null };
  const person = input.personId ? await onRoll(db, groupId, input.personId) : null;
  if (person?.standing !== 'member') throw new BadInput(field('personId'), 'Choose a member, or a duty.');
  return { personId: person.id, personName: person.name, duty: null };
}

function amountOf({ input, field }: EffectAsked, name: 'amount' | 'each', fund: Fund): bigint {
  const amount = input[name];
  if (!amount) throw new BadInput(field(name), 'Say up to how much.');
  const minor = BigInt(String(amount.minor));
  if (!isCurrency(amount.currency) || amount.currency !== fund.currency)
    throw new BadInput(
      field(name),
      say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
    );
  if (minor <= 0n || minor > MOST) throw new BadInput(field(name), 'The amount must be more than nothing.');
  return minor;
}

/** What narrows it besides the fund: a budget line of it, an event of the group, a category. */
async function scopeOf(
  db: EntityManager,
  { asked, fund, line }: { asked: EffectAsked; fund: Fund; line: Line | null },
): Promise<Payload> {
  const { input, field } = asked;
  if (input.lineId && (line?.fund_id !== fund.id || line.closed_at || line.reserved))
    throw new BadInput(field('lineId'), 'Choose an open budget line of this fund.');
  if (line && input.hold) throw new BadInput(field('hold'), 'The budget line that you chose holds the money already.');
  return {
    lineId: line?.id ?? null,
    lineName: line?.name ?? null,
    ...(await eventOf(db, asked)),
    ...(await categoryOf(db, asked)),
  };
}

async function eventOf(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
  const { eventId } = input;
  if (!eventId) return { eventId: null, eventTitle: null };
  const found = isId(eventId)
    ? await row<{ title: string }>(db, 'SELECT title FROM event WHERE id = $1 AND group_id = $2', [eventId, groupId])
    : null;
  if (!found) throw new BadInput(field('eventId'), 'Choose an event of this group.');
  return { eventId, eventTitle: found.title };
}

/** A category of the group, with its own word for it. */
async function categoryOf(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
  const typed = input.category?.trim();
  if (!typed) return { category: null };
  const category = `expense.${typed.replace(/^expense\./, '')}`;
  const found = await row<{ name: string | null }>(
    db,
    'SELECT c.name FROM book_category c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.category = $2 AND c.archived_at IS NULL',
    [groupId, category],
  );
  if (!found) throw new BadInput(field('category'), 'Choose a category.');
  return { category, categoryName: found.name };
}

async function daysOf(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
  const { from = null, until = null } = input;
  if (from !== null && !isDay(from)) throw new BadInput(field('from'), 'Write the day as 2026-03-31.');
  if (until !== null && !isDay(until)) throw new BadInput(field('until'), 'Write the day as 2026-03-31.');
  if (until !== null && until < (from ?? (await today(db, groupId))))
    throw new BadInput(field('until'), 'It would have ended before it began. Choose a later day.');
  return { from, until };
}
