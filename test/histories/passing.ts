import fc from 'fast-check';
import { type Command, command } from './command.ts';
import { daysAfter } from './days.ts';

/** Days pass, as many as one of these, with all that they bring. */
export const daysPass = (...days: number[]): fc.Arbitrary<Command> =>
  fc.constantFrom(...days).map((many) =>
    command<string>({
      of: (model) => daysAfter(model.today, many),
      name: () => `${many} days pass`,
      expects(model, day) {
        model.passes(day);
        return 'ok';
      },
      async does(house, day) {
        await house.passes(day);
        return 'ok';
      },
    }),
  );
