import type { Dataset } from "@reciprocal/datasets";
import { encodeNetwork, mappings, type Network, summary } from "@reciprocal/network";
import { travelSize } from "../page/travel-size.js";
import type { State } from "../reports.js";
import type { Runtime } from "./runtime.js";

/** Samples that are computed at once: more would take memory, and no time less. */
const batch = 1000;

/** Share of samples whose largest output is that of their class, of the first `count`. */
export async function accuracy(
  runtime: Runtime,
  network: Network,
  { inputs, labels, features, classes, count: all }: Dataset,
  count: number = all,
): Promise<number> {
  const predictor = await runtime.createPredictor(network);
  const end = Math.min(count, all);
  let right = 0;
  try {
    for (let first = 0; first < end; first += batch) {
      const last = Math.min(first + batch, end);
      const outputs = await predictor.run(inputs.subarray(first * features, last * features));
      for (let i = first; i < last; i++) {
        const row = outputs.subarray((i - first) * classes, (i - first + 1) * classes);
        if (row.indexOf(Math.max(...row)) === labels[i]) right++;
      }
    }
  } finally {
    await predictor.release();
  }
  return right / end;
}

/** Size of a network, with its accuracy. */
export async function stateOf(network: Network, accuracy: number): Promise<State> {
  const bytes = await travelSize(encodeNetwork(network));
  return { accuracy, hiddenNodes: hiddenNodes(network), trained: summary(network).trainable, bytes };
}

function hiddenNodes(network: Network): number {
  const layers = mappings(network).map(({ layer }) => layer);
  return layers.slice(0, -1).reduce((sum, { outputs }) => sum + outputs, 0);
}
