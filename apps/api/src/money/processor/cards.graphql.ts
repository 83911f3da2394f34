import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { cardQuestions, type CardQuestion } from '#libs/money';
import { MoneyValue } from '../../platform/graphql/money.type.ts';

export const cardPaymentStates = {
  BEGUN: 'BEGUN',
  OPEN: 'OPEN',
  PAID: 'PAID',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
} as const;
registerEnumType(cardPaymentStates, {
  name: 'CardPaymentState',
  description: 'OPEN: nothing is known of it yet. PAID: the processor has said so, and it is in the book.',
});
export const cardQuestionWords = Object.fromEntries(cardQuestions.map((one) => [one, one])) as Readonly<
  Record<CardQuestion, CardQuestion>
>;
registerEnumType(cardQuestionWords, {
  name: 'CardQuestion',
  description: 'Why a person has to look at what the card processor says.',
});
export const cardAnswers = { TAKE: 'TAKE', AGAIN: 'AGAIN', SEEN: 'SEEN' } as const;
registerEnumType(cardAnswers, {
  name: 'CardAnswer',
  description:
    'TAKE: book the payment as a gift of its own. AGAIN: try once more what could not be booked. SEEN: it was dealt with otherwise, as the note says.',
});

@ObjectType({ description: 'A payment by card, as who was sent to the processor sees it.' })
export class CardPayment {
  @Field(() => ID) id: string;
  @Field(() => cardPaymentStates) state: keyof typeof cardPaymentStates;
  @Field(() => String, { nullable: true, description: 'Where to pay, while it is open.' }) url: string | null;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) reference: string;
  @Field(() => String) groupName: string;
}

@ObjectType({ description: 'Something that the processor says and that does not fit: nothing of it is guessed.' })
export class CardCase {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'PAID, FEE, REFUNDED, DISPUTED …' }) kind: string;
  @Field(() => cardQuestionWords) reason: CardQuestion;
  @Field(() => String, { description: 'What it is about, by the processor’s name.' }) subject: string;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
  @Field(() => String, { nullable: true }) reference: string | null;
  @Field(() => MoneyValue, { nullable: true, description: 'What was asked for.' }) asked: MoneyValue | null;
  @Field(() => String) note: string;
  @Field(() => Date) at: Date;
}

@ObjectType({ description: 'What the processor paid out to the bank.' })
export class CardPayout {
  @Field(() => String) remote: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) arrivesOn: string;
}

@ObjectType({ description: 'Money that is to go back by card and that the processor does not take.' })
export class CardRefundFault {
  @Field(() => String) reference: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) fault: string;
}

@ObjectType({ description: 'The cards of a group, for its treasurer.' })
export class Cards {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => Boolean, { description: 'Whether a processor is configured for this group.' }) isOn: boolean;
  @Field(() => [MoneyValue], { description: 'What lies with the processor, one for each currency.' })
  held: MoneyValue[];
  @Field(() => Int, { description: 'Sent there, and nothing heard yet.' }) open: number;
  @Field(() => [CardCase]) cases: CardCase[];
  @Field(() => [CardPayout]) payouts: CardPayout[];
  @Field(() => [CardRefundFault]) faults: CardRefundFault[];
}

@InputType()
export class AnswerCardInput {
  @Field(() => ID) id: string;
  @Field(() => cardAnswers) answer: keyof typeof cardAnswers;
  @Field(() => String, { nullable: true }) note?: string | null;
}
