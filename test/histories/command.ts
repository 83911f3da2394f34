import type fc from 'fast-check';
import type { House } from './house.ts';
import type { Model } from './model.ts';

export type Command = fc.AsyncCommand<Model, House>;

/** One thing that is tried: of what, what the model says to it, and how the product is asked. Both answer in one word, `ok` or the refusal. */
export interface Attempt<T> {
  /** What it is about, as the model stands; null where there is nothing of the kind yet. */
  readonly of: (model: Model) => T | null;
  readonly name: (it: T) => string;
  /** What must come of it. Where it is `ok` the model has done it. */
  readonly expects: (model: Model, it: T) => string;
  readonly does: (house: House, it: T) => Promise<string>;
}

/** How often which word was the answer to what: whoever runs many histories sees what they reach. */
export const answers = new Map<string, number>();

function counted(told: string, word: string): void {
  const kind = `${told.replace(/\b[A-Z]-?\d+|[\d-]+/g, '#')} → ${word}`;
  answers.set(kind, (answers.get(kind) ?? 0) + 1);
}

/** A command of a history: the product must say what the model says, and every figure must be the model's afterwards. */
export function command<T>({ of, name, expects, does }: Attempt<T>): Command {
  let shown = '';
  return {
    check: (model) => model.steps > 0 && of(model) !== null,
    async run(model, house) {
      const it = of(model)!;
      model.steps -= 1;
      const told = name(it);
      const expected = expects(model, it);
      model.follows();
      shown = `${told} → ${expected}`;
      model.told.push(shown);
      const said = await does(house, it);
      counted(told, said);
      const wrong = said === expected ? await house.differences(model) : [`the product says ${said}`];
      if (wrong.length > 0) throw new Error([...wrong, 'after:', ...model.told].join('\n'));
    },
    toString: () => shown,
  };
}

/** One of several by a number that chance has drawn: mostly of those that are liked, where there are any. */
export function prefer<T>(all: readonly T[], at: number, likes: (it: T) => boolean): T | null {
  const liked = at % 4 === 0 ? [] : all.filter(likes);
  return pick(liked.length > 0 ? liked : all, at);
}

/** One of several by a number that chance has drawn. */
export const pick = <T>(all: readonly T[], at: number): T | null => (all.length === 0 ? null : all[at % all.length]!);
