import { computed, shallowRef, watch } from "vue";
import { isReciprocal, type ReciprocalLayer } from "@reciprocal/network";
import { imageSide } from "./center-digit.js";
import { spread } from "./diverging-pixels.js";
import type { Spectrum } from "./answering.js";
import type { Session } from "./use-session.js";

/** How many hidden nodes are shown as pictures. */
const pictures = 12;

export interface Choice {
  readonly spectrum: Spectrum;
  readonly index: number;
}

/** Lets the visitor move one eigenvalue of the first layer. */
export function useExplorer({ current, answering, move, takeBack }: Session) {
  /** The first layer, if it has eigenvalues and takes an image. */
  const layer = computed<ReciprocalLayer | undefined>(() => {
    const first = current.value?.network.layers[0];
    return first && isReciprocal(first) && first.inputs === imageSide * imageSide ? first : undefined;
  });
  const start = computed(() => current.value?.unmoved.network.layers[0] as ReciprocalLayer | undefined);
  /** The hidden nodes with the largest weights, largest first, and what is the full color of their pictures. */
  const nodes = shallowRef<{ readonly indices: readonly number[]; readonly reach: number }>();
  const chosen = shallowRef<Choice>({ spectrum: "lambdaOut", index: 0 });

  function chooseNodes(): void {
    const kernel = answering()?.first?.kernel;
    if (!layer.value || !kernel) return void (nodes.value = undefined);
    const { inputs, outputs } = layer.value;
    const norms = Float32Array.from({ length: outputs }, (_, i) =>
      Math.hypot(...kernel.subarray(i * inputs, (i + 1) * inputs)),
    );
    const indices = Array.from(norms.keys())
      .sort((a, b) => norms[b]! - norms[a]!)
      .slice(0, pictures);
    const sizes = indices.flatMap((i) => Array.from(kernel.subarray(i * inputs, (i + 1) * inputs), Math.abs));
    sizes.sort((a, b) => a - b);
    nodes.value = { indices, reach: sizes[Math.floor(0.995 * sizes.length)]! };
    chosen.value = { spectrum: "lambdaOut", index: indices[0]! };
  }
  // another network, not one that was moved
  watch(() => current.value?.unmoved, chooseNodes, { immediate: true });

  return {
    layer,
    nodes,
    chosen,
    choose: (choice: Choice): void => void (chosen.value = choice),
    value: computed(() => layer.value?.[chosen.value.spectrum][chosen.value.index] ?? 0),
    /** How far an eigenvalue can be dragged: as far again as the network's own reach. */
    range: computed(() => {
      if (!start.value || !layer.value) return { min: -1, max: 1 };
      const all = Float32Array.from([...start.value.lambdaIn, ...start.value.lambdaOut]);
      const { middle, reach } = spread(all);
      return { min: middle - 1.5 * (reach || 1), max: middle + 1.5 * (reach || 1) };
    }),
    isMoved: computed(() => current.value !== current.value?.unmoved),
    moveChosen: (value: number): void => move(chosen.value.spectrum, chosen.value.index, value),
    takeBack,
    /** The weights that enter a hidden node, as of now. */
    weightsOf: (node: number): Float32Array => {
      const { inputs } = layer.value!;
      return answering()!.first!.kernel.slice(node * inputs, (node + 1) * inputs);
    },
  };
}

export type Explorer = ReturnType<typeof useExplorer>;
