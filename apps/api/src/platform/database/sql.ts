import type { EntityManager } from 'typeorm';

/** Runs a statement and returns its rows, whatever its verb (TypeORM answers UPDATE and DELETE with a pair). */
export async function rows<T>(db: EntityManager, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const result: unknown = await db.query(text, [...values]);
  const isPair =
    Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
  return (isPair ? (result as [T[], number])[0] : result) as T[];
}

/** The first row of a statement, or null. */
export async function row<T>(db: EntityManager, text: string, values: readonly unknown[] = []): Promise<T | null> {
  return (await rows<T>(db, text, values))[0] ?? null;
}
