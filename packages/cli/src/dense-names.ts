import { activations, type Activation, type DenseNames } from "@reciprocal/network";
import { UsageError } from "./usage-error.js";

/**
 * Reads which tensors make which layer: `fc1.weight,fc1.bias,relu;fc2.weight,fc2.bias`. A layer is a kernel, then a bias
 * and an activation if it has them; a last word that is an activation counts as one.
 */
export function denseNames(text: string): DenseNames[] {
  return text.split(";").map((layer) => {
    const words = layer.split(",").map((word) => word.trim());
    const last = words.at(-1)!;
    const activation = words.length > 1 && isActivation(last) ? last : undefined;
    const [kernel, bias, ...more] = activation === undefined ? words : words.slice(0, -1);
    if (!kernel || bias === "" || more.length > 0) {
      throw new UsageError(
        `--layers: a layer must be kernel, kernel,bias or kernel,bias,activation, got "${layer}"; ` +
          `activations are ${activations.join(", ")}`,
      );
    }
    return { kernel, ...(bias !== undefined && { bias }), ...(activation && { activation }) };
  });
}

function isActivation(word: string): word is Activation {
  return (activations as readonly string[]).includes(word);
}
