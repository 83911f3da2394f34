import type { ProposalPartsFragment, ProposalRecordQuery } from '../../../gql/graphql.ts';
import { dateText } from '../../../platform/dates.ts';
import { say } from '../../../platform/words.ts';
import type { Piece } from './record.ts';

// What a record tells of a proposal's life: its texts, objections and statements, and the board of a secret vote.

const words = (text: string): Piece => ({ kind: 'words', text });

/** A day without a time, as the language writes it. */
export const dayOf = (day: string): string => dateText(`${day}T12:00:00Z`, 'UTC');

/** Each version that was changed, with what became of its text, options and effects; the oldest first. */
export function textsBefore(texts: ProposalRecordQuery['proposalTexts'], zone: string): Piece[] {
  return texts.slice(1).flatMap((after, at) => {
    const before = texts[at]!;
    const by = say('register.record.textBy', {
      version: after.version,
      name: after.byName ?? '',
      date: dateText(after.at, zone),
      round: after.round,
    });
    return [
      words([by, after.note].filter(Boolean).join(' ')),
      ...(before.title === after.title ? [] : [changed(before.title, after.title)]),
      ...(before.body === after.body ? [] : [changed(before.body, after.body)]),
      ...(after.changes.length === 0 ? [] : [{ kind: 'list' as const, items: after.changes.map(({ text }) => text) }]),
    ];
  });
}

const changed = (before: string, after: string): Piece => ({ kind: 'changed', before, after });

/** What was said against it, by whom, and what became of it; the first round in front. */
export function objectionsOf({ objections }: ProposalPartsFragment): Piece[] {
  if (objections.length === 0) return [];
  const rows = objections
    .toSorted((a, b) => a.round - b.round || (a.raisedAt < b.raisedAt ? -1 : 1))
    .map((one) => {
      const isPast = one.state === 'OPEN' && !one.stands;
      const answer = one.response ? `${one.answeredByName ?? ''}: ${one.response}` : '';
      const ruling = one.ruling ? say('life.objection.ruled', { name: one.settledByName ?? '', why: one.ruling }) : '';
      return [
        String(one.round),
        one.personName,
        one.text,
        answer,
        [say(`life.objection.state.${isPast ? 'past' : one.state}`), ruling].filter(Boolean).join('. '),
      ];
    });
  const head = ['inRound', 'voter', 'objection', 'answer', 'became'].map((key) => say(`register.record.${key}`));
  return [{ kind: 'table', head, rows }];
}

/** What the group makes of the outcome: the present words, then those before. */
export function statementsOf(statements: ProposalRecordQuery['proposalStatements'], zone: string): Piece[] {
  const isOne = statements.length === 1;
  return statements.toReversed().flatMap(({ version, body, bodyHtml, byName, at, reviewOn }) => {
    const by = { version, name: byName, date: dateText(at, zone) };
    const review = reviewOn ? say('register.record.reviewOn', { day: dayOf(reviewOn) }) : '';
    const head = [say(`register.record.${isOne ? 'stated' : 'statedAs'}`, by), review].filter(Boolean).join(' ');
    return [words(head), ...(body ? [{ kind: 'written' as const, markdown: body, html: bodyHtml }] : [])];
  });
}

/** How anyone checks a secret vote: its board, the root over it, and who took part. */
export function boardOf({ secret, secrecy, cast, status }: ProposalPartsFragment, address: string): Piece[] {
  if (!secret?.root || status !== 'CLOSED') return [];
  const took = secret.tookPart ?? [];
  return [
    words(say('register.record.boardHas', { count: cast })),
    words(say('register.record.boardRoot', { root: secret.root })),
    words(say('register.record.boardCheck', { board: `${address}/board.json`, bundle: `${address}/decision.json` })),
    ...(took.length > 0
      ? [
          words(
            say(`register.record.${secrecy === 'BLIND' ? 'tookPapers' : 'tookPart'}`, {
              names: took.map(({ name }) => name).join(', '),
            }),
          ),
        ]
      : []),
  ];
}
