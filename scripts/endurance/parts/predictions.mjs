import { createPredictor } from "../../../packages/training/dist/index.js";
import { network, samples } from "../example.mjs";

export const about = "predictions of one sample, by one predictor";
export const turns = 100_000;

export async function start() {
  const predictor = await createPredictor(network);
  return {
    turn: (i) => predictor.predict(samples.inputs.subarray(4 * (i % 64), 4 * (i % 64) + 4)),
    end: () => predictor.release(),
  };
}
