import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** The width an element really has: a chart drawn at it keeps its text at its size on every screen. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>): Ref<number> {
  const width = ref(0);
  let observer: ResizeObserver | null = null;
  onMounted(() => {
    if (!element.value) return;
    width.value = element.value.clientWidth;
    observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? width.value));
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}
