import type { EntityManager } from 'typeorm';
import type { Said } from '#libs/governance';
import { row, rows } from '../../platform/database/sql.ts';
import { isId, newId } from '../../platform/ids.ts';
import type { CheckedQuestion } from './answer-rules.ts';

const ownerOf = (event: string): string =>
  `coalesce((SELECT s.line_id FROM series s WHERE s.id = ${event}.series_id), ${event}.id)`;

/** The questions of an event as a JSON list, in their order; `e` is the event. The nights of a series ask the same. */
export const questionsJson = `(SELECT coalesce(json_agg(json_build_object('id', q.id, 'kind', q.kind, 'words', q.words, 'choices', q.choices, 'required', q.required, 'readers', q.readers) ORDER BY q.at), '[]')
  FROM question q WHERE q.owner_id = ${ownerOf('e')} AND q.dropped_at IS NULL)`;

/** What was said with an answer, as a JSON list; `r` is the RSVP. */
export const saidJson = `(SELECT coalesce(json_agg(json_build_object('questionId', a.question_id, 'said', a.said)), '[]') FROM answer a JOIN question q ON q.id = a.question_id AND q.dropped_at IS NULL WHERE a.rsvp_id = r.id)`;

/** Makes the questions of an event these. One that stands keeps its id and its answers; one that is left out is dropped. */
export async function putQuestions(
  tx: EntityManager,
  eventId: string,
  questions: readonly CheckedQuestion[],
): Promise<void> {
  const owner = await row<{ id: string }>(tx, `SELECT ${ownerOf('e')} AS id FROM event e WHERE e.id = $1`, [eventId]);
  const ownerId = owner!.id;
  const kept = questions.flatMap(({ id }) => (id && isId(id) ? [id] : []));
  await rows(
    tx,
    'UPDATE question SET dropped_at = clock_now() WHERE owner_id = $1 AND dropped_at IS NULL AND NOT (id = ANY($2::uuid[]))',
    [ownerId, kept],
  );
  for (const [at, question] of questions.entries()) await write(tx, ownerId, { ...question, at });
}

async function write(tx: EntityManager, ownerId: string, of: CheckedQuestion & { at: number }): Promise<void> {
  const values = [of.at, of.kind, of.words, of.choices, of.required, of.readers];
  const changed = of.id
    ? await rows(
        tx,
        'UPDATE question SET at = $3, kind = $4, words = $5, choices = $6, required = $7, readers = $8 WHERE id = $1 AND owner_id = $2 AND dropped_at IS NULL RETURNING 1',
        [of.id, ownerId, ...values],
      )
    : [];
  if (changed.length > 0) return;
  await rows(
    tx,
    'INSERT INTO question (id, owner_id, at, kind, words, choices, required, readers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [newId(), ownerId, ...values],
  );
}

/** What is said with an answer is this and nothing else. */
export async function sayAnswers(tx: EntityManager, rsvpId: string, answers: readonly Said[]): Promise<void> {
  await rows(
    tx,
    'DELETE FROM answer a USING question q WHERE a.rsvp_id = $1 AND q.id = a.question_id AND q.dropped_at IS NULL',
    [rsvpId],
  );
  for (const { questionId, said } of answers)
    await rows(tx, 'INSERT INTO answer (question_id, rsvp_id, said) VALUES ($1, $2, $3)', [questionId, rsvpId, said]);
}
