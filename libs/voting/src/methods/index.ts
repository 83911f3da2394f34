import type { Method } from '../method.ts';
import { consent, majority, type StanceQuestion, type StanceResult } from './stance.ts';

interface QuestionOf {
  consent: StanceQuestion;
  majority: StanceQuestion;
}

/** What each method returns. */
export interface ResultOf {
  consent: StanceResult;
  majority: StanceResult;
}

export type MethodName = keyof QuestionOf;

/** Every way to decide. To add one: write its file, name it here, in `QuestionOf` and in `ResultOf`, and follow the compiler. */
export const methods: { readonly [N in MethodName]: Method<QuestionOf[N], ResultOf[N]> } = { consent, majority };

/** The rules of a vote: its method, and the question as that method needs it. */
export type Rules<N extends MethodName = MethodName> = {
  [M in N]: QuestionOf[M] & { readonly method: M };
}[N];

/** The methods in which an elector takes a stance. */
export const stanceMethods = ['consent', 'majority'] as const satisfies readonly MethodName[];
export type StanceMethod = (typeof stanceMethods)[number];
