import { onBeforeUnmount, watch, type Ref } from 'vue';

/** Lets Back close a sheet that has no address of its own: opening adds a step to the history, closing takes it away. */
export function useBackCloses(open: Ref<boolean>): void {
  let isStep = false;
  const close = (): void => {
    isStep = false;
    open.value = false;
  };
  const leave = (): void => {
    removeEventListener('popstate', close);
    // A link inside the sheet has moved on already: then the step is behind us and stays.
    if (isStep && (history.state as { sheet?: boolean } | null)?.sheet) history.back();
    isStep = false;
  };
  watch(open, (isOpen) => {
    if (!isOpen) return leave();
    history.pushState({ ...(history.state as object | null), sheet: true }, '');
    isStep = true;
    addEventListener('popstate', close, { once: true });
  });
  onBeforeUnmount(leave);
}
