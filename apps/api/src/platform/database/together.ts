import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { hot } from './hot.ts';

/** A read model: a constant text under its name that gives one column called `json`, and its values. */
export interface ReadModel {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** `each`: planned anew for its values, see `hot`. */
  readonly plan?: 'kept' | 'each';
}

interface Waiting {
  readonly read: ReadModel;
  readonly resolve: (found: never[]) => void;
  readonly reject: (error: unknown) => void;
}

/** More would make too many statements of which the server has to keep a plan. */
const MOST = 10;

const waiting = new WeakMap<object, Waiting[]>();

/**
 * Runs a read model. Those that the fields of one request ask for in the same tick travel as one statement, whatever feature they are
 * of: a page costs one round trip for what it shows. `request` is what they share: the actor, who is made anew for each request. Inside a
 * transaction each runs at once.
 */
export function together<T>(db: EntityManager, request: object, asked: ReadModel): Promise<T[]> {
  const read = withoutAbsent(asked);
  if (db.queryRunner) return alone<T>(db, read);
  return new Promise<T[]>((resolve, reject) => {
    const queue = waiting.get(request);
    const one = { read, resolve: resolve as Waiting['resolve'], reject };
    if (queue) {
      queue.push(one);
      return;
    }
    waiting.set(request, [one]);
    // After all promises that are settled by now: their fields may ask as well.
    process.nextTick(() => {
      const all = waiting.get(request)!;
      waiting.delete(request);
      for (const group of travelling(all)) void send(db, group);
    });
  });
}

async function alone<T>(db: EntityManager, { name, text, values, plan }: ReadModel): Promise<T[]> {
  return (await hot<{ json: T }>(db, plan === 'each' ? null : name, text, [...values])).map(({ json }) => json);
}

/** Each name once in a group, so that the number of different statements stays small. In the order of names, for the same reason. */
function travelling(all: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  for (const one of all) {
    const group = groups.find((held) => held.length < MOST && held.every(({ read }) => read.name !== one.read.name));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => group.toSorted((a, b) => (a.read.name < b.read.name ? -1 : 1)));
}

async function send(db: EntityManager, group: readonly Waiting[]): Promise<void> {
  try {
    if (group.length === 1) {
      group[0]!.resolve((await alone(db, group[0]!.read)) as never[]);
      return;
    }
    const { name, text } = joined(group.map(({ read }) => read));
    const [found] = await hot<Record<string, never[]>>(
      db,
      group.some(({ read }) => read.plan === 'each') ? null : name,
      text,
      group.flatMap(({ read }) => read.values),
    );
    group.forEach(({ resolve }, at) => resolve(found![`part${at}`]!));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

/** Ends a subselect about a viewer whose columns are to be computed once, however often they are read: it would be taken apart otherwise. */
export const computedOnce = (viewer: string): string => `OFFSET 0 /* ${viewer} */`;

const shortened = new Map<string, string>();

/**
 * A value that is absent stands as NULL in a text of its own, and everything is open to the planner: of a visitor's page it leaves out
 * whatever asks who the viewer is. That is half of the plan, and to start a plan costs as much as to run it.
 */
function withoutAbsent(read: ReadModel): ReadModel {
  if (read.plan === 'each' || !read.values.includes(null)) return read;
  const present = read.values.map((value) => value !== null);
  const name = `${read.name}-${present.map(Number).join('')}`;
  let text = shortened.get(name);
  if (text === undefined) {
    text = read.text
      .replace(/\$(\d+)/g, (_, n: string) => {
        const at = Number(n) - 1;
        return present[at] ? `$${present.slice(0, at).filter(Boolean).length + 1}` : 'NULL';
      })
      .replaceAll(computedOnce('NULL'), '');
    shortened.set(name, text);
  }
  return { name, text, values: read.values.filter((_, at) => present[at]) };
}

const made = new Map<string, { name: string; text: string }>();

function joined(reads: readonly ReadModel[]): { name: string; text: string } {
  const names = reads.map(({ name }) => name).join('+');
  let statement = made.get(names);
  if (!statement) {
    let before = 0;
    const parts = reads.map(({ text, values }, at) => {
      const shifted = text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + before}`);
      before += values.length;
      return `(SELECT coalesce(json_agg(json), '[]') FROM (${shifted}) model) AS part${at}`;
    });
    const name = names.length <= 63 ? names : createHash('sha256').update(names).digest('hex').slice(0, 63);
    made.set(names, (statement = { name, text: `SELECT ${parts.join(', ')}` }));
  }
  return statement;
}
