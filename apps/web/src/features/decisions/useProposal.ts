import { computed, watch, type ComputedRef, type Ref } from 'vue';
import { ProposalDocument, type ProposalPartsFragment } from '../../gql/graphql.ts';
import { useRead, type Read } from '../../platform/ask.ts';
import { useNow } from '../../platform/clock.ts';

export interface ProposalRead extends Omit<Read<unknown>, 'data'> {
  readonly proposal: ComputedRef<ProposalPartsFragment | null>;
  readonly now: Readonly<Ref<Date>>;
  /** The closing instant has passed by the server's clock. */
  readonly isOver: ComputedRef<boolean>;
  readonly mayVote: ComputedRef<boolean>;
}

/** A proposal that is followed: hints re-read it, and its own deadline does too. */
export function useProposal(id: () => string): ProposalRead {
  const now = useNow(5000);
  const { data, ...read } = useRead(ProposalDocument, () => ({ id: id() }), { topics: () => [`proposal:${id()}`] });
  const proposal = computed(() => data.value?.proposal ?? null);
  const isOver = computed(() => proposal.value !== null && new Date(proposal.value.closesAt) <= now.value);
  const mayVote = computed(() => proposal.value?.can.vote === true && !isOver.value);
  watch([isOver, now], ([over]) => {
    if (over && proposal.value?.status === 'OPEN') read.reread();
  });
  return { ...read, proposal, now, isOver, mayVote };
}
