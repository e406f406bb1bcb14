import { groupBy, meanAndDeviation, percent, spread } from "@reciprocal/report";
import type { PaperLine } from "./paper-run.js";
import type { QuestionClaim } from "./question.js";

/**
 * Pairs each cell of one method with one of another and asks whether its mean test accuracy is higher, however little.
 */
export function isBetter({
  better,
  worse,
  deviations = 0,
  pair = (a, b) => a.width === b.width,
}: {
  readonly better: PaperLine["method"];
  readonly worse: PaperLine["method"];
  /** Standard deviations of each by which it may be lower; a single run has none. Default 0. */
  readonly deviations?: number;
  /** Which cells are compared. Default: those of equal width. */
  readonly pair?: (better: PaperLine, worse: PaperLine) => boolean;
}): QuestionClaim["check"] {
  return ({ lines }) => {
    const cellsOf = (method: PaperLine["method"]) => cells(lines.filter((line) => line.method === method));
    return cellsOf(better).flatMap((high) => {
      const low = cellsOf(worse).find(
        (cell) => cell.line.settings.sparsity === high.line.settings.sparsity && pair(high.line, cell.line),
      );
      if (low === undefined) return [];
      const [a, b] = [high.accuracy, low.accuracy];
      return [
        {
          where: placeOf(high.line),
          holds: b.mean - a.mean < deviations * ((a.deviation ?? 0) + (b.deviation ?? 0)),
          found: `${better} ${shown(high)}, ${worse} ${shown(low)}`,
        },
      ];
    });
  };
}

/** The runs of one method, width and sparsity. */
export function cells(lines: readonly PaperLine[]) {
  return [...groupBy(lines, ({ width, method, settings }) => `${method} ${width} ${settings.sparsity}`)].map(
    ([, members]) => ({
      line: members[0]!,
      accuracy: meanAndDeviation(members.map((line) => line.testAccuracy)),
    }),
  );
}

export function shown({ accuracy }: ReturnType<typeof cells>[number]): string {
  return `${spread(accuracy, 4)} (n = ${accuracy.count})`;
}

/** `mnist, 500-500, 95 % zero` */
export function placeOf({ dataset, hiddenLayers, width, settings }: PaperLine): string {
  const size = Array<number>(hiddenLayers).fill(width).join("-");
  return `${dataset}, ${size}${settings.sparsity === undefined ? "" : `, ${percent(settings.sparsity)} zero`}`;
}
