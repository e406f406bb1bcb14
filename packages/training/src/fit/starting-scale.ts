import { layerKernel, mappings, type Network } from "@reciprocal/network";

/** How many times larger or smaller than right a kernel may be without a word. */
const tolerance = 5;

/** Layers of more weights are not looked at: to form them takes as long as many steps of training. */
const mostWeights = 2 ** 18;

/**
 * Warns of mappings whose z = w x starts far from unit variance for inputs of unit variance: outputs that are much too
 * small learn slowly or not at all, much too large ones are stuck where activations are flat. Only layers of at most 2¹⁸
 * weights are looked at, each formed once; it is small layers that published starts do not suit.
 */
export function warnOfStartingScale(
  where: string,
  network: Network,
  onWarning: ((message: string) => void) | undefined,
): void {
  if (!onWarning) return;
  for (const { layer, index } of mappings(network)) {
    if (layer.inputs * layer.outputs > mostWeights) continue;
    const kernel = layerKernel(layer);
    const deviation = Math.sqrt(kernel.reduce((sum, w) => sum + w ** 2, 0) / layer.outputs);
    if (1 / tolerance <= deviation && deviation <= tolerance) continue;
    const isSmall = deviation < 1;
    onWarning(
      `${where}: layer ${index} (${layer.kind}) turns inputs of standard deviation 1 into numbers of about ` +
        `${deviation.toPrecision(2)}, and should into about 1; too ${isSmall ? "small, it may not learn" : "large, it may not settle"}. ` +
        `What createNetwork makes starts right by default, whatever the sizes`,
    );
  }
}
