import type { Checkpoint } from "../checkpoint.js";

/**
 * Checks that a checkpoint is within the training that is to go on from it.
 *
 * @param options - epochs asked for, and the steps of each
 * @throws {RangeError} where it is further than that
 */
export function checkPosition(
  { history, running }: Checkpoint,
  { epochs, steps }: { readonly epochs: number; readonly steps: number },
): void {
  const begun = history.length + (running.steps > 0 ? 1 : 0);
  if (!(begun <= epochs)) {
    throw new RangeError(
      `fit: epochs must be at least ${begun}, as the checkpoint is in that, got ${epochs}`,
    );
  }
  if (!(running.steps < steps)) {
    throw new RangeError(
      `fit: resume needs a running epoch with fewer than ${steps} steps, got ${running.steps}`,
    );
  }
}

/**
 * Schedules are functions, which cannot be compared; but the learning rate of the last step of every epoch is known.
 *
 * @param factorAt - of the schedule now, for an epoch from 1 and a step from 0
 * @throws {RangeError} naming the first step where the schedule gives another rate than it gave
 */
export function checkSameRates(
  { history, running, settings }: Checkpoint,
  factorAt: (epoch: number, step: number) => number,
): void {
  const known = [...history, { ...running, epoch: history.length + 1 }].filter(({ steps }) => steps > 0);
  for (const { epoch, steps, learningRate } of known) {
    const now = settings.optimizer.learningRate * factorAt(epoch, steps - 1);
    if (now === learningRate) continue;
    throw new RangeError(
      `fit: resume needs the schedule of the checkpoint, with a learning rate of ${learningRate} at step ${steps} ` +
        `of epoch ${epoch}, got ${now}`,
    );
  }
}
