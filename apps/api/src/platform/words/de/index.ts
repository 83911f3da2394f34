import { authorities } from './authorities.ts';
import { advances } from './advances.ts';
import { bills } from './bills.ts';
import { budgets } from './budgets.ts';
import { categories } from './categories.ts';
import { notices } from './notices.ts';
import { decisions } from './decisions.ts';
import { events } from './events.ts';
import { gifts } from './gifts.ts';
import { groups } from './groups.ts';
import { keeping } from './keeping.ts';
import { lives } from './lives.ts';
import { money } from './money.ts';
import { plans } from './plans.ts';
import { people } from './people.ts';
import { platform } from './platform.ts';
import { recurring } from './recurring.ts';
import { removals } from './removals.ts';
import { statements } from './statements.ts';
import { takingBack } from './taking-back.ts';

/** The German sentence for each English one, with the same gaps. */
export const german: Readonly<Record<string, string>> = {
  ...authorities,
  ...advances,
  ...bills,
  ...budgets,
  ...categories,
  ...decisions,
  ...events,
  ...gifts,
  ...groups,
  ...people,
  ...keeping,
  ...plans,
  ...lives,
  ...money,
  ...platform,
  ...notices,
  ...recurring,
  ...removals,
  ...statements,
  ...takingBack,
};
