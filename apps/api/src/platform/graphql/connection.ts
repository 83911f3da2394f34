import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { isId } from '../ids.ts';
import { BadInput } from './errors.ts';

@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

export interface Connection<T> {
  nodes: T[];
  pageInfo: PageInfo;
}

/** The class of a forward-only list: `class ProposalConnection extends connectionOf(Proposal) {}`. */
export function connectionOf<T>(node: Type<T>): Type<Connection<T>> {
  @ObjectType({ isAbstract: true })
  class ConnectionClass implements Connection<T> {
    @Field(() => [node]) nodes: T[];
    @Field(() => PageInfo) pageInfo: PageInfo;
  }
  return ConnectionClass as Type<Connection<T>>;
}

/** Where a page goes on: after this instant and, among equals, this id. */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}

/** Before the first of a list that goes up, and of one that goes down: statements compare with it, so that they keep one plan. */
export const listStart: Cursor = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
export const listEnd: Cursor = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

export function cursorOf(at: Date | string, id: string): string {
  return Buffer.from(JSON.stringify([at instanceof Date ? at.toISOString() : at, id])).toString('base64url');
}

/** Reads a cursor; throws BAD_USER_INPUT for one that we did not make. */
export function readCursor(after: string | null | undefined): Cursor | null {
  if (!after) return null;
  try {
    const [at, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [unknown, unknown];
    if (typeof at === 'string' && typeof id === 'string' && isId(id) && /^[0-9TZ:.+-]{1,40}$/.test(at))
      return { at, id };
  } catch {
    // falls through to the refusal
  }
  throw new BadInput('after', 'This list position is not one of ours. Start from the beginning.');
}

/** The number of rows asked for: 20 unless told, 100 at most. */
export function readFirst(first: number | null | undefined): number {
  if (first == null) return 20;
  if (first < 1 || first > 100) throw new BadInput('first', 'Ask for 1 to 100 at a time.');
  return first;
}

/** Makes a connection of rows that were read with `first + 1`. */
export function toConnection<T>(rows: readonly T[], first: number, cursor: (row: T) => string): Connection<T> {
  const nodes = rows.slice(0, first);
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursor(last) : null } };
}

export const firstArg = { type: () => Int, nullable: true } as const;
export const afterArg = { type: () => String, nullable: true } as const;
