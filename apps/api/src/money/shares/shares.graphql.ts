import { Field, ID, ObjectType } from '@nestjs/graphql';
import { MoneyValue } from '../../platform/graphql/money.type.ts';

@ObjectType({ description: 'Money that another group has given, which a treasurer has not put anywhere yet.' })
export class ShareReceived {
  @Field(() => ID, { description: 'That of its entry.' }) id: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => String, { nullable: true, description: 'From whom and what for, as the entry says it.' })
  text: string | null;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Boolean, { description: 'Whether there is another fund that it could be put into.' })
  hasOtherFund: boolean;
}

@ObjectType({ description: 'The group at the other side of money that was given, where the viewer may know of it.' })
export class ShareSide {
  @Field(() => String) name: string;
  @Field(() => String) handle: string;
  @Field(() => Boolean, { description: 'Whether its book is open to the viewer.' }) readsBook: boolean;
}
