import { createTrainer } from "../../../packages/training/dist/index.js";
import { batch, network, samples } from "../example.mjs";

export const about = "training steps of a small network, by one trainer";
export const turns = 1_000_000;

export async function start() {
  const trainer = await createTrainer(network, samples, {
    batchSize: 8,
    optimizer: { kind: "adam", learningRate: 1e-4 },
  });
  return { turn: (i) => trainer.step(batch(i)), end: () => trainer.release() };
}
