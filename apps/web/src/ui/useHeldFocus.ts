import { watch } from 'vue';

/**
 * Where a part shows another face in its place, such as what was answered where the question stood, the button that had the focus goes with
 * the old face. Focus then goes to the heading of the new one, so that whoever uses keys or hears the page stays where they were.
 * `face` tells which face is shown.
 */
export function useHeldFocus(face: () => unknown): void {
  let around: Element[] = [];
  watch(face, () => (around = ancestorsOf(document.activeElement)));
  watch(
    face,
    () => {
      const isGone = around.length > 0 && !around[0]!.isConnected;
      if (isGone) focusHeading(around.find(({ isConnected }) => isConnected));
    },
    { flush: 'post' },
  );
}

/** An element and what stands around it, from the inside out. */
function ancestorsOf(element: Element | null): Element[] {
  return element ? [element, ...ancestorsOf(element.parentElement)] : [];
}

/** Puts the focus on the first heading of a part, where what had it is gone. */
export function focusHeading(part: Element | null | undefined): void {
  const heading = part?.querySelector<HTMLElement>('h2, h3');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
