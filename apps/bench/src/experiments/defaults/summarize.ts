import { groupBy, meanAndDeviation, type MeanAndDeviation } from "@reciprocal/report";
import type { Claim, Comparison } from "../../claim.js";
import { isTable, tableNames } from "../../small-tables.js";
import { kinds, type DefaultsLine, type DefaultsRun, type Kind } from "./defaults-line.js";

/** A data set, a width and a method, over the seeds. */
export interface DefaultsRow extends Pick<DefaultsRun, "dataset" | "method" | "width"> {
  readonly epochs: number;
  readonly testAccuracy: MeanAndDeviation;
  /** The lowest of the seeds. */
  readonly worst: number;
  readonly trainedParameters: number;
  /** Mean less that of the dense networks of the same data set, width and epochs; null if there are none. */
  readonly toDense: number | null;
}

/** What the claims ask for. */
export const limits = { belowDense: 0.03, width: 32, mnist: 0.93 } as const;

type CountedLine = Pick<
  DefaultsLine,
  "dataset" | "method" | "width" | "settings" | "testAccuracy" | "trainedParameters"
>;

/** Rows by data set, small ones first, then by width, epochs and method. */
export function summarizeDefaults(lines: readonly CountedLine[]): DefaultsRow[] {
  const place = ({ dataset, width, settings }: CountedLine) => JSON.stringify([dataset, width, settings]);
  const datasets: readonly string[] = [...tableNames, "mnist"];
  return [...groupBy(lines, place).values()]
    .flatMap((members) => {
      const of = (method: Kind) => members.filter((line) => line.method === method);
      const accuracy = (some: readonly CountedLine[]) =>
        meanAndDeviation(some.map((line) => line.testAccuracy));
      const dense = of("dense");
      return kinds.flatMap((method): DefaultsRow[] => {
        const own = of(method);
        if (own[0] === undefined) return [];
        const { dataset, width, settings, trainedParameters } = own[0];
        const testAccuracy = accuracy(own);
        const worst = Math.min(...own.map((line) => line.testAccuracy));
        const toDense = dense.length === 0 ? null : testAccuracy.mean - accuracy(dense).mean;
        return [
          {
            dataset,
            width,
            method,
            epochs: settings.epochs,
            testAccuracy,
            worst,
            trainedParameters,
            toDense,
          },
        ];
      });
    })
    .toSorted(
      (a, b) =>
        datasets.indexOf(a.dataset) - datasets.indexOf(b.dataset) || a.width - b.width || a.epochs - b.epochs,
    );
}

/** What default options are to reach, and whether they do. */
export function defaultsClaims(lines: readonly CountedLine[]): Claim[] {
  const rows = summarizeDefaults(lines);
  const compare = (
    some: readonly DefaultsRow[],
    check: (row: DefaultsRow) => Omit<Comparison, "where">,
  ): Comparison[] =>
    some.map((row) => ({ where: `${row.dataset}, ${row.method}, ${row.epochs} epochs`, ...check(row) }));
  const isSpectral = ({ method }: DefaultsRow) => method !== "dense";
  const isMeasured = ({ dataset, width }: DefaultsRow) =>
    isTable(dataset) && dataset !== "xor" && width === limits.width;
  return [
    {
      about: "xor",
      text: "XOR is learned: all four answers are right with every seed.",
      comparisons: compare(
        rows.filter(({ dataset }) => dataset === "xor"),
        ({ worst }) => ({ holds: worst === 1, found: `worst ${worst.toFixed(4)}` }),
      ),
    },
    {
      about: "tables",
      text: `At ${limits.width} hidden nodes the mean accuracy is at most ${limits.belowDense} below that of dense networks.`,
      comparisons: compare(
        rows.filter((row) => isMeasured(row) && isSpectral(row) && row.toDense !== null),
        ({ toDense }) => ({ holds: toDense! >= -limits.belowDense, found: signed(toDense!) }),
      ),
    },
    {
      about: "mnist",
      text: `MNIST, eigenvalues and biases only: the mean accuracy is at least ${limits.mnist}.`,
      comparisons: compare(
        rows.filter(({ dataset }) => dataset === "mnist"),
        ({ testAccuracy: { mean } }) => ({ holds: mean >= limits.mnist, found: mean.toFixed(4) }),
      ),
    },
  ];
}

export function signed(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(4)}`;
}
