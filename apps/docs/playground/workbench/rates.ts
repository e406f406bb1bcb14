import { mappings, type Network } from "@reciprocal/network";
import { adam } from "@reciprocal/training";

/**
 * Adam for a network of the playground: with eigenvalues, at the rates that @reciprocal/training has by default for each kind
 * of number; of dense layers alone, at the default of weights for biases too. At the default of biases, which is made for
 * eigenvalues beside them, dense networks of few nodes learn less.
 */
export function optimizerFor(network: Network): ReturnType<typeof adam> {
  const settings = adam();
  const { learningRate } = settings;
  const isDense = mappings(network).every(({ layer }) => layer.kind === "dense");
  if (!isDense || typeof learningRate === "number") return settings;
  return { ...settings, learningRate: { ...learningRate, bias: learningRate.kernel } };
}
