import { mappingParameterCount } from "@reciprocal/spectral";
import { abstractOfNatureCommunications, datasetTitle } from "@reciprocal/published";
import { methodChart, smallChart } from "../../../train/method-chart.js";
import { isBetter } from "../claims.js";
import { networkSizes } from "../network-sizes.js";
import { accuracyRun } from "../paper-run.js";
import type { Question } from "../question.js";

const spectralMethods = ["spectral", "s-svd", "s-qr"] as const;

/**
 * Nodes in the hidden layer of the dense network that trains about as many numbers. At least one: a node has
 * inputs + classes numbers, and λ_in and λ_out alone are more.
 */
export function matchingWidth(
  dataset: keyof typeof networkSizes,
  method: (typeof spectralMethods)[number],
  width: number,
): number {
  const { inputs, classes } = networkSizes[dataset];
  const count = mappingParameterCount(method, inputs, width) + mappingParameterCount(method, width, classes);
  return Math.round(count / (inputs + classes));
}

export const counts: Question = {
  name: "counts",
  title: "Accuracy against the number of trained numbers",
  about:
    "The same networks inputs–N–10 against how many numbers they train, biases aside, with dense networks that are made " +
    "narrow enough to train as many.",
  runs: ({ datasets, widths, seeds, changes }) =>
    datasets.flatMap((dataset) =>
      widths.flatMap((width) =>
        seeds.flatMap((seed) => {
          const place = { dataset, hiddenLayers: 1, seed };
          return spectralMethods.flatMap((method) => [
            accuracyRun({ ...place, width }, method, changes),
            accuracyRun({ ...place, width: matchingWidth(dataset, method, width) }, "dense", changes),
          ]);
        }),
      ),
    ),
  select: (lines) => {
    const own = lines.filter(
      ({ protocol, hiddenLayers, method }) =>
        protocol === "accuracy" && hiddenLayers === 1 && method !== "spectral-one",
    );
    // without a narrow network there is nothing to compare
    const narrow = new Set(
      own
        .filter(
          ({ method, dataset, width }) =>
            method === "dense" &&
            own.some((line) => line.dataset === dataset && line.method !== "dense" && isMatch(line, width)),
        )
        .map((line) => line.dataset),
    );
    return own.filter((line) => narrow.has(line.dataset));
  },
  figures: ({ stem, dataset, lines }) =>
    methodChart(lines, {
      ...smallChart,
      name: stem,
      caption: "Test accuracy against the numbers that are trained, biases aside.",
      label: "test accuracy",
      description: `Test accuracy against trained numbers, ${datasetTitle(dataset)}`,
      x: {
        label: "trained numbers (logarithmic)",
        of: (line) => line.trainedParameters,
        ticks: [1e2, 1e3, 1e4, 1e5, 1e6, 1e7],
      },
      value: (line) => line.testAccuracy,
    }),
  claims: spectralMethods.map((method) => ({
    text: `With as many trained numbers, ${method} is better than a narrow dense network.`,
    source:
      method === "spectral"
        ? abstractOfNatureCommunications
        : "the same question to the decompositions; not published",
    check: isBetter({ better: method, worse: "dense", pair: (line, dense) => isMatch(line, dense.width) }),
  })),
  differences: [
    "The claim was published for one set of eigenvalues; here it is held against two.",
    "Narrow networks come in whole nodes, so their numbers agree to half a node, which is much where that is one or two.",
    "Narrow networks have fewer biases, which every network trains besides.",
    "Networks of a few nodes keep the learning rate of wide ones. They are a bottleneck, and a ReLU that is never active " +
      "learns nothing: such runs stay at chance (0.1 for ten classes), and it takes little to be better.",
  ],
};

function isMatch(
  line: { dataset: keyof typeof networkSizes; method: string; width: number },
  denseWidth: number,
): boolean {
  const method = spectralMethods.find((candidate) => candidate === line.method);
  return method !== undefined && matchingWidth(line.dataset, method, line.width) === denseWidth;
}
