import { activations, type DenseNames } from "@reciprocal/network";
import { UsageError } from "./usage-error.js";

/**
 * Reads which tensors make which layer: `fc1.weight,fc1.bias,relu;fc2.weight,fc2.bias`. A layer is a kernel, then a bias
 * and an activation if it has them; a last word that is an activation counts as one. `leaky-relu:0.2` is one with a slope.
 */
export function denseNames(text: string): DenseNames[] {
  return text.split(";").map((layer) => {
    const words = layer.split(",").map((word) => word.trim());
    const last = words.at(-1)!;
    const after = words.length > 1 ? activationIn(last) : undefined;
    const [kernel, bias, ...more] = after ? words.slice(0, -1) : words;
    if (!kernel || bias === "" || more.length > 0) {
      throw new UsageError(
        `--layers: a layer must be kernel, kernel,bias or kernel,bias,activation, got "${layer}"; ` +
          `activations are ${activations.join(", ")}`,
      );
    }
    return { kernel, ...(bias !== undefined && { bias }), ...after };
  });
}

/** An activation, perhaps with a slope after a colon; undefined if the word is the name of a tensor. */
function activationIn(word: string): Pick<DenseNames, "activation" | "slope"> | undefined {
  const [name, slope, ...more] = word.split(":");
  const activation = activations.find((known) => known === name);
  if (!activation || more.length > 0) return undefined;
  if (slope === undefined) return { activation };
  if (activation === "leaky-relu" && slope !== "" && 0 <= Number(slope) && Number(slope) <= 1) {
    return { activation, slope: Number(slope) };
  }
  throw new UsageError(
    `--layers: after a colon stands the slope of leaky-relu, a number from 0 to 1, got "${word}"`,
  );
}
