import { formatSummary } from "@reciprocal/network";
import { drawHistogram } from "./histogram.js";
import type { FrozenMatrix, Group, Inspection } from "./inspect-network.js";

/** An inspection as text, without a newline at its end. */
export function formatInspection({ summary, compactBytes, matrices, masks, groups }: Inspection): string {
  const number = (value: number) => value.toLocaleString("en-US");
  const parts = [formatSummary(summary)];
  if (compactBytes) {
    const { float32, float16 } = compactBytes;
    parts.push(`as .rcp: ${number(float32)} bytes, ${number(float16)} with float16 spectra`);
  }
  if (matrices.length > 0) parts.push(["Matrices from seeds", ...matrices.map(matrixText)].join("\n"));
  if (masks.length > 0) {
    const lines = masks.map(
      ({ layer, zeros, weights }) =>
        `  layer ${layer}: ${number(zeros)} of ${number(weights)} weights are zero`,
    );
    parts.push(["Fixed masks", ...lines].join("\n"));
  }
  if (groups.length > 0) parts.push(["Stored numbers", ...groups.map(groupText)].join("\n"));
  return parts.join("\n\n");
}

function matrixText({ layer, name, rows, columns, recipe, selected, digest }: FrozenMatrix): string {
  const { kind, ...values } = recipe;
  const how = Object.entries(values).map(([key, value]) => `${key} ${value}`);
  return (
    `  layer ${layer} ${name} ${rows}×${columns}: ${selected ? "selected from " : ""}${kind}, ${how.join(", ")}\n` +
    `    ${digest === undefined ? "not made, digest not compared" : `SHA-256 ${digest}`}`
  );
}

function groupText(group: Group): string {
  const { layer, name, shape, trainable, zeros, histogram } = group;
  const round = (value: number) => String(Number(value.toPrecision(4)));
  const { least, most, mean, deviation } = histogram;
  const share = zeros > 0 ? `, ${round(100 * zeros)} % zeros` : "";
  return (
    `  layer ${layer} ${name} [${shape.join(", ")}], ${trainable ? "trains" : "frozen"}: ` +
    `mean ${round(mean)} ± ${round(deviation)}${share}\n` +
    `    ${round(least)} ${drawHistogram(histogram)} ${round(most)}`
  );
}
