import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { EventsService } from '../events.service.ts';

/** Events that new ones begin from: a name in the group for an event whose fields and tasks are taken over. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsService,
  ) {}

  async save(actor: Actor, eventId: string, name: string): Promise<void> {
    const tidy = requiredName('name', name, { what: 'The name of the template', max: 80 });
    await this.database
      .transaction(async (tx) => {
        const event = await this.events.readable(tx, actor, eventId);
        await this.policy.require(tx, actor, 'event.template.manage', { groupId: event.group_id });
        await rows(
          tx,
          'INSERT INTO event_template (id, group_id, event_id, name, made_by) VALUES ($1, $2, $3, $4, $5)',
          [newId(), event.group_id, event.id, tidy, actor.personId],
        );
      })
      .catch((error: unknown) => {
        if (constraintOf(error) !== 'event_template_group_id_name_key') throw error;
        throw new BadInput('name', 'There is a template of this name already.');
      });
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const held = isId(id)
        ? await row<{ group_id: string; made_by: string }>(tx, 'SELECT * FROM event_template WHERE id = $1', [id])
        : null;
      if (!held) throw new NotFound();
      const own = held.made_by === actor.personId;
      await this.policy.require(tx, actor, 'event.template.manage', { groupId: held.group_id, own });
      await rows(tx, 'DELETE FROM event_template WHERE id = $1', [id]);
    });
  }
}
