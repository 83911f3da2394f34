import { type DuesRules, noDues } from './dues.ts';
import type { LeftoverRules } from './leftovers.ts';
import type { NoticeRules } from './notices.ts';
import type { RemovalRules } from './removals.ts';
import type { ChangeClass } from './rule-shapes.ts';

/** Up to an amount, as minor units in a decimal string, so many people are enough; `by` where other duties than usual may approve. */
interface SpendingBand {
  readonly upTo: string;
  readonly approvals: number;
  readonly by?: SpendingRules['by'];
}

/** How an expense may be paid without a decision of the group (money.md 6). */
export interface SpendingRules {
  /** Of funds in the group's currency; above the last one a decision is needed. */
  readonly bands: readonly SpendingBand[];
  /** Bands of funds in other currencies, by their code: where there are none, every expense needs a decision. */
  readonly currencies?: Readonly<Record<string, readonly SpendingBand[]>>;
  readonly onDecidedLine: { readonly approvals: number; readonly by?: SpendingRules['by'] };
  /** How much one payee may be paid within so many days without a decision, in minor units of the group's currency. */
  readonly caps?: readonly { readonly per: 'payee'; readonly days: number; readonly max: string }[];
  /** Hours between the approval and the payment of an expense; none where absent. */
  readonly coolingHours?: number;
  /** Above it an entry by hand needs a second person, in minor units of the group's currency; none does where absent. */
  readonly manualEntrySecondPersonAbove?: string;
  readonly by: readonly ('treasurer' | 'steward')[];
  readonly selfApproval: boolean;
  readonly payerMayBeOnlyApprover: boolean;
}

/** How a proposal passes. Fractions are written "a/b". */
export interface DecisionRules {
  /** How the group decides unless a proposal says otherwise; by majority where absent. */
  readonly method?: UsualMethod;
  readonly quorum: string;
  readonly days: number;
  /** Hours between the end of a vote and what it carries out, in which members may object; none where absent. */
  readonly graceHours?: number;
  /** The most that a usual decision may free, in minor units; more takes two thirds. No limit where absent or null. */
  readonly spendMax?: string | null;
  /** Whether members may let others vote for them, and whether such votes count towards the quorum; off where absent. */
  readonly delegation?: DelegationMode;
  /** The least that a secret vote promises: that members can not link voter and ballot, or this server's database neither; the first where absent. */
  readonly secretBallots?: SecretLevel;
  /** Whether a steward may rule an objection out, with a reason; nobody may where absent. */
  readonly ruleOut?: boolean;
}

export const usualMethods = ['consent', 'consensus', 'majority', 'two_thirds'] as const;
export type UsualMethod = (typeof usualMethods)[number];

export const delegationModes = ['off', 'beside_quorum', 'in_quorum'] as const;
export type DelegationMode = (typeof delegationModes)[number];

export const secretLevels = ['secret', 'blind'] as const;
export type SecretLevel = (typeof secretLevels)[number];

/** The rules of a group as data. Boolean keys answer the `rule:` cells of the permission table under the same name. */
export interface Rulebook {
  readonly 'event.create': boolean;
  readonly 'proposal.create': boolean;
  readonly 'invite.byMembers': boolean;
  readonly 'membership.approve.organiser': boolean;
  readonly 'expense.approve.steward': boolean;
  readonly selfApproval: boolean;
  readonly 'roll.public': boolean;
  readonly 'roll.countPublic': boolean;
  readonly 'book.public': boolean;
  readonly 'book.entriesPublic': boolean;
  readonly 'book.receipts': boolean;
  readonly 'log.public': boolean;
  readonly 'contribution.open': boolean;
  readonly 'circle.create': boolean;
  readonly 'proposal.closeEarly': boolean;
  readonly 'duty.by': 'steward' | 'decision';
  /** Whether somebody who asks is a member at once, or a duty holder says yes. */
  readonly joining: 'open' | 'approval' | 'invited';
  readonly decision: DecisionRules;
  readonly spending: SpendingRules;
  /** What may be done by notice; those of a club where absent. */
  readonly notice?: NoticeRules;
  /** How somebody is removed; as in a club where absent. */
  readonly removal?: RemovalRules;
  /** What members give in each period; nothing where absent. */
  readonly dues?: DuesRules;
  /** What becomes of money left of an event; asked about where absent. */
  readonly leftovers?: LeftoverRules;
  /** How rules may be changed, where the group has settled other than usual. */
  readonly classes?: Readonly<Record<string, ChangeClass>>;
}

const base: Rulebook = {
  'event.create': true,
  'proposal.create': true,
  'invite.byMembers': true,
  'membership.approve.organiser': true,
  'expense.approve.steward': true,
  selfApproval: false,
  'roll.public': false,
  'roll.countPublic': false,
  'book.public': false,
  'book.entriesPublic': false,
  'book.receipts': false,
  'log.public': false,
  'contribution.open': false,
  'circle.create': false,
  'proposal.closeEarly': false,
  'duty.by': 'steward',
  joining: 'approval',
  decision: { method: 'consent', quorum: '1/3', days: 4 },
  spending: {
    bands: [
      { upTo: '5000', approvals: 1 },
      { upTo: '50000', approvals: 2 },
    ],
    onDecidedLine: { approvals: 1 },
    manualEntrySecondPersonAbove: '10000',
    by: ['treasurer', 'steward'],
    selfApproval: false,
    payerMayBeOnlyApprover: false,
  },
};

export const presets = ['friends', 'club', 'association'] as const;
export type Preset = (typeof presets)[number];

/** The rules a group begins with, by its visibility: an open group shows its book, a closed or secret one does not. */
export function rulebookOf(preset: Preset, visibility: 'open' | 'closed' | 'secret'): Rulebook {
  const shown = visibility === 'open';
  const rules: Rulebook = {
    ...base,
    'book.public': shown,
    'book.entriesPublic': shown,
    joining: shown ? 'open' : visibility === 'secret' ? 'invited' : 'approval',
    notice: { hours: 48, maxOpen: 3, spendMax: '5000' },
    removal: { by: 'case', openBy: 'steward_or_two', threshold: '2/3', rejoinAfterMonths: 12 },
    leftovers: { days: 30, way: 'release' },
    dues: { ...noDues, lapseAfterMonths: preset === 'friends' ? 0 : 3 },
  };
  if (preset === 'friends')
    return {
      ...rules,
      removal: { ...rules.removal!, rejoinAfterMonths: 6 },
      decision: { method: 'consent', quorum: '1/2', days: 2 },
      notice: { hours: 24, maxOpen: 5, spendMax: '3000' },
      spending: {
        ...base.spending,
        bands: [
          { upTo: '10000', approvals: 1 },
          { upTo: '20000', approvals: 2 },
        ],
      },
    };
  if (preset === 'association') {
    return {
      ...rules,
      'invite.byMembers': false,
      'duty.by': 'decision',
      decision: { method: 'majority', quorum: '1/4', days: 7 },
      notice: { hours: 72, maxOpen: 3, spendMax: '5000' },
      spending: {
        ...base.spending,
        bands: [
          { upTo: '5000', approvals: 1 },
          { upTo: '100000', approvals: 2 },
        ],
      },
    };
  }
  return rules;
}

/** Keys that came later: rulebooks of before do without them. */
const optional = ['classes', 'dues', 'leftovers', 'notice', 'removal'];

/** The first key of a stored rulebook that this version does not know or that is missing, or null where all fit. */
export function rulebookFault(rules: Readonly<Record<string, unknown>>): string | null {
  const known = Object.keys(base);
  const strange = Object.keys(rules).find((key) => !known.includes(key) && !optional.includes(key));
  return (
    strange ?? known.find((key) => !(key in rules) || typeof rules[key] !== typeof base[key as keyof Rulebook]) ?? null
  );
}
