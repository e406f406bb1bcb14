import { bestFirst } from "./internal/best-first.js";
import { escapeXml } from "./internal/escape-xml.js";
import { checkOptions, checkWhole } from "./internal/check-options.js";
import { checkScores } from "./internal/check-scores.js";

export interface RelevanceChartOptions {
  /** Of the features; default their indices. */
  readonly names?: readonly string[];
  /** How many bars, the most relevant features first; default 20. */
  readonly top?: number;
}

const row = 18;
const labelWidth = 160;
const barWidth = 320;

/**
 * A bar chart of the most relevant features, for tabular inputs: an SVG document as text.
 *
 * @throws {RangeError} for scores that are not finite, or another number of names
 */
export function relevanceChart(scores: ArrayLike<number>, options: RelevanceChartOptions = {}): string {
  checkOptions("relevanceChart", options, ["names", "top"]);
  const { names, top = 20 } = options;
  checkWhole("relevanceChart", "top", top);
  checkScores("relevanceChart", scores);
  if (names && names.length !== scores.length) {
    throw new RangeError(`relevanceChart: needs ${scores.length} names, got ${names.length}`);
  }
  const order = Array.from(bestFirst(scores).subarray(0, top));
  const largest = Math.max(0, ...order.map((index) => scores[index]!));
  const bars = order.flatMap((index, place) => {
    const score = scores[index]!;
    const width = largest > 0 ? (Math.max(0, score) / largest) * barWidth : 0;
    const y = place * row;
    return [
      `<text x="${labelWidth - 6}" y="${y + 13}" text-anchor="end">${escapeXml(names?.[index] ?? String(index))}</text>`,
      `<rect x="${labelWidth}" y="${y + 3}" width="${width.toFixed(1)}" height="${row - 6}" fill="#4269d0"/>`,
      `<text x="${(labelWidth + width + 4).toFixed(1)}" y="${y + 13}">${score.toPrecision(3)}</text>`,
    ];
  });
  const size = `width="${labelWidth + barWidth + 60}" height="${order.length * row}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">`,
    ...bars,
    "</svg>",
  ].join("\n");
}
