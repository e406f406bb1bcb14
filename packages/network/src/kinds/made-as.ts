import { ShapeError } from "@reciprocal/spectral";
import type { SettingRule } from "./kind.js";

/** What a layer has whose factors stay as they are while nodes are removed. */
export interface MadeAs {
  /**
   * The shape [m, n] that φ had when its factors were made, if nodes have been removed since: k is the smaller of the two
   * then, which may be more than min(n, m). Absent if k and all else follow from the nodes that are there.
   */
  readonly madeAs?: readonly [m: number, n: number];
}

/** Files have it since version 4. */
export const madeAsRule = { storage: "sizes", count: 2, since: 4 } satisfies SettingRule<never>;

/** k, how many numbers the factors of φ have in between. */
export function innerSize({
  inputs,
  outputs,
  madeAs = [outputs, inputs],
}: MadeAs & { readonly inputs: number; readonly outputs: number }): number {
  return Math.min(...madeAs);
}

/** @throws {ShapeError} if a layer has more nodes than its φ was made with */
export function checkMadeAs(
  where: string,
  { inputs, outputs, madeAs }: MadeAs & { readonly inputs: number; readonly outputs: number },
): void {
  if (!madeAs || (madeAs[0] >= outputs && madeAs[1] >= inputs)) return;
  throw new ShapeError(
    `${where}: madeAs must be at least [${outputs}, ${inputs}], the nodes that are there, got [${madeAs.join(", ")}]`,
  );
}
