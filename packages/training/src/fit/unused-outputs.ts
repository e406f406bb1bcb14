import { outputSize, type CheckedSamples, type Network } from "@reciprocal/network";

/** A network with more classes than the labels have was perhaps meant for other samples. */
export function warnOfUnusedOutputs(
  where: string,
  network: Network,
  samples: CheckedSamples | undefined,
  onWarning: ((message: string) => void) | undefined,
): void {
  if (!onWarning || !samples?.labels) return;
  const outputs = outputSize(network);
  const classes = 1 + samples.labels.reduce((largest, label) => Math.max(largest, label), 0);
  if (outputs === 1 || classes === outputs) return;
  onWarning(
    `${where}: the network has ${outputs} outputs, but no label is above ${classes - 1}; outputs that are the class of no ` +
      `sample learn only to be small. Were ${classes} outputs meant?`,
  );
}
