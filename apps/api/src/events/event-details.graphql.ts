import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';

export const eventKinds = { IN_PERSON: 'in_person', ONLINE: 'online', HYBRID: 'hybrid' } as const;
export const accessAnswers = { YES: 'yes', NO: 'no', UNKNOWN: 'unknown' } as const;
registerEnumType(eventKinds, { name: 'EventKind' });
registerEnumType(accessAnswers, { name: 'AccessAnswer' });

/** What is asked about the access of a place, in the order in which it is shown. */
export const accessKeys = ['stepFree', 'toilet', 'hearingLoop', 'signLanguage', 'quiet', 'children'] as const;

@ObjectType({ description: 'How a place can be used. Unknown is not no.' })
export class EventAccess {
  @Field(() => accessAnswers) stepFree: string;
  @Field(() => accessAnswers, { description: 'A toilet for wheelchair users.' }) toilet: string;
  @Field(() => accessAnswers) hearingLoop: string;
  @Field(() => accessAnswers) signLanguage: string;
  @Field(() => accessAnswers, { description: 'A room to withdraw to.' }) quiet: string;
  @Field(() => accessAnswers, { description: 'Children are welcome.' }) children: string;
  @Field(() => String) note: string;
}

@InputType()
export class EventAccessInput {
  @Field(() => accessAnswers, { nullable: true }) stepFree?: string | null;
  @Field(() => accessAnswers, { nullable: true }) toilet?: string | null;
  @Field(() => accessAnswers, { nullable: true }) hearingLoop?: string | null;
  @Field(() => accessAnswers, { nullable: true }) signLanguage?: string | null;
  @Field(() => accessAnswers, { nullable: true }) quiet?: string | null;
  @Field(() => accessAnswers, { nullable: true }) children?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@ObjectType({ description: 'A place that a group has used, to be chosen again.' })
export class KnownPlace {
  @Field(() => String) name: string;
  @Field(() => String) address: string;
  @Field(() => String) locality: string;
  @Field(() => EventAccess) access: EventAccess;
}

/** SQL: the access of an event as the API shows it; `note` only where the place is shown. */
export function accessSql(column: string, seesNote: string): string {
  const answers = accessKeys.map((key) => `'${key}', coalesce(${column} ->> '${key}', 'unknown')`);
  return `json_build_object(${answers.join(', ')}, 'note', CASE WHEN ${seesNote} THEN coalesce(${column} ->> 'note', '') ELSE '' END)`;
}
