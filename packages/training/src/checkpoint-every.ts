import { checkOptions, checkWhole } from "./internal/check-options.js";

/** Every so many epochs, or every so many steps. */
export type CheckpointEvery = { readonly epochs: number } | { readonly steps: number };

/** @throws {RangeError | TypeError} unless it is a whole number of epochs or of steps */
export function checkEvery(every: CheckpointEvery): void {
  const where = "fit: checkpointEvery";
  checkOptions(where, every, ["epochs", "steps"]);
  const given = Object.entries(every);
  if (given.length !== 1) throw new TypeError(`${where}: needs epochs or steps, got ${given.length} of them`);
  for (const [name, value] of given) checkWhole(where, name, value);
}

/** Whether a checkpoint is due after `step` steps, of `steps`, of an epoch. */
export function isCheckpointDue(
  every: CheckpointEvery,
  { epoch, step, steps }: { readonly epoch: number; readonly step: number; readonly steps: number },
): boolean {
  if ("steps" in every) return ((epoch - 1) * steps + step) % every.steps === 0;
  return step === steps && epoch % every.epochs === 0;
}
