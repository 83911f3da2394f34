import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';

export const askKinds = { SUGGESTED: 'suggested', PRICE: 'price' } as const;
registerEnumType(askKinds, {
  name: 'AskKind',
  description:
    'SUGGESTED: from this much to that much, as people can. PRICE: of each place. Neither keeps anybody out.',
});

@ObjectType({ description: 'What an event asks of who comes. Nobody has to give it to come.' })
export class EventAsk {
  @Field(() => askKinds) kind: string;
  @Field(() => MoneyValue, { description: 'Of each place.' }) least: MoneyValue;
  @Field(() => MoneyValue) most: MoneyValue;
}

@ObjectType({ description: 'What the viewer gives for their places at an event.' })
export class EventTicket {
  @Field(() => ID) id: string;
  @Field(() => String) reference: string;
  @Field(() => MoneyValue) due: MoneyValue;
  @Field(() => MoneyValue) received: MoneyValue;
  @Field(() => Boolean, { description: 'Said to be given, to be confirmed.' }) said: boolean;
  @Field(() => String, { nullable: true, description: 'What a QR code for a transfer says; euro only.' })
  code: string | null;
  @Field(() => String, { nullable: true }) iban: string | null;
  @Field(() => Boolean, { description: 'Whether what is due can be paid by card.' }) canPay: boolean;
}

@ObjectType({ description: 'What a party at the door gives: whether it has, and what there is to take.' })
export class DoorGift {
  @Field(() => ID) rsvpId: string;
  @Field(() => ID) contributionId: string;
  @Field(() => MoneyValue) due: MoneyValue;
  @Field(() => Boolean, { description: 'Taken at the door or said to be given; the treasurer confirms it.' })
  said: boolean;
}

@InputType({ description: 'Without a least amount the event asks for nothing any more.' })
export class EventAskInput {
  @Field(() => ID) eventId: string;
  @Field(() => askKinds) kind: string;
  @Field(() => MoneyInput, { nullable: true }) least?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Of what is suggested; the least where left out.' })
  most?: MoneyInput | null;
}
