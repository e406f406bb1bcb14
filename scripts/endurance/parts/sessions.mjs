import { createPredictor, createTrainer } from "../../../packages/training/dist/index.js";
import { batch, network, samples } from "../example.mjs";

export const about = "a trainer and a predictor each: made, used once, released";
export const turns = 1000;

export function start() {
  return {
    async turn(i) {
      const trainer = await createTrainer(network, samples, { batchSize: 8 });
      await trainer.step(batch(i));
      await trainer.release();
      const predictor = await createPredictor(network);
      await predictor.predict(samples.inputs);
      await predictor.release();
    },
    end() {},
  };
}
