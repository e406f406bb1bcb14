import { decodeCheckpoint, encodeCheckpoint, evaluate, fit } from "../../../packages/training/dist/index.js";
import { network, samples } from "../example.mjs";

export const about = "trainings with validation and checkpoints, one after the other, for 24 hours";
export const seconds = 24 * 60 * 60;

export function start() {
  let trained = network;
  return {
    async turn(i) {
      let checkpoint;
      const result = await fit(trained, samples, {
        ...{ epochs: 20, batchSize: 8, validationSplit: 0.25, seed: i },
        checkpointEvery: { epochs: 5 },
        onCheckpoint: (found) => (checkpoint = encodeCheckpoint(found)),
      });
      decodeCheckpoint(checkpoint);
      trained = result.network;
      await evaluate(trained, samples);
    },
    end() {},
  };
}
