import { Injectable } from '@nestjs/common';
import { ruleClass, ruleForm, type RuleKey, ruleNames, ruleText, type Rulebook } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { DutyOffers } from './duty-offers.service.ts';
import { GroupDoors } from './group-doors.service.ts';
import type { DutyOffer, RuleDifference, RuleView, RulebookView } from './rules.graphql.ts';
import { RulesStore, type StoredVersion } from './rules.store.ts';

/** Reads for the page of a group's rules, and the offers that wait for a person. */
@Injectable()
export class RulePages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: RulesStore,
    private readonly offers: DutyOffers,
  ) {}

  async rulebook(actor: Actor, handle: string): Promise<RulebookView | null> {
    const [door, stored] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    const [inForce] = stored.versions;
    if (!door || !inForce) return null;
    // Norms are readable before joining; the proposals of a closed group are not.
    const seesDecisions = this.policy.allows(actor, 'proposal.read', { case: 'group' }, door.standing);
    const mayAccept = this.policy.allows(actor, 'agreement.accept', {}, door.standing);
    return {
      groupId: door.group.id,
      currency: door.group.currency,
      n: inForce.n,
      rules: ruleNames.map((key) => ruleView(inForce.rules, key)),
      versions: stored.versions.slice(0, 50).map(({ n, from, decidedBy }, at) => ({
        n,
        from,
        decidedBy: seesDecisions ? decidedBy : null,
        differences: differences(stored.versions[at]!, stored.versions[at + 1]),
      })),
      agreements: stored.agreements.map((one) => (seesDecisions ? one : { ...one, decidedBy: null })),
      mayAccept,
    };
  }

  async dutyOffers(actor: Actor): Promise<DutyOffer[]> {
    return actor.personId ? this.offers.openFor(this.database.reads, actor) : [];
  }
}

function ruleView(book: Rulebook, key: RuleKey): RuleView {
  const form = ruleForm(key);
  return {
    key,
    value: ruleText(book, key),
    class: ruleClass(book, key),
    form: form.kind,
    choices: form.kind === 'choice' ? [...form.of] : [],
    from: form.kind === 'number' ? form.from : null,
    to: form.kind === 'number' ? form.to : null,
    mayBeNone: form.kind === 'amount' && form.mayBeNone,
  };
}

function differences(version: StoredVersion, before: StoredVersion | undefined): RuleDifference[] {
  if (!before) return [];
  const keys: RuleKey[] = ruleNames.flatMap((name) => [name, `class.${name}`] as RuleKey[]);
  return keys
    .map((key) => ({ key, before: ruleText(before.rules, key), after: ruleText(version.rules, key) }))
    .filter((one) => one.before !== one.after);
}
