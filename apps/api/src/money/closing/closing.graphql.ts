import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyValue } from '../../platform/graphql/money.type.ts';
import { type OpenMatter, openMatters } from './open-matters.ts';

export const openMatterWords = Object.fromEntries(Object.keys(openMatters).map((kind) => [kind, kind])) as Record<
  OpenMatter,
  OpenMatter
>;
registerEnumType(openMatterWords, {
  name: 'OpenMatterKind',
  description: 'What one looks after before a period is closed. None of it stands in the way.',
});

@ObjectType()
export class OpenMatterCount {
  @Field(() => openMatterWords) kind: OpenMatter;
  @Field(() => Int) count: number;
}

@ObjectType({ description: 'Months that can be closed next, with what is still open in them.' })
export class NextPeriod {
  @Field(() => String) from: string;
  @Field(() => String) until: string;
  @Field(() => [OpenMatterCount]) open: OpenMatterCount[];
}

@ObjectType({ description: 'A period of the book that is closed: nothing is dated in it any more.' })
export class BookPeriod {
  @Field(() => ID) id: string;
  @Field(() => String) from: string;
  @Field(() => String) until: string;
  @Field(() => String) closedBy: string;
  @Field(() => Date) closedAt: Date;
  @Field(() => String, { description: 'The last hash of the book when it was closed.' }) headHash: string;
  @Field(() => ID, { nullable: true, description: 'The decision that adopted its report.' }) proposalId: string | null;
  @Field(() => Int, { nullable: true }) proposalNumber: number | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
}

@ObjectType()
export class BookPeriods {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => String, { nullable: true }) closedUntil: string | null;
  @Field(() => [BookPeriod], { description: 'The newest first.' }) periods: BookPeriod[];
  @Field(() => NextPeriod, { nullable: true, description: 'For whoever may close it.' }) next: NextPeriod | null;
  @Field(() => Boolean) canClose: boolean;
}

@ObjectType()
export class ReportFund {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) kind: string;
  @Field(() => MoneyValue) opening: MoneyValue;
  @Field(() => MoneyValue) moneyIn: MoneyValue;
  @Field(() => MoneyValue) moneyOut: MoneyValue;
  @Field(() => MoneyValue, { description: 'Openings, transfers and exchange.' }) moved: MoneyValue;
  @Field(() => MoneyValue) closing: MoneyValue;
}

@ObjectType()
export class ReportCategory {
  @Field(() => String) category: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType()
export class ReportEvent {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => MoneyValue) moneyIn: MoneyValue;
  @Field(() => MoneyValue) moneyOut: MoneyValue;
}

@ObjectType({ description: 'A currency in a period: opening + in − out + moved = closing.' })
export class ReportCurrency {
  @Field(() => String) currency: string;
  @Field(() => MoneyValue) opening: MoneyValue;
  @Field(() => MoneyValue) moneyIn: MoneyValue;
  @Field(() => MoneyValue) moneyOut: MoneyValue;
  @Field(() => MoneyValue) moved: MoneyValue;
  @Field(() => MoneyValue) closing: MoneyValue;
  @Field(() => MoneyValue, { description: 'In accounts and out as advances, at the end.' }) inHand: MoneyValue;
  @Field(() => MoneyValue, { description: 'What of it people held as advances.' }) advances: MoneyValue;
  @Field(() => MoneyValue, { description: 'Approved and not paid, at the end: in hand = closing + unpaid.' })
  unpaid: MoneyValue;
  @Field(() => [ReportFund]) funds: ReportFund[];
  @Field(() => [ReportCategory]) categories: ReportCategory[];
  @Field(() => [ReportEvent]) events: ReportEvent[];
}

@ObjectType({ description: 'What came, went and stayed in a period of whole months.' })
export class BookReport {
  @Field(() => String) from: string;
  @Field(() => String) until: string;
  @Field(() => Boolean, { description: 'It stands for good: the period is closed.' }) closed: boolean;
  @Field(() => [ReportCurrency]) currencies: ReportCurrency[];
}
