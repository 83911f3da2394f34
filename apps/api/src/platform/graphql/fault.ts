import { Field, InterfaceType } from '@nestjs/graphql';

/** What a person can mend, as data in the result's union. The class decides the type; details are further fields. */
@InterfaceType()
export abstract class Fault {
  @Field(() => String)
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}
