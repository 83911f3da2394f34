import type { EntityManager } from 'typeorm';
import type { EffectKind } from '#libs/governance';
import { BadInput } from '../platform/graphql/errors.ts';
import { say } from '../platform/words/words.ts';
import type { EffectExecutors, Payload, Question } from './effects.ts';
import type { EffectInput } from './effects.graphql.ts';
import type { ProposalFieldsInput } from './proposals.graphql.ts';

const MOST = 10;

/** An effect as it stands with its proposal. */
export interface PlannedEffect {
  readonly idx: number;
  readonly kind: EffectKind;
  readonly on_option: string | null;
  readonly payload: Payload;
}

/** An effect of a form; `field` where it has a field of its own there. */
type Named = EffectInput & { readonly field?: string };

/** What a form asks for, as it will stand with the proposal. Throws BAD_USER_INPUT naming the effect and its field. */
export async function readEffects(
  db: EntityManager,
  executors: EffectExecutors,
  { groupId, inputs, question }: { groupId: string; inputs: readonly Named[]; question: Question | null },
): Promise<PlannedEffect[]> {
  if (inputs.length > MOST) throw new BadInput('effects', say`A proposal carries out ${MOST} things at most.`);
  const planned: PlannedEffect[] = [];
  for (const [at, { field, ...input }] of inputs.entries())
    planned.push({
      idx: at + 1,
      kind: input.kind,
      on_option: input.onOption == null ? null : onOption(question, input.onOption, `effects.${at}.onOption`),
      payload: await executors.of(input.kind).read(db, {
        groupId,
        input,
        field: (name) => field ?? `effects.${at}.${name}`,
        question,
      }),
    });
  if (planned.length > 1 && planned.some(isRemoval))
    throw new BadInput(
      'effects',
      'Whether somebody has to go is decided by itself. Put the rest into another proposal.',
    );
  return planned;
}

/** Whether somebody has to leave by it. */
export function isRemoval({ kind }: Pick<PlannedEffect, 'kind'>): boolean {
  return kind === 'member.remove';
}

/** The id of the option by whose winning something follows; throws BAD_USER_INPUT where there is no such place. */
function onOption(question: Question | null, place: number, field: string): string | null {
  if (!question) return null;
  const option = question.options[place];
  if (!option) throw new BadInput(field, 'Choose the option on which this hangs.');
  return option.id;
}

/** The effects that a form asks for; the budget line has its own short field. */
export function inputsOf(input: ProposalFieldsInput): Named[] {
  const line = input.opensBudgetLine;
  return [
    ...(line
      ? [
          {
            kind: 'budget_line.open' as const,
            title: line.label,
            amount: line.planned,
            fundId: line.fundId ?? null,
            until: line.until ?? null,
            eventId: input.eventId ?? null,
            field: 'opensBudgetLine',
          },
        ]
      : []),
    ...(input.effects ?? []),
  ];
}
