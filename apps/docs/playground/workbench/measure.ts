import type { Dataset } from "@reciprocal/datasets";
import { encodeNetwork, mappings, type Network } from "@reciprocal/network";
import type { State } from "../reports.js";
import type { Predictor, Runtime } from "./runtime.js";

/** Compiles a network, uses it and releases it. */
async function withPredictor<T>(
  runtime: Runtime,
  network: Network,
  use: (predictor: Predictor) => Promise<T>,
): Promise<T> {
  const predictor = await runtime.createPredictor(network);
  try {
    return await use(predictor);
  } finally {
    await predictor.release();
  }
}

/** Share of samples whose largest output is that of their class. */
export function accuracy(runtime: Runtime, network: Network, samples: Dataset): Promise<number> {
  return withPredictor(runtime, network, async (predictor) =>
    shareRight(await predictor.run(samples.inputs), samples),
  );
}

/** Accuracy, size and speed of a network on some samples. */
export function measure(runtime: Runtime, network: Network, samples: Dataset): Promise<State> {
  return withPredictor(runtime, network, async (predictor) => {
    const accuracy = shareRight(await predictor.run(samples.inputs), samples);
    let milliseconds = Infinity;
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      await predictor.run(samples.inputs);
      milliseconds = Math.min(milliseconds, performance.now() - started);
    }
    const layers = mappings(network).map(({ layer }) => layer);
    const hiddenNodes = layers.slice(0, -1).reduce((sum, { outputs }) => sum + outputs, 0);
    const bytes = encodeNetwork(network).length;
    return { method: layers[0]!.kind, accuracy, hiddenNodes, bytes, milliseconds };
  });
}

function shareRight(outputs: Float32Array, { labels, classes }: Dataset): number {
  let right = 0;
  labels.forEach((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === label) right++;
  });
  return right / labels.length;
}
