import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { isHost, placeIsShown, readableBy } from '../event-sight.ts';
import { accessSql, type KnownPlace } from '../event-details.graphql.ts';

/** Each place by its name, as the newest event has it. A place that not everybody may see is there only for its hosts. */
const placesSql = `SELECT json_build_object('name', p.place_name, 'address', p.place_address, 'locality', p.locality, 'access', ${accessSql('p.access', 'true')}) AS json
  FROM (SELECT DISTINCT ON (fold_words(e.place_name)) e.* FROM event e JOIN folk_group g ON g.id = e.group_id
    WHERE e.group_id = $1 AND e.place_name <> '' AND ${readableBy('$2')} AND ${placeIsShown('e.location_shown', { host: isHost('$2'), going: 'false' })} ORDER BY fold_words(e.place_name), e.created_at DESC) p
  ORDER BY p.created_at DESC LIMIT 50`;

/** The places where a group has met: remembered by what its events say, so that nobody types an address twice. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  async ofGroup(actor: Actor, groupId: string): Promise<KnownPlace[]> {
    if (!isId(groupId)) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'event.create', { groupId });
    const values = [groupId, actor.personId];
    return together<KnownPlace>(this.database.reads, actor, { name: 'places_of_group', text: placesSql, values });
  }
}
