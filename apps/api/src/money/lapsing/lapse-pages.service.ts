import { Injectable } from '@nestjs/common';
import { dayAfter, lapseOf, lastDayToSettle, owedOf } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { DuesLapse } from './lapses.graphql.ts';
import { LapsesStore, NOBODY, type Standing } from './lapses.store.ts';

/** How many days before a membership lapses its pages say so. */
const AHEAD_DAYS = 60;

/** Who lapses soon and who has, as the roll and the pages of dues show it. */
@Injectable()
export class LapsePages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: LapsesStore,
  ) {}

  /** Of everybody for who may read where members stand with their dues, else of the viewer. */
  async of(actor: Actor, groupId: string): Promise<DuesLapse[]> {
    if (!isId(groupId)) throw new NotFound();
    if (actor.personId === null) return [];
    const db = this.database.reads;
    const all = await this.policy.may(db, actor, 'contribution.standing.read', { groupId });
    if (all) return (await this.store.page(db, { groupId, after: NOBODY, limit: 500 })).flatMap(toLapse);
    const own = await this.store.of(db, groupId, actor.personId);
    return own && !own.isOver ? toLapse(own) : [];
  }
}

function toLapse(of: Standing): DuesLapse[] {
  const { personId, dues, lapsedOn, settlesFrom } = of;
  const owing = dues.filter((one) => owedOf(one) > 0n);
  const currency = owing[0]?.currency;
  if (!currency) return [];
  const owed = moneyValue(
    owing.filter((one) => one.currency === currency).reduce((sum, one) => sum + owedOf(one), 0n),
    currency,
  );
  const references = owing.map(({ number }) => `C-${number}`);
  const shown = { personId, owed, references };
  if (lapsedOn !== null) return [{ ...shown, lapsed: true, on: lapsedOn, until: lastDayToSettle(settlesFrom!) }];
  const lapse = lapseOf(dues, of.rule, of.today);
  // The last steward holds on after their day.
  if (!lapse || lapse.on <= of.today || lapse.on > dayAfter(of.today, AHEAD_DAYS)) return [];
  return [{ ...shown, lapsed: false, on: lapse.on, until: dayAfter(lapse.on, -1) }];
}
