import { AmendmentParts, Amendments } from './amendments.service.ts';
import { EffectAmendments } from './effect-amendments.service.ts';
import { Extensions } from './extensions.service.ts';
import { LifeDates } from './life-dates.store.ts';
import { LifeResolver } from './life.resolver.ts';
import { ObjectionTalks } from './objection-talks.service.ts';
import { ObjectionsResolver } from './objections.resolver.ts';
import { Objections } from './objections.service.ts';
import { Openings } from './openings.service.ts';
import { Outcomes } from './outcomes.service.ts';
import { Reruns } from './reruns.service.ts';

/** The life of a proposal, between its draft and its review. */
export const lives = [
  AmendmentParts,
  Amendments,
  EffectAmendments,
  Extensions,
  LifeDates,
  LifeResolver,
  Objections,
  ObjectionsResolver,
  ObjectionTalks,
  Openings,
  Outcomes,
  Reruns,
];
