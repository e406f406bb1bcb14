import { integer, options, ruleOf, type OptionTable, type Rule } from "@reciprocal/guards";

/** A number of epochs or a number of steps between two checkpoints. */
export type CheckpointEvery = { readonly epochs: number } | { readonly steps: number };

const everyOptions = options(
  () =>
    ({
      epochs: integer({ min: 1 }).optional(),
      steps: integer({ min: 1 }).optional(),
    }) satisfies OptionTable<{ readonly epochs?: number; readonly steps?: number }>,
);

export const everyRule = (): Rule<CheckpointEvery> =>
  ruleOf("epochs or steps", (where, name, value) => {
    const { epochs, steps } = everyOptions.rule.read(where, name, value);
    if (epochs !== undefined && steps === undefined) return { epochs };
    if (steps !== undefined && epochs === undefined) return { steps };
    throw new TypeError(`${where}: ${name} must be epochs or steps, got ${epochs ? "both" : "neither"}`);
  });

/** Whether a checkpoint is due after `step` steps, of `steps`, of an epoch. */
export function isCheckpointDue(
  every: CheckpointEvery,
  { epoch, step, steps }: { readonly epoch: number; readonly step: number; readonly steps: number },
): boolean {
  if ("steps" in every) return ((epoch - 1) * steps + step) % every.steps === 0;
  return step === steps && epoch % every.epochs === 0;
}
