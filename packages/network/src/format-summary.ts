import type { ActivationFunction } from "./activation.js";
import type { NetworkSummary } from "./summary.js";

const header = ["layer", "kind", "inputs", "outputs", "activation", "trainable", "frozen", "dense"];
const texts = new Set([1, 4]); // columns of text, to the left; numbers to the right

/**
 * A summary as text: a row per layer, a row of totals, and ρ with four significant digits; no newline at the end. A last
 * column, the weights that dynamic masks leave, is there if a layer has a mask.
 *
 * @param summary - what `summary` gives
 *
 * @example
 * import { createNetwork, formatSummary, summary } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "s-qr", units: 10, activation: "softmax" }] });
 * console.log(formatSummary(summary(network)));
 * // => layer  kind   inputs  outputs  activation  trainable  frozen  dense
 * // =>     0  s-qr      784       10  softmax           859   7,840  7,850
 * // =>        total                                     859   7,840  7,850
 * // => ρ = trainable / dense = 0.1094
 */
export function formatSummary({ layers, trainable, frozen, dense, rho }: NetworkSummary): string {
  const isMasked = layers.some(({ kept }) => kept !== undefined);
  const last = (cell: string) => (isMasked ? [cell] : []);
  const rows = [
    [...header, ...last("kept")],
    ...layers.map((row) => [
      ...[`${row.layer}`, row.kind, `${row.inputs}`, `${row.outputs}`, nameOf(row)],
      ...[row.trainable, row.frozen, row.dense].map(group),
      ...last(row.kept === undefined ? "" : group(row.kept)),
    ]),
    ["", "total", "", "", "", ...[trainable, frozen, dense].map(group), ...last("")],
  ];
  const widths = rows[0]!.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]!.length), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        texts.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
  return [...lines, `ρ = trainable / dense = ${rho.toPrecision(4)}`].join("\n");
}

/** An activation, with the slope that it was given. */
function nameOf({ activation, slope }: ActivationFunction): string {
  return slope === undefined ? activation : `${activation} ${slope}`;
}

/** Thousands apart, the same in every locale. */
function group(count: number): string {
  return count.toLocaleString("en-US");
}
