import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RoundState } from '#libs/money';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';

export const roundStateWords = {
  PROPOSING: 'proposing',
  ALLOTTING: 'allotting',
  CLOSED: 'closed',
  CALLED_OFF: 'called_off',
} as const satisfies Record<string, RoundState>;
export const roundWays = { ALLOTMENT: 'allotment', DOTS: 'dots', EQUAL_SHARES: 'equal_shares' } as const;
const roundResults = { LIVE: 'live', AFTER_CLOSE: 'after_close' } as const;
export const roundEnds = {
  DONE: 'done',
  NOTHING: 'nothing',
  NO_BUCKETS: 'no_buckets',
  NOT_OPENED: 'not_opened',
  WITHDRAWN: 'withdrawn',
  DROPPED: 'dropped',
  CALLED_OFF: 'called_off',
} as const;
export type RoundEnd = (typeof roundEnds)[keyof typeof roundEnds];
export type RoundWay = (typeof roundWays)[keyof typeof roundWays];
registerEnumType(roundStateWords, { name: 'RoundState' });
registerEnumType(roundWays, {
  name: 'RoundWay',
  description:
    'ALLOTMENT: everybody gives an equal share of the pot as they like. DOTS: everybody spreads dots, and the pot goes to the buckets with most dots first. EQUAL_SHARES: everybody says what they approve of.',
});
registerEnumType(roundResults, { name: 'RoundResults' });
registerEnumType(roundEnds, { name: 'RoundEnd' });

@ObjectType()
export class BucketRights {
  @Field(() => Boolean) update: boolean;
}

/** What a member would carry out with money of a round. */
@ObjectType()
export class Bucket {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => MoneyValue, { description: 'With less it is not carried out.' }) minimum: MoneyValue;
  @Field(() => MoneyValue, { description: 'The most that it can use.' }) stretch: MoneyValue;
  @Field(() => ID) authorId: string;
  @Field(() => ID) carrierId: string;
  @Field(() => String, { description: 'Who carries it out.' }) carrierName: string;
  @Field(() => Boolean) withdrawn: boolean;
  @Field(() => MoneyValue, { nullable: true, description: 'Once the round is closed: what it was given.' })
  granted: MoneyValue | null;
  @Field(() => ID, { nullable: true, description: 'The budget line that was opened for it.' }) lineId: string | null;
  @Field(() => Int) version: number;
  @Field(() => BucketRights) can: BucketRights;
}

@ObjectType()
export class RoundRights {
  @Field(() => Boolean, { description: 'Propose a bucket.' }) propose: boolean;
  @Field(() => Boolean) callOff: boolean;
}

@ObjectType()
export class RoundGroup {
  @Field(() => ID) id: string;
  @Field(() => String) handle: string;
  @Field(() => String) name: string;
  @Field(() => String) zone: string;
  @Field(() => String) currency: string;
}

@ObjectType()
export class RoundCard {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => roundStateWords) state: string;
  @Field(() => MoneyValue, { description: 'The money to share out, held in its fund while the round runs.' })
  pot: MoneyValue;
  @Field(() => String) fundName: string;
  @Field(() => String, { description: 'general, event or project.' }) fundKind: string;
  @Field(() => Date, { description: 'Until then buckets are proposed; then the allotting begins.' })
  proposingUntil: Date | string;
  @Field(() => Date) allottingUntil: Date | string;
  @Field(() => Int, { description: 'Buckets that stand.' }) buckets: number;
}

@ObjectType()
export class BudgetRound extends RoundCard {
  @Field(() => RoundGroup) group: RoundGroup;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => roundWays) way: string;
  @Field(() => Int, { nullable: true, description: 'The dots of each, where dots are spread.' }) dots: number | null;
  @Field(() => roundResults) showResults: string;
  @Field(() => String) openedBy: string;
  @Field(() => ID, { nullable: true, description: 'The vote that shares it out, from the allotting on.' })
  proposalId: string | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Once closed: what the funded buckets got together.' })
  granted: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Once over: what went back to the fund.' })
  returned: MoneyValue | null;
  @Field(() => roundEnds, { nullable: true }) endCode: string | null;
  @Field(() => String, { nullable: true, description: 'Why it was called off.' }) endNote: string | null;
  @Field(() => [Bucket]) list: Bucket[];
  @Field(() => Date) now: Date | string;
  @Field(() => RoundRights) can: RoundRights;
}

/** The rounds of a group, newest first, and whether this viewer may open one. */
@ObjectType()
export class GroupRounds {
  @Field(() => [RoundCard], { description: 'The newest 50.' }) rounds: RoundCard[];
  @Field(() => Boolean) mayOpen: boolean;
}

@InputType()
export class OpenRoundInput {
  @Field(() => ID) groupId: string;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => MoneyInput) pot: MoneyInput;
  @Field(() => ID, { nullable: true, description: 'The fund; the general one unless told.' }) fundId?: string | null;
  @Field(() => roundWays, { nullable: true, description: 'Allotments unless told.' }) way?: RoundWay | null;
  @Field(() => Int, { nullable: true, description: 'The dots of each, where dots are spread; 5 unless told.' })
  dots?: number | null;
  @Field(() => roundResults, { nullable: true, description: 'Whether all see how it stands; live unless told.' })
  showResults?: 'live' | 'after_close' | null;
  @Field(() => Date) proposingUntil: Date;
  @Field(() => Date) allottingUntil: Date;
  @Field(() => String, { description: 'Made when the form is opened: sent twice, it is one round.' })
  idempotencyKey: string;
}

@InputType()
export class BucketFieldsInput {
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => MoneyInput) minimum: MoneyInput;
  @Field(() => MoneyInput, { nullable: true, description: 'The minimum unless told.' }) stretch?: MoneyInput | null;
  @Field(() => ID, { nullable: true, description: 'Who carries it out; oneself unless told.' })
  carrierId?: string | null;
}

@InputType()
export class ProposeBucketInput {
  @Field(() => ID) roundId: string;
  @Field(() => BucketFieldsInput) fields: BucketFieldsInput;
  @Field(() => String, { description: 'Made when the form is opened: sent twice, it is one bucket.' })
  idempotencyKey: string;
}

@InputType()
export class UpdateBucketInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => BucketFieldsInput) fields: BucketFieldsInput;
}
