import type { Network } from "@reciprocal/network";
import { createTrainer, type Engine, type Trainer } from "@reciprocal/training";
import type { SpeedData } from "./speed-data.js";
import type { SpeedSubject } from "./speed-subject.js";

export interface ReciprocalOptions<Method extends string> {
  method: Method;
  learningRate: number;
  /** Default adamax. */
  optimizer?: "adam" | "adamax";
  engine: Engine;
}

/** Compiled training by `@reciprocal/training`; what it precomputes of the data is made before timing begins. */
export function reciprocalSubject<Method extends string>(
  network: Network,
  data: SpeedData,
  { method, learningRate, optimizer = "adamax", engine }: ReciprocalOptions<Method>,
): SpeedSubject<Method> {
  let trainer: Trainer | undefined;
  let staged: readonly Int32Array[] = [];

  const release = async () => {
    await trainer?.release();
    trainer = undefined;
  };

  return {
    engine: `reciprocal (${engine.name})`,
    method,
    prepare: async () => {
      await release();
      trainer = await createTrainer(network, data, {
        batchSize: data.batches[0]!.length,
        optimizer: { kind: optimizer, learningRate },
        loss: "cross-entropy",
        engine,
      });
    },
    stage: (batches) => {
      staged = batches;
      return Promise.resolve();
    },
    steps: async () => {
      let loss = NaN;
      for (const rows of staged) ({ loss } = await trainer!.step(rows));
      return loss;
    },
    dispose: release,
  };
}
