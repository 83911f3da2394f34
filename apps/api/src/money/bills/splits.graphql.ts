import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';
import { MoneyMinor } from '../../platform/graphql/scalars.ts';

export const settleWays = { FEWEST: 'fewest', OWED: 'owed' } as const;
export const shareModes = {
  EVEN: 'even',
  WEIGHTS: 'weights',
  PERCENT: 'percent',
  EXACT: 'exact',
  ADJUSTED: 'adjusted',
  ITEMS: 'items',
} as const;
export const paymentStates = {
  SAID: 'SAID',
  ARRIVED: 'ARRIVED',
  MISSING: 'MISSING',
  TAKEN_BACK: 'TAKEN_BACK',
} as const;
export type ShareMode = (typeof shareModes)[keyof typeof shareModes];
export type PaymentState = (typeof paymentStates)[keyof typeof paymentStates];
registerEnumType(settleWays, {
  name: 'SettleWay',
  description: 'By the fewest payments there are, or everybody pays only those they owe.',
});
registerEnumType(shareModes, { name: 'ShareMode' });
registerEnumType(paymentStates, { name: 'SettlementState' });

@ObjectType()
export class SplitPerson {
  @Field(() => ID) id: string;
  @Field(() => ID, { nullable: true, description: 'Null for somebody who is named only.' }) personId: string | null;
  @Field(() => String) name: string;
  @Field(() => Boolean, { description: 'Weighs 1 where an adult weighs 2.' }) child: boolean;
  @Field(() => ID, { nullable: true, description: 'Who pays for them, and is paid for what they lay out.' })
  carriedBy: string | null;
  @Field(() => Boolean, { description: 'Has no part in any bill or payment yet, so the name can go.' })
  unused: boolean;
}

@ObjectType()
export class BillPart {
  @Field(() => ID) personId: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType({ description: 'How somebody’s part was typed: a weight, hundredths of a percent or minor units.' })
export class SharingPart {
  @Field(() => ID) personId: string;
  @Field(() => MoneyMinor) value: bigint | string;
}

@ObjectType()
export class SharedItem {
  @Field(() => String) what: string;
  @Field(() => MoneyMinor) minor: bigint | string;
  @Field(() => [ID]) people: string[];
}

@ObjectType()
export class BillDispute {
  @Field(() => ID) personId: string;
  @Field(() => String) words: string;
  @Field(() => Date) at: Date | string;
}

@ObjectType()
export class BillPhoto {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) type: string;
}

@ObjectType()
export class Bill {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) what: string;
  @Field(() => String) spentOn: string;
  @Field(() => MoneyValue) total: MoneyValue;
  @Field(() => shareModes) mode: string;
  @Field(() => [SharingPart]) parts: SharingPart[];
  @Field(() => [SharedItem]) items: SharedItem[];
  @Field(() => [BillPart]) payers: BillPart[];
  @Field(() => [BillPart]) shares: BillPart[];
  @Field(() => ID, { nullable: true, description: 'Null: the treasurer of the group.' }) authorId: string | null;
  @Field(() => Date) createdAt: Date | string;
  @Field(() => ID, { nullable: true, description: 'The bill that this one corrects.' }) replacesId: string | null;
  @Field(() => ID, { nullable: true }) replacedById: string | null;
  @Field(() => Date, { nullable: true }) undoneAt: Date | string | null;
  @Field(() => ID, { nullable: true }) undoneBy: string | null;
  @Field(() => String, { nullable: true, description: 'Why it was taken back.' }) reason: string | null;
  @Field(() => [BillDispute]) disputes: BillDispute[];
  @Field(() => [BillPhoto]) photos: BillPhoto[];
  @Field(() => Boolean) canCorrect: boolean;
}

@ObjectType()
export class SettlementPayment {
  @Field(() => ID) id: string;
  @Field(() => ID) fromId: string;
  @Field(() => ID) toId: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => paymentStates) state: string;
  @Field(() => Date) saidAt: Date | string;
  @Field(() => Date, { nullable: true }) answeredAt: Date | string | null;
}

@ObjectType({ description: 'Where to pay somebody: for those who owe them only.' })
export class Payout {
  @Field(() => String) name: string;
  @Field(() => String) iban: string;
  @Field(() => String, { nullable: true, description: 'What a code for banking apps says (EPC069-12).' })
  code: string | null;
}

@ObjectType({ description: 'A payment that would settle something. Computed, never stored.' })
export class SuggestedPayment {
  @Field(() => ID) fromId: string;
  @Field(() => ID) toId: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Payout, { nullable: true }) payout: Payout | null;
}

@ObjectType({ description: 'What somebody is owed (above zero) or owes, in one currency.' })
export class SplitStanding {
  @Field(() => ID) personId: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType()
export class SplitRights {
  @Field(() => Boolean) add: boolean;
  @Field(() => Boolean) upload: boolean;
  @Field(() => Boolean) askGroup: boolean;
}

/** People who share costs: their bills, where each of them stands, and what would settle it. For them alone. */
@ObjectType()
export class Split {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => ID) groupId: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => String, { description: 'The zone of the group.' }) zone: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => String, { description: 'What a new bill begins with; each bill has its own.' }) currency: string;
  @Field(() => settleWays) settleBy: string;
  @Field(() => ID, { nullable: true, description: 'Who I am in it; null for a treasurer who is not.' })
  me: string | null;
  @Field(() => [SplitPerson]) people: SplitPerson[];
  @Field(() => [Bill]) bills: Bill[];
  @Field(() => [SplitStanding], { description: 'Of everybody who is not at zero, as booked.' })
  standings: SplitStanding[];
  @Field(() => [SettlementPayment]) payments: SettlementPayment[];
  @Field(() => [SuggestedPayment], { description: 'What is still to be paid after what people say they have paid.' })
  suggested: SuggestedPayment[];
  @Field(() => Payout, { nullable: true, description: 'Where I said that I want to be paid.' })
  myPayout: Payout | null;
  @Field(() => Float, { description: 'Where the odd units of the next bill begin to fall.' }) nextTurn: number;
  @Field(() => SplitRights) can: SplitRights;
}

@ObjectType()
export class SplitCard {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => String) groupHandle: string;
  @Field(() => [String]) names: string[];
  @Field(() => Int) people: number;
  @Field(() => Int) bills: number;
  @Field(() => [MoneyValue], { description: 'What I am owed (above zero) or owe, one for each currency.' })
  mine: MoneyValue[];
}

@ObjectType({ description: 'Somebody says that they have paid me.' })
export class PaymentToConfirm {
  @Field(() => ID) id: string;
  @Field(() => ID) splitId: string;
  @Field(() => String) splitTitle: string;
  @Field(() => String) fromName: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Date) saidAt: Date | string;
}

@InputType()
export class SplitPersonInput {
  @Field(() => ID, { nullable: true, description: 'A member of the group, or somebody who comes to the event.' })
  personId?: string | null;
  @Field(() => String, { nullable: true, description: 'For somebody without an account.' }) name?: string | null;
  @Field(() => String, { nullable: true, description: 'Their link is mailed there.' }) email?: string | null;
  @Field(() => Boolean, { nullable: true }) child?: boolean | null;
  @Field(() => Int, { nullable: true, description: 'Who pays for them: a place in this list from 1, or 0 for me.' })
  carriedByAt?: number | null;
  @Field(() => ID, { nullable: true, description: 'Who pays for them: somebody who is in it already.' })
  carriedBy?: string | null;
}

@InputType()
export class OpenSplitInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true, description: 'The group’s where it is not said.' }) currency?: string | null;
  @Field(() => [SplitPersonInput], { description: 'Beside myself.' }) people: SplitPersonInput[];
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class SharingPartInput {
  @Field(() => ID) personId: string;
  @Field(() => MoneyMinor, {
    nullable: true,
    description: 'A weight, hundredths of a percent, minor units, or minor units more or less than even.',
  })
  value?: bigint | null;
}

@InputType()
export class BillPayerInput {
  @Field(() => ID) personId: string;
  @Field(() => MoneyMinor) minor: bigint;
}

@InputType()
export class SharedItemInput {
  @Field(() => String) what: string;
  @Field(() => MoneyMinor) minor: bigint;
  @Field(() => [ID]) people: string[];
}

@InputType()
export class AddBillInput {
  @Field(() => ID) splitId: string;
  @Field(() => String) what: string;
  @Field(() => String, { description: 'YYYY-MM-DD.' }) spentOn: string;
  @Field(() => MoneyInput) total: MoneyInput;
  @Field(() => [BillPayerInput]) payers: BillPayerInput[];
  @Field(() => shareModes) mode: ShareMode;
  @Field(() => [SharingPartInput], { nullable: true }) parts?: SharingPartInput[] | null;
  @Field(() => [SharedItemInput], { nullable: true }) items?: SharedItemInput[] | null;
  @Field(() => [ID], { nullable: true }) photos?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'The bill that this one corrects: it is taken back.' })
  replacesId?: string | null;
  @Field(() => String, { nullable: true, description: 'Why it is corrected.' }) reason?: string | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class SayPaidInput {
  @Field(() => ID) splitId: string;
  @Field(() => ID) toId: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => String) idempotencyKey: string;
}
