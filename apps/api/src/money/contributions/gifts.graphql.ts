import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { contributionStates, type ContributionState } from '#libs/money';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';
import { contributionKinds, type ContributionKind } from './contributions.store.ts';
import { holdings } from './contributions.graphql.ts';

export const contributionStateWords = Object.fromEntries(contributionStates.map((state) => [state, state]));
registerEnumType(contributionStateWords, { name: 'ContributionState' });
registerEnumType(contributionKinds, { name: 'ContributionKind' });

export const everyWords = { ONCE: 'once', MONTH: 'month', YEAR: 'year' } as const;
export type GiftEvery = (typeof everyWords)[keyof typeof everyWords];
registerEnumType(everyWords, { name: 'GiftEvery' });

export const givenWays = { CASH: 'cash', TRANSFER: 'transfer' } as const;
registerEnumType(givenWays, { name: 'GivenWay' });

/** Where money came: what a processor reported lies with it first. */
export const receivedIn = { ...holdings, CARD: 'card' } as const;
registerEnumType(receivedIn, { name: 'ReceivedIn' });

export const refundStates = { ASKED: 'ASKED', BOOKED: 'BOOKED', DECLINED: 'DECLINED' } as const;
registerEnumType(refundStates, { name: 'RefundState' });

export const duesStates = { NONE: 'none', PAID_UP: 'paid-up', DUE: 'due', BEHIND: 'behind' } as const;
registerEnumType(duesStates, { name: 'DuesState' });

export const deskFilters = {
  TO_CONFIRM: 'TO_CONFIRM',
  OVERDUE: 'OVERDUE',
  WAITING: 'WAITING',
  TO_GIVE_BACK: 'TO_GIVE_BACK',
  TO_ANSWER: 'TO_ANSWER',
  RECEIVED: 'RECEIVED',
  ALL: 'ALL',
} as const;
export type DeskFilter = keyof typeof deskFilters;
registerEnumType(deskFilters, {
  name: 'GiftFilter',
  description:
    'TO_CONFIRM: said to be given, not looked at yet. OVERDUE: due before today. TO_GIVE_BACK: refunds that wait for a second person, and paid places of people who do not come. TO_ANSWER: refunds that wait for a second person, also for stewards.',
});

@ObjectType({ description: 'Money that came.' })
export class GiftReceipt {
  @Field(() => Int) n: number;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) receivedOn: string;
  @Field(() => receivedIn) heldIn: string;
  @Field(() => String) evidence: string;
  @Field(() => Boolean, { description: 'Taken back in the book: it does not count.' }) reversed: boolean;
}

@ObjectType({ description: 'Money that went back to its giver, or is to go.' })
export class GiftRefund {
  @Field(() => ID) id: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) refundedOn: string;
  @Field(() => String) reason: string;
  @Field(() => refundStates) state: string;
  @Field(() => String, { nullable: true }) askedByName: string | null;
  @Field(() => Boolean) canAnswer: boolean;
}

@ObjectType({ description: 'What the giver says they have given; nothing of it counts before it is confirmed.' })
export class GivenWord {
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => givenWays) how: string;
  @Field(() => Date) at: Date;
  @Field(() => String, { nullable: true }) byName: string | null;
}

@ObjectType()
export class ContributionRights {
  @Field(() => Boolean) say: boolean;
  @Field(() => Boolean) confirm: boolean;
  @Field(() => Boolean) cancel: boolean;
  @Field(() => Boolean) refund: boolean;
  @Field(() => Boolean) waive: boolean;
  @Field(() => Boolean) remind: boolean;
  @Field(() => Boolean, { description: 'Pay by card what is due.' }) pay: boolean;
  @Field(() => Boolean, { description: 'Give back to the card what came by card.' }) refundCard: boolean;
}

@ObjectType({ description: 'Money given or due. Its state is what the book says.' })
export class Contribution {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String, { description: 'What a transfer says, so that it is found again.' }) reference: string;
  @Field(() => contributionKinds) kind: ContributionKind;
  @Field(() => contributionStateWords) state: ContributionState;
  @Field(() => MoneyValue) pledged: MoneyValue;
  @Field(() => MoneyValue) received: MoneyValue;
  @Field(() => MoneyValue) refunded: MoneyValue;
  @Field(() => MoneyValue, { description: 'What is still waited for.' }) due: MoneyValue;
  @Field(() => String, { nullable: true }) dueOn: string | null;
  @Field(() => Boolean) overdue: boolean;
  @Field(() => String, { nullable: true, description: 'The first day of the period, of dues and repeated gifts.' })
  period: string | null;
  @Field(() => ID, { nullable: true }) personId: string | null;
  @Field(() => String, { nullable: true, description: 'Whose it is; nobody’s where they gave no name.' })
  giver: string | null;
  @Field(() => Boolean, { description: 'Whether a receipt can be mailed.' }) hasMail: boolean;
  @Field(() => String) fundName: string;
  @Field(() => String) fundKind: string;
  @Field(() => String, { description: 'What it comes in under, such as income.dues.' }) category: string;
  @Field(() => String) purpose: string;
  @Field(() => String) closedReason: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => Boolean, { description: 'A paid place of somebody who does not come any more.' }) notComing: boolean;
  @Field(() => Boolean, {
    description: 'Its giver’s membership has lapsed, and comes back once all of it has arrived.',
  })
  restores: boolean;
  @Field(() => GivenWord, { nullable: true }) said: GivenWord | null;
  @Field(() => [GiftReceipt]) receipts: GiftReceipt[];
  @Field(() => [GiftRefund]) refunds: GiftRefund[];
  @Field(() => String, { nullable: true, description: 'What a QR code for a transfer says; euro only.' })
  code: string | null;
  @Field(() => Date, { nullable: true }) remindedAt: Date | null;
  @Field(() => ContributionRights) can: ContributionRights;
}

@ObjectType()
export class ContributionConnection extends connectionOf(Contribution) {}

@ObjectType({ description: 'A gift that is promised anew in each period until it is stopped.' })
export class RepeatedGift {
  @Field(() => ID) id: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => everyWords) every: GiftEvery;
  @Field(() => String) firstOn: string;
  @Field(() => String) purpose: string;
  @Field(() => String) fundName: string;
  @Field(() => String) fundKind: string;
  @Field(() => Boolean, { description: 'It rests until the membership of who gives it goes on.' }) rests: boolean;
}

@ObjectType({ description: 'What members give in each period, and where the viewer stands.' })
export class OwnDues {
  @Field(() => everyWords) every: GiftEvery;
  @Field(() => MoneyValue) least: MoneyValue;
  @Field(() => MoneyValue) suggested: MoneyValue;
  @Field(() => MoneyValue) most: MoneyValue;
  @Field(() => MoneyValue, { description: 'What the viewer has chosen to give.' }) mine: MoneyValue;
  @Field(() => duesStates) state: string;
  @Field(() => String, { nullable: true }) since: string | null;
  @Field(() => MoneyValue) owed: MoneyValue;
  @Field(() => Int) graceDays: number;
  @Field(() => Boolean, { description: 'Who is behind has no vote in what opens from then on.' }) costsVote: boolean;
  @Field(() => Int, { description: 'Months after the due day after which unpaid dues end membership; 0 is never.' })
  lapseAfterMonths: number;
}

@ObjectType({ description: 'The account that transfers go to.' })
export class BankPlace {
  @Field(() => String) name: string;
  @Field(() => String) iban: string;
}

@ObjectType({ description: 'A purse that can be given to.' })
export class GiftFund {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) kind: string;
  @Field(() => String) currency: string;
  @Field(() => String) purpose: string;
}

@ObjectType()
export class GiftsRights {
  @Field(() => Boolean) pledge: boolean;
  @Field(() => Boolean, { description: 'The treasurer’s list.' }) list: boolean;
}

@ObjectType({ description: 'One’s own gifts and dues in a group, and what there is to give to.' })
export class Gifts {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => BankPlace, { nullable: true }) bank: BankPlace | null;
  @Field(() => [GiftFund]) funds: GiftFund[];
  @Field(() => OwnDues, { nullable: true }) dues: OwnDues | null;
  @Field(() => [RepeatedGift]) repeated: RepeatedGift[];
  @Field(() => [Contribution], { description: 'The newest 100.' }) mine: Contribution[];
  @Field(() => [Int], { description: 'Years in which something of the viewer’s came.' }) years: number[];
  @Field(() => GiftsRights) can: GiftsRights;
}

@ObjectType()
export class GiftStatementRow {
  @Field(() => String) reference: string;
  @Field(() => contributionKinds) kind: ContributionKind;
  @Field(() => String) day: string;
  @Field(() => String) purpose: string;
  @Field(() => Boolean, { description: 'It went back.' }) refund: boolean;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType({ description: 'What came of somebody in a year, and what of it went back.' })
export class GiftStatement {
  @Field(() => Int) year: number;
  @Field(() => String) name: string;
  @Field(() => [GiftStatementRow]) rows: GiftStatementRow[];
  @Field(() => [MoneyValue], { description: 'What stayed with the group, one for each currency.' })
  totals: MoneyValue[];
}

@ObjectType({ description: 'Where a member stands with their dues.' })
export class MemberDues {
  @Field(() => ID) personId: string;
  @Field(() => duesStates) state: string;
  @Field(() => String, { nullable: true }) since: string | null;
}

@InputType({ description: 'A promise of money. Nothing of it is in the book before it has arrived.' })
export class PledgeInput {
  @Field(() => ID) groupId: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => everyWords, { nullable: true }) every?: GiftEvery | null;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
  @Field(() => String, { nullable: true }) purpose?: string | null;
  @Field(() => String, { nullable: true, description: 'Of who is not signed in, or whom the treasurer enters.' })
  name?: string | null;
  @Field(() => String, { nullable: true }) email?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'The treasurer enters somebody else’s promise.' })
  forSomebody?: boolean | null;
  @Field(() => givenWays, { nullable: true, description: 'It has been given already, in this way.' })
  given?: string | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType({ description: 'What came: all that is waited for, today, where it is left out.' })
export class ConfirmContributionInput {
  @Field(() => ID) id: string;
  @Field(() => MoneyInput, { nullable: true }) amount?: MoneyInput | null;
  @Field(() => String, { nullable: true }) receivedOn?: string | null;
  @Field(() => holdings, { nullable: true }) heldIn?: string | null;
  @Field(() => String, { nullable: true, description: 'What shows it: a reference, a note.' }) evidence?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What it comes in under, such as income.grants; that of its kind where left out.',
  })
  category?: string | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class RefundContributionInput {
  @Field(() => ID) id: string;
  @Field(() => MoneyInput, { nullable: true, description: 'A part; all that came where it is left out.' })
  amount?: MoneyInput | null;
  @Field(() => String, { nullable: true }) refundedOn?: string | null;
  @Field(() => receivedIn, { nullable: true, description: 'CARD: it goes back to the card that it came by.' })
  heldIn?: string | null;
  @Field(() => String) reason: string;
  @Field(() => String) idempotencyKey: string;
}

@ObjectType({ description: 'What of gifts and dues waits for the viewer in a group.' })
export class GiftsWaiting {
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => Int, { description: 'Said to be given, not looked at yet.' }) toConfirm: number;
  @Field(() => Int, {
    description:
      'Refunds that somebody else asked for, and paid places of people who do not come, until 14 days after the event.',
  })
  toGiveBack: number;
  @Field(() => deskFilters, { description: 'Under which the first of it stands.' }) filter: DeskFilter;
  @Field(() => MoneyValue, { nullable: true, description: 'Where it is one thing.' }) amount: MoneyValue | null;
}

@InputType({
  description: 'Money for a purpose: it gets a fund of its own that is spent by its own budget lines only.',
})
export class RecordGrantInput {
  @Field(() => ID) groupId: string;
  @Field(() => String) name: string;
  @Field(() => String) purpose: string;
  @Field(() => String) giver: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => String, { nullable: true, description: 'The day it arrived; promised where left out.' })
  receivedOn?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What it comes in under, such as income.contributions; that of its kind where left out.',
  })
  category?: string | null;
  @Field(() => String) idempotencyKey: string;
}
