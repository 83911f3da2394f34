import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import type { Desk } from './desk.graphql.ts';
import { deskRowKinds, deskRows, firstShown } from './desk.rows.ts';

const counted = deskRowKinds
  .map(
    (kind) =>
      `json_build_object('kind', '${kind}', 'waiting', (${deskRows[kind]}), 'filter', ${firstShown[kind] ?? 'NULL'})`,
  )
  .join(', ');

/** Reads of the treasurer's desk. */
@Injectable()
export class DeskStore {
  async of(db: EntityManager, actor: Actor, handle: string): Promise<Desk | null> {
    const [desk] = await together<Desk>(db, actor, {
      name: 'treasurers_desk',
      text: `SELECT json_build_object('id', b.id, 'rows', json_build_array(${counted})) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`,
      values: [handle],
    });
    return desk ?? null;
  }
}
