import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/log';
import { consentRules, fractionOf, majorityRules, type Role, type Rules, type StanceMethod } from '#libs/voting';

import type { Rulebook } from '#libs/governance';
import { BadInput } from '../platform/graphql/errors.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText, requiredName } from '../platform/names.ts';
import type { ProposalFieldsInput, ProposalOption } from './proposals.graphql.ts';
import type { ProposalRow } from './proposals.store.ts';

/** The rules of a stance vote, frozen at opening. */
export type StanceRules = Rules<StanceMethod>;

const usual: Readonly<Record<'consent' | 'majority', readonly { readonly id: string; readonly role: Role }[]>> = {
  consent: [
    { id: 'consent', role: 'yes' },
    { id: 'stand_aside', role: 'abstain' },
    { id: 'object', role: 'block' },
  ],
  majority: [
    { id: 'agree', role: 'yes' },
    { id: 'abstain', role: 'abstain' },
    { id: 'disagree', role: 'no' },
  ],
};

/** The fields of a proposal as they are stored. */
export interface CheckedProposal {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly method: 'consent' | 'majority';
  readonly options: readonly ProposalOption[];
  readonly quorum: string;
  readonly threshold: string;
  readonly compare: 'gt' | 'gte';
  readonly show_results: string;
  readonly closes_at: Date;
  readonly event_id: string | null;
}

const MINUTE = 60_000;
const MOST_DAYS = 60;

/** Checks what an author typed against the group's rulebook. Throws BAD_USER_INPUT naming the field. */
export function checkedProposal(
  input: ProposalFieldsInput,
  rules: Pick<Rulebook, 'decision'>,
  now: Date,
): CheckedProposal {
  const method = input.method as 'consent' | 'majority';
  const body = longText('body', input.body, { what: 'The text', max: 20_000 });
  const closesAt = new Date(Math.floor(input.closesAt.getTime() / MINUTE) * MINUTE);
  if (closesAt.getTime() < now.getTime() + MINUTE / 2)
    throw new BadInput('closesAt', 'The vote would close in the past. Choose a later time.');
  if (closesAt.getTime() > now.getTime() + MOST_DAYS * 86_400_000)
    throw new BadInput('closesAt', `A vote stays open for ${MOST_DAYS} days at most.`);
  const quorum = checkedFraction('quorum', input.quorum ?? rules.decision.quorum);
  const threshold = method === 'consent' ? '0/1' : checkedFraction('threshold', input.threshold ?? '1/2');
  return {
    title: requiredName('title', input.title, { what: 'The title', max: 200 }),
    body,
    body_html: renderMarkdown(body),
    method,
    options: usual[method].map((option) => ({ ...option, ...wordsOf(input, option.id) })),
    quorum,
    threshold,
    compare: threshold === '1/2' || method === 'consent' ? 'gt' : 'gte',
    show_results: input.showResults ?? 'after_own',
    closes_at: closesAt,
    event_id: input.eventId ?? null,
  };
}

function wordsOf(input: ProposalFieldsInput, id: string): { label: string; meaning: string } {
  const words = input.options?.find((option) => option.id === id);
  return {
    label: longText('options', words?.label, { what: 'The word of an option', max: 60 }),
    meaning: longText('options', words?.meaning, { what: 'The meaning of an option', max: 200 }),
  };
}

function checkedFraction(field: string, text: string): string {
  try {
    const { a, b } = fractionOf(text);
    if (a <= b) return text;
  } catch {
    // falls through
  }
  throw new BadInput(field, `"${text.slice(0, 20)}" is no share of the members. It looks like 1/3.`);
}

/** The rules of the count, as they are frozen at opening. */
export function rulesOf(
  proposal: Pick<ProposalRow, 'method' | 'options' | 'quorum' | 'threshold' | 'compare'>,
): StanceRules {
  const options = proposal.options.map(({ id, role }) => ({ id, role: role as Role }));
  return proposal.method === 'consent'
    ? consentRules(options, { quorum: proposal.quorum })
    : majorityRules(options, { quorum: proposal.quorum, threshold: proposal.threshold, compare: proposal.compare });
}

/** The hash of everything that was put to the vote: text, options, rules. */
export function rulesHash(
  proposal: Pick<ProposalRow, 'id' | 'title' | 'body' | 'options'>,
  rules: StanceRules,
): Buffer {
  return createHash('sha256')
    .update(
      canonicalJson({
        proposal: proposal.id,
        title: proposal.title,
        body: proposal.body,
        options: proposal.options,
        rules: JSON.parse(JSON.stringify(rules)) as object,
      }),
    )
    .digest();
}
