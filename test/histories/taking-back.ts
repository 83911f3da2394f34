import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { advancedOn, decides, type Decision, drops, type Line, nextTitle } from './lines.ts';
import type { Model } from './model.ts';

/** What still holds or allows something, and ends; of every other kind what happened stays. */
const ends = ['open', 'raise', 'grant', 'adopt', 'allocate'];

/** A group takes back what it has decided itself. */
function form({ isTakenBack, isTheirs, kind, state }: Decision): string {
  const may =
    !isTheirs &&
    !isTakenBack &&
    kind !== 'take back' &&
    state !== 'DROPPED' &&
    (state === 'FAILED' || ends.includes(kind));
  return may ? 'ok' : 'BAD_USER_INPUT effects.0.decisionId';
}

/** A line of it closes; while advances are out it keeps what they need. */
function lineEnds(model: Model, line: Line): void {
  const advanced = advancedOn(model, line);
  if (advanced === 0n) line.isOpen = false;
  else line.planned = line.spent + advanced;
}

/** A raise ends as far as it is still there. */
function raiseEnds(model: Model, line: Line, by: bigint): void {
  const left = line.planned - line.spent - advancedOn(model, line);
  const free = by < left ? by : left;
  if (free === line.planned) lineEnds(model, line);
  else line.planned -= free;
}

function takesBack(model: Model, decision: Decision): string {
  if (decision.isTakenBack) return 'TAKEN_BACK';
  if (decision.state === 'DROPPED') return 'NOT_DONE';
  const { raised, state } = decision;
  if (state === 'FAILED') drops(model, decision);
  decision.isTakenBack = true;
  for (const budget of model.budgets) budget.takenBack(decision);
  for (const line of model.lines.filter(({ isOpen }) => isOpen)) {
    if (line.decision === decision) lineEnds(model, line);
    else if (raised?.line === line) raiseEnds(model, line, raised.minor);
  }
  for (const expense of model.expenses)
    if (expense.isOwed && (expense.line?.decision === decision || expense.use?.authority.decision === decision))
      expense.isHeld = true;
  for (const authority of model.authorities) if (authority.decision === decision) authority.ended ??= 'withdrawn';
  return 'DONE';
}

/** Decisions take earlier ones back: what is held or allowed ends, what is owed is on hold, what happened stays. */
export const takingBackCommands: readonly fc.Arbitrary<Command>[] = [
  fc.nat(9).map((at) =>
    command<{ title: string; decision: Decision }>({
      of: (model) => {
        const decision = prefer(model.decisions, at, (one) => form(one) === 'ok');
        return decision && { title: nextTitle(model), decision };
      },
      name: ({ title, decision }) => `${title} takes ${decision.title} back`,
      expects: (model, { decision }) =>
        decides(model, { kind: 'take back', effect: (now) => takesBack(now, decision) }, form(decision)),
      does: (house, { title, decision }) =>
        house.decides(title, { kind: 'DECISION_TAKE_BACK', decisionId: house.id(decision.title) }),
    }),
  ),
];
