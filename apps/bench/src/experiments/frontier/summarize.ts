import { groupBy, meanAndDeviation, type MeanAndDeviation } from "@reciprocal/report";
import { families, type FrontierLine } from "./frontier-line.js";

/** A form, over the seeds. */
export interface FrontierRow extends Pick<FrontierLine, "dataset" | "family" | "form" | "keptNumbers"> {
  readonly trainedNumbers: number;
  /** Means over the seeds, of which gzip gives different ones. */
  readonly fileBytes: number;
  readonly halfFileBytes: number;
  readonly multiplyAdds: number;
  readonly testAccuracy: MeanAndDeviation;
  /** Factors that validation chose, ascending. */
  readonly rateFactors: readonly number[];
  /** Trainings of each seed. */
  readonly trials: number;
  /** Whether no other row has as high a mean accuracy with as few trained numbers; with as few bytes of a file. */
  readonly isFront: { readonly numbers: boolean; readonly bytes: boolean };
}

/** A row per form, by family, then by trained numbers. Lines must be of one data set and of the same settings. */
export function summarizeFrontier(lines: readonly FrontierLine[]): FrontierRow[] {
  const groups = groupBy(lines, ({ family, form, keptNumbers }) =>
    JSON.stringify([family, form, keptNumbers]),
  );
  const rows = [...groups.values()].map((members) => {
    const mean = (value: (line: FrontierLine) => number) =>
      Math.round(meanAndDeviation(members.map(value)).mean);
    const { dataset, family, form, keptNumbers, trials } = members[0]!;
    return {
      ...{ dataset, family, form, keptNumbers, trials: trials.length },
      trainedNumbers: mean((line) => line.trainedNumbers),
      fileBytes: mean((line) => line.fileBytes),
      halfFileBytes: mean((line) => line.halfFileBytes),
      multiplyAdds: mean((line) => line.multiplyAdds),
      testAccuracy: meanAndDeviation(members.map((line) => line.testAccuracy)),
      rateFactors: [...new Set(members.map((line) => line.rateFactor))].sort((a, b) => a - b),
    };
  });
  type Row = (typeof rows)[number];
  const isBeaten = (row: Row, cost: (row: Row) => number): boolean =>
    rows.some(
      (other) =>
        other !== row &&
        cost(other) <= cost(row) &&
        other.testAccuracy.mean >= row.testAccuracy.mean &&
        (cost(other) < cost(row) || other.testAccuracy.mean > row.testAccuracy.mean),
    );
  return rows
    .map((row) => ({
      ...row,
      isFront: {
        numbers: !isBeaten(row, ({ trainedNumbers }) => trainedNumbers),
        bytes: !isBeaten(row, ({ fileBytes }) => fileBytes),
      },
    }))
    .toSorted(
      (a, b) =>
        families.indexOf(a.family) - families.indexOf(b.family) || a.trainedNumbers - b.trainedNumbers,
    );
}
