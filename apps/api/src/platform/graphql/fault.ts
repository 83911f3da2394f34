import { Field, InterfaceType } from '@nestjs/graphql';
import { term, type Words } from '../words/words.ts';
import { Said } from './said.ts';

/** What a person can mend, as data in the result's union. The class decides the type; details are further fields. */
@InterfaceType()
export abstract class Fault {
  @Said()
  @Field(() => String)
  readonly message: Words;

  constructor(message: string | Words) {
    this.message = term(message);
  }
}
