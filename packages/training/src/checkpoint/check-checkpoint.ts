import { integer } from "@reciprocal/guards";
import { validateNetwork } from "@reciprocal/network";
import type { Checkpoint } from "./checkpoint.js";

/**
 * Checks what can be checked of a checkpoint by itself; the optimizer's arrays are checked where they are used.
 *
 * @param where - for the errors
 * @throws {TypeError | RangeError | ShapeError} if it is not a checkpoint, or its parts do not fit each other
 */
export function checkCheckpoint(where: string, checkpoint: Checkpoint): void {
  if (!isObject(checkpoint)) throw new TypeError(`${where} needs a checkpoint, got ${typeof checkpoint}`);
  const { network, optimizer, history, running, best, settings, engine } = checkpoint;
  const parts = { network, optimizer, history, running, settings, engine };
  for (const [name, part] of Object.entries<unknown>(parts)) {
    if (isObject(part)) continue;
    throw new TypeError(`${where} needs a checkpoint, got one whose ${name} is ${typeof part}`);
  }
  validateNetwork(network);
  checkNumbers(`${where}: running`, running, ["lossSum", "learningRate", "seconds"]);
  checkGiven(`${where}: running`, running, ["samples", "correct"]);
  integer({ min: 0 }).read(where, "running.steps", running.steps);
  history.forEach(({ epoch, steps }, index) => {
    if (epoch !== index + 1) {
      throw new RangeError(
        `${where}: report ${index} of history must be of epoch ${index + 1}, got ${epoch}`,
      );
    }
    integer({ min: 1 }).read(where, `steps of epoch ${epoch}`, steps);
    const report = history[index]!;
    checkNumbers(`${where}: epoch ${epoch}`, report, ["epochs", "loss", "learningRate", "seconds"]);
    checkGiven(`${where}: epoch ${epoch}`, report, ["accuracy", "validationLoss", "validationAccuracy"]);
  });
  const done = history.reduce((sum, { steps }) => sum + steps, running.steps);
  if (optimizer.steps !== done) {
    throw new RangeError(
      `${where}: needs an optimizer after ${done} steps, got one after ${optimizer.steps}`,
    );
  }
  if (best === undefined) return;
  validateNetwork(best.network);
  if (!(Number.isInteger(best.epoch) && 1 <= best.epoch && best.epoch <= history.length)) {
    throw new RangeError(`${where}: the best epoch must be from 1 to ${history.length}, got ${best.epoch}`);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function checkNumbers<Item extends object>(
  where: string,
  item: Item,
  names: readonly (keyof Item & string)[],
): void {
  for (const name of names) {
    const value: unknown = item[name];
    if (typeof value !== "number")
      throw new TypeError(`${where}: ${name} must be a number, got ${String(value)}`);
  }
}

/** The same for those that may be absent. */
function checkGiven<Item extends object>(
  where: string,
  item: Item,
  names: readonly (keyof Item & string)[],
): void {
  const given = names.filter((name) => item[name] !== undefined);
  checkNumbers(where, item, given);
}
