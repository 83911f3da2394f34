import type { DelegationMode, Rulebook } from '#libs/governance';
import { ballotOf, type DelegationRule, ruleOf, type Rules, type Secrecy, templates } from '#libs/voting';
import { BadInput } from '../platform/graphql/errors.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText, requiredName } from '../platform/names.ts';
import { checkedTags } from '../platform/tags.ts';
import type { ProposalFieldsInput } from './proposals.graphql.ts';
import type { ProposalRow } from './proposals.store.ts';
import { secretFields } from './secret/secret-fields.ts';
import { checkedQuestion, type CheckedQuestion, type StoredOption } from './question.ts';
import { say } from '../platform/words/words.ts';

/** The fields of a proposal as they are stored. */
export interface CheckedProposal extends CheckedQuestion {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly show_results: string;
  readonly secrecy: Secrecy;
  readonly receipts: boolean;
  /** When it opens by itself; null where somebody opens it. */
  readonly opens_at: Date | null;
  readonly closes_at: Date;
  readonly event_id: string | null;
  readonly tags: readonly string[];
  readonly options_until: Date | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_DAYS = 60;

/** Checks what an author typed against the group's rulebook. `kept`: the options of the draft so far. Throws BAD_USER_INPUT naming the field. */
export function checkedProposal(
  input: ProposalFieldsInput,
  of: { readonly rules: Pick<Rulebook, 'decision'>; readonly now: Date; readonly kept: readonly StoredOption[] },
): CheckedProposal {
  const body = longText('body', input.body, { what: 'The text', max: 20_000 });
  const begins = new Date(Math.max(of.now.getTime(), input.opensAt?.getTime() ?? 0));
  if (begins.getTime() > of.now.getTime() + MOST_DAYS * DAY)
    throw new BadInput('opensAt', say`A vote is announced ${MOST_DAYS} days ahead at most.`);
  const closesAt = checkedEnd(input.closesAt, begins);
  const question = checkedQuestion(input, { quorum: of.rules.decision.quorum, kept: of.kept });
  return {
    title: requiredName('title', input.title, { what: 'The title', max: 200 }),
    body,
    body_html: renderMarkdown(body),
    ...question,
    ...secretFields(input, question, of.rules.decision.secretBallots),
    opens_at: checkedOpening(input.opensAt, { now: of.now, closesAt }),
    closes_at: closesAt,
    event_id: input.eventId ?? null,
    tags: checkedTags(input.tags ?? []),
    options_until: optionsUntil(input, closesAt, of.now),
  };
}

/** Until when electors may add options: only to a choice between the author's own, and nothing may follow from it. */
function optionsUntil(input: ProposalFieldsInput, closesAt: Date, now: Date): Date | null {
  if (!input.optionsUntil) return null;
  const until = new Date(Math.floor(input.optionsUntil.getTime() / MINUTE) * MINUTE);
  const { method, template } = input as { method: keyof typeof ballotOf; template?: keyof typeof templates | null };
  if (['stance', 'projects'].includes(ballotOf[method]) || template === 'election')
    throw new BadInput('optionsUntil', 'Options can be added where people choose between options.');
  if ((input.effects?.length ?? 0) > 0 || input.opensBudgetLine)
    throw new BadInput('optionsUntil', 'Where something follows from the vote, its options stand from the start.');
  if (input.secrecy && input.secrecy !== 'named')
    throw new BadInput('optionsUntil', 'Secret ballots can not be changed, so their options stand from the start.');
  if (until <= now || until >= closesAt)
    throw new BadInput('optionsUntil', 'The time to add options must end before the vote does.');
  return until;
}

/** The end of a vote that begins at `from`, to the minute. Throws BAD_USER_INPUT where it is over before, or lasts too long. */
export function checkedEnd(closesAt: Date, from: Date): Date {
  const end = new Date(Math.floor(closesAt.getTime() / MINUTE) * MINUTE);
  if (end.getTime() < from.getTime() + MINUTE / 2)
    throw new BadInput('closesAt', 'The vote would close in the past. Choose a later time.');
  if (end.getTime() > from.getTime() + MOST_DAYS * DAY)
    throw new BadInput('closesAt', say`A vote stays open for ${MOST_DAYS} days at most.`);
  return end;
}

/** An instant to open, to the minute; null where none is asked for. Throws BAD_USER_INPUT where it has passed or the vote would close first. */
export function checkedOpening(
  opensAt: Date | null | undefined,
  of: { readonly now: Date; readonly closesAt: Date },
): Date | null {
  if (!opensAt) return null;
  const at = new Date(Math.floor(opensAt.getTime() / MINUTE) * MINUTE);
  if (at.getTime() <= of.now.getTime())
    throw new BadInput('opensAt', 'That time has passed. Open the vote now, or choose a later time.');
  if (at >= of.closesAt) throw new BadInput('closesAt', 'The vote would close before it opens. Choose a later end.');
  return at;
}

/** The rules of the count, as they are frozen at opening. */
export function rulesOf(
  proposal: Pick<
    ProposalRow,
    | 'method'
    | 'options'
    | 'settings'
    | 'reasons'
    | 'quorum'
    | 'threshold'
    | 'compare'
    | 'max_blocks'
    | 'tags'
    | 'secrecy'
  >,
  book: Pick<Rulebook, 'decision'>,
): Rules {
  const { method, settings, reasons, quorum, threshold, compare, max_blocks: maxBlocks } = proposal;
  const bar =
    threshold === null ? null : { threshold, compare: compare!, ...(maxBlocks === null ? {} : { maxBlocks }) };
  const options = proposal.options.map(({ id, role }) => (role ? { id, role } : { id }));
  const delegation = delegationOf(proposal, book.decision.delegation ?? 'off');
  return { method, options, settings, rule: ruleOf({ quorum, bar }), reasons, ...delegation } as Rules;
}

/** Whether others may vote for those who do not: never where nobody knows who voted what, nor where an objection is somebody's own. */
function delegationOf(
  { method, secrecy, tags }: Pick<ProposalRow, 'method' | 'secrecy' | 'tags'>,
  mode: DelegationMode,
): { readonly delegation?: DelegationRule } {
  if (mode === 'off' || method === 'consent' || secrecy !== 'named') return {};
  return { delegation: { quorum: mode === 'in_quorum', tags } };
}
