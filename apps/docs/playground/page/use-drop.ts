import { onBeforeUnmount, onMounted, ref } from "vue";

/**
 * Takes files that are dropped anywhere on the page, which would otherwise open them in its place.
 *
 * @returns whether files are held over the page
 */
export function useDrop(take: (files: File[]) => void) {
  const isOver = ref(false);

  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    isOver.value = true;
  };
  const leave = (event: DragEvent): void => {
    if (!event.relatedTarget) isOver.value = false; // out of the window
  };
  const drop = (event: DragEvent): void => {
    isOver.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    take(Array.from(event.dataTransfer!.files));
  };
  const listeners = { dragover: over, dragleave: leave, drop } as const;
  const names = Object.keys(listeners) as (keyof typeof listeners)[];
  onMounted(() => {
    for (const name of names) window.addEventListener(name, listeners[name]);
  });
  onBeforeUnmount(() => {
    for (const name of names) window.removeEventListener(name, listeners[name]);
  });

  return isOver;
}
