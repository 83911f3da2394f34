import { ref } from 'vue';
import { useRouter } from 'vue-router';
import { SubmitExpenseDocument, type PayoutInput, type SubmitExpenseInput } from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';
import { useActKey } from '../../../platform/idempotency.ts';
import { currentViewer } from '../../../platform/session.ts';
import { faultsOf } from '../../../platform/trouble.ts';
import type { FormFault } from '../../../platform/useForm.ts';
import { payoutFaults, payoutInput, payoutTyped } from '../payouts/payoutForm.ts';
import { fieldOf } from './expenseForm.ts';
import { refusalWords, type Refused } from './refusals.ts';

interface Handing {
  /** What is sent, made where nothing stands against it any more. */
  readonly input: (own: { payout: PayoutInput | null; idempotencyKey: string }) => Promise<SubmitExpenseInput>;
  readonly refused?: (why: Refused) => void;
  readonly sent?: () => Promise<void>;
}

/** How an expense is handed in, spent already or not yet: where to pay is asked beside the form, and what the server finds wrong stands at its fields. */
export function useHandIn() {
  const router = useRouter();
  const key = useActKey();
  // Where to pay is kept out of the draft: nothing of it stands anywhere readable.
  const payout = ref(payoutTyped(null, currentViewer.value?.name ?? ''));
  const payoutErrors = ref<Readonly<Record<string, string>>>({});

  /** What is wrong with where to pay; nothing where it is not asked. */
  function payoutFault(isAsked = true): FormFault[] {
    payoutErrors.value = isAsked ? payoutFaults(payout.value) : {};
    const [message] = Object.values(payoutErrors.value);
    return message ? [{ message }] : [];
  }

  /** Hands it in and goes to its page; else what is wrong, by the form's fields. */
  async function handIn({ input, refused, sent }: Handing): Promise<FormFault[]> {
    try {
      const own = { payout: payoutInput(payout.value), idempotencyKey: key.current() };
      const { submitExpense } = await act(SubmitExpenseDocument, { input: await input(own) });
      key.answered();
      if (submitExpense.__typename !== 'Expense') {
        refused?.(submitExpense);
        return [{ field: 'amount', message: refusalWords(submitExpense) }];
      }
      await sent?.();
      await router.replace({ name: 'expense', params: { id: submitExpense.id } });
      return [];
    } catch (fault) {
      key.failed(fault);
      return faultsOf(fault).map((one) => ({ ...one, field: one.field && fieldOf(one.field) }));
    }
  }
  return { payout, payoutErrors, payoutFault, handIn };
}
