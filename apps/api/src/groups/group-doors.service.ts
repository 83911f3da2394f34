import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { type GroupAtDoor, GroupsStore } from './groups.store.ts';

/** Where every page of a group begins: the group and where the viewer stands in it, in one statement. */
@Injectable()
export class GroupDoors {
  readonly #opening = new WeakMap<Actor, Map<string, Promise<GroupAtDoor | null>>>();

  constructor(
    private readonly database: Database,
    private readonly store: GroupsStore,
  ) {}

  /**
   * Null where the viewer may not know of the group. Fields of one request that ask at the same time share the answer; nothing is kept
   * once it is there, so a read after a change sees the change.
   */
  open(actor: Actor, handle: string): Promise<GroupAtDoor | null> {
    const opening = this.#opening.get(actor) ?? new Map<string, Promise<GroupAtDoor | null>>();
    this.#opening.set(actor, opening);
    let door = opening.get(handle);
    if (!door) {
      door = this.store.atDoor(this.database.reads, actor, handle).finally(() => opening.delete(handle));
      opening.set(handle, door);
    }
    return door;
  }
}
