import type { FitPlan } from "../fit/plan.js";
import { highestRate } from "../optimizers/create-optimizer.js";
import { checkCheckpoint } from "./check-checkpoint.js";
import type { Checkpoint } from "./checkpoint.js";
import { checkSameSettings } from "./fit-settings.js";

/**
 * Checks that the checkpoint from which a training is to go on, if there is one, is of the same training.
 *
 * @throws {TypeError | RangeError | ShapeError} if it is not, naming what differs
 */
export async function checkResume({ options, steps, factorAt, settings }: FitPlan): Promise<void> {
  const { resume, epochs, schedule } = options;
  if (resume === undefined) return;
  checkCheckpoint("fit: resume", resume);
  checkSameSettings(resume.settings, await settings());
  checkPosition(resume, { epochs, steps });
  checkSameRates(resume, { factorAt, isCosine: schedule === "cosine" });
}

/**
 * Checks that a checkpoint is within the training that is to go on from it.
 *
 * @param options - epochs asked for, and the steps of each
 * @throws {RangeError} if it is further than that
 */
function checkPosition(
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
 * @param now - the schedule: its factor for an epoch from 1 and a step from 0, and whether that follows from `epochs`
 * @throws {RangeError} naming the first step where the schedule gives another rate than it gave
 */
function checkSameRates(
  { network, history, running, settings }: Checkpoint,
  now: { readonly factorAt: (epoch: number, step: number) => number; readonly isCosine: boolean },
): void {
  const highest = highestRate(network, settings.optimizer);
  const known = [...history, { ...running, epoch: history.length + 1 }].filter(({ steps }) => steps > 0);
  for (const { epoch, steps, learningRate } of known) {
    const rate = highest * now.factorAt(epoch, steps - 1);
    if (rate === learningRate) continue;
    const before = history.at(-1)?.epochs;
    const fix = now.isCosine
      ? `; cosine follows from epochs${before === undefined ? "" : `, which were ${before}`}: take as many, and "constant" from the ` +
        "start where training shall be continued with more"
      : "";
    throw new RangeError(
      `fit: resume needs the schedule of the checkpoint, with a learning rate of ${learningRate} at step ${steps} ` +
        `of epoch ${epoch}, got ${rate}${fix}`,
    );
  }
}
