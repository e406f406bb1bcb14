import { type Activation, activations } from "@reciprocal/network";
import { type layers, SymbolicTensor } from "@tensorflow/tfjs-layers";

/**
 * The activation that the input of a layer in a model comes from, for starting values of the right size. It is linear for
 * samples, where the layer before has no activation or one that networks do not have, and where the layer is applied to
 * numbers and not yet in a model.
 */
export function arrivingActivation(inputs: Parameters<layers.Layer["apply"]>[0]): Activation {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  if (!(input instanceof SymbolicTensor)) return "linear";
  const { activation } = input.sourceLayer.getConfig();
  const name = activation === "swish" ? "silu" : activation;
  return activations.find((known) => known === name) ?? "linear";
}
