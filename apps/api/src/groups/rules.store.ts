import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { together } from '../platform/database/together.ts';
import { groupIdOf } from './groups.store.ts';
import type { AgreementView, DecidedBy } from './rules.graphql.ts';

/** A version as it is stored, with the proposal behind it. */
export interface StoredVersion {
  readonly n: number;
  readonly rules: Rulebook;
  readonly from: string;
  readonly decidedBy: DecidedBy | null;
}

export interface StoredRules {
  readonly versions: readonly StoredVersion[];
  readonly agreements: readonly AgreementView[];
}

const decidedBy = (of: string): string =>
  `(SELECT json_build_object('id', p.id, 'number', p.number, 'title', p.title) FROM proposal p WHERE p.id = ${of}.authority_proposal)`;

/** The rules and agreements of a group with all that were before them, in one statement. */
@Injectable()
export class RulesStore {
  async of(db: EntityManager, actor: Actor, handle: string): Promise<StoredRules> {
    const [found] = await together<StoredRules>(db, actor, {
      name: 'rules_of_group',
      text: `SELECT json_build_object(
        'versions', coalesce((SELECT json_agg(json_build_object('n', v.n, 'rules', v.rules, 'from', iso(v.from_at), 'decidedBy', ${decidedBy('v')}) ORDER BY v.n DESC)
          FROM (SELECT * FROM rulebook_version WHERE group_id = ${groupIdOf('$1')} ORDER BY n DESC LIMIT 51) v), '[]'),
        'agreements', coalesce((SELECT json_agg(json_build_object('id', a.id, 'n', a.n, 'title', a.title, 'body', a.body, 'bodyHtml', a.body_html, 'from', iso(a.from_at), 'decidedBy', ${decidedBy('a')},
            'accepted', (SELECT count(*) FROM agreement_accepted c WHERE c.version_id = a.id AND is_member(a.group_id, c.person_id)),
            'iAccepted', EXISTS (SELECT FROM agreement_accepted c WHERE c.version_id = a.id AND c.person_id = $2)) ORDER BY a.n DESC)
          FROM (SELECT * FROM agreement_version WHERE group_id = ${groupIdOf('$1')} ORDER BY n DESC LIMIT 21) a), '[]')) AS json`,
      values: [handle, actor.personId],
    });
    return found!;
  }
}
