import { computed, watch, type ComputedRef, type Ref } from 'vue';
import { ProposalDocument, type NoticeCardPartsFragment, type ProposalPartsFragment } from '../../gql/graphql.ts';
import { useRead, type Read } from '../../platform/ask.ts';
import { useNow } from '../../platform/clock.ts';

export interface ProposalRead extends Omit<Read<unknown>, 'data'> {
  readonly proposal: ComputedRef<ProposalPartsFragment | null>;
  /** The notice that it was made of. */
  readonly behind: ComputedRef<NoticeCardPartsFragment | null>;
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
  const behind = computed(() => data.value?.noticeBehindProposal ?? null);
  const isOver = computed(() => proposal.value !== null && new Date(proposal.value.closesAt) <= now.value);
  const mayVote = computed(() => proposal.value?.can.vote === true && !isOver.value);
  const isBegun = computed(
    () => proposal.value?.status === 'ANNOUNCED' && new Date(proposal.value.opensAt ?? now.value) <= now.value,
  );
  watch([isOver, isBegun, now], ([over, begun]) => {
    if (begun || (over && proposal.value?.status === 'OPEN')) read.reread();
  });
  return { ...read, proposal, behind, now, isOver, mayVote };
}
