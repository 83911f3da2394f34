import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Policy } from '../../platform/policy/policy.service.ts';

/** The door of every page of the treasurer's desk. */
@Injectable()
export class DeskDoor {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
  ) {}

  /** Reads beside the group's door, in the same statement; null for whoever does not hold the duty. */
  async read<T>(actor: Actor, handle: string, reading: (db: EntityManager) => Promise<T>): Promise<T | null> {
    const [door, found] = await Promise.all([this.doors.open(actor, handle), reading(this.database.reads)]);
    return door && this.policy.allows(actor, 'book.desk.read', {}, door.standing) ? found : null;
  }
}
