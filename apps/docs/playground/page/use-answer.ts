import { computed, ref, shallowRef } from "vue";
import type { Session } from "./use-session.js";

/**
 * Asks the current network about the drawing, again whenever one of them changes.
 *
 * @param show - draws an image for the visitor
 */
export function useAnswer(
  { current, answering, attempt }: Session,
  { show }: { readonly show: (pixels: Float32Array) => void },
) {
  /** The drawing as the network sees it; an empty one is none. */
  const drawn = shallowRef<Float32Array>();
  const taken = ref(0);

  return {
    drawn,

    /** Probabilities of the classes. */
    answer: computed(() => (current.value && drawn.value ? answering()!.predict(drawn.value) : undefined)),

    ask: (pixels: Float32Array): void => {
      drawn.value = pixels.some((value) => value > 0) ? pixels : undefined;
    },

    takeExample: (): Promise<void> =>
      attempt(async () => {
        const { example } = await import("./example.js");
        drawn.value = example(taken.value++);
        show(drawn.value);
      }),
  };
}
