import { describe, expect, it } from "vitest";
import { csvText, documentFigures, documentMarkdown, documentTables, drawFigures } from "@reciprocal/report";
import { examplePaperLine } from "../../example-lines.test-data.js";
import type { PaperLine } from "./paper-run.js";
import { claimResults, paperBlocks } from "./report.js";

const lines = [
  ...[50, 200].flatMap((width) =>
    [0, 1].flatMap((seed) => [
      examplePaperLine({ width, seed, testAccuracy: 0.98, trainedParameters: 400 }),
      examplePaperLine({ method: "spectral", width, seed, testAccuracy: 0.86 + 0.02 * seed }),
      examplePaperLine({ method: "s-svd", width, seed, testAccuracy: 0.8 }),
      examplePaperLine({ method: "spectral-one", width, seed, testAccuracy: 0.7 }),
    ]),
  ),
  // a narrow network to match the spectral one of 50 nodes: (784 + 50 + 50 + 10) / 794 = 1.1
  examplePaperLine({ width: 1, testAccuracy: 0.4, trainedParameters: 794 }),
  ...[0.5, 0.99].flatMap((sparsity) => [
    examplePaperLine({ hiddenLayers: 2, width: 500, sparsity, testAccuracy: sparsity === 0.5 ? 0.974 : 0.7 }),
    examplePaperLine({ method: "s-qr", hiddenLayers: 2, width: 500, sparsity, testAccuracy: 0.973 }),
  ]),
  {
    ...examplePaperLine({ method: "spectral", dataset: "cifar10", testAccuracy: 0.3 }),
    spectra: [
      {
        lambdaIn: { before: Array<number>(3072).fill(0.1), after: Array<number>(3072).fill(2) },
        lambdaOut: { before: [0.1, -0.1], after: [3, -2] },
      },
    ],
  },
];
const paperReport = (lines: readonly PaperLine[], missing: readonly string[] = []) => ({
  title: "The paper",
  blocks: paperBlocks(lines, { missing }),
});
const report = paperReport(lines, ["mnist dense 5, seed 1: no <luck>\nat all"]);
const markdown = documentMarkdown(report, "figures");

describe("claimResults", () => {
  /** `place: whether it holds there` of the claim that begins so. */
  const held = (experiment: string, beginning: string) =>
    claimResults(lines)
      .find((claim) => claim.about === experiment && claim.text.startsWith(beginning))
      ?.comparisons.map(({ where, holds }) => `${where}: ${holds}`);

  it("holds statements against the means of equal width, and says where they do not hold", () => {
    expect(held("one-hidden", "With the eigenvalues alone trained, accuracy stays below that")).toEqual([
      "mnist, 50: true",
      "mnist, 200: true",
    ]);
    expect(held("one-hidden", "Decomposing the eigenvectors narrows the gap: s-svd")).toEqual([
      "mnist, 50: false",
      "mnist, 200: false",
    ]);
    expect(held("variants", "Two sets of eigenvalues come closer to direct space than one")).toHaveLength(2);
  });

  it("takes s-qr for as good as dense training where one standard deviation of each makes up for the difference", () => {
    const runs = (method: "dense" | "s-qr", width: number, accuracies: number[]) =>
      accuracies.map((testAccuracy, seed) => examplePaperLine({ method, width, seed, testAccuracy }));
    // 0.96 and 0.98 deviate by 0.0141 from 0.97, and 0.99 and 0.994 by 0.0028 from 0.992: 0.022 apart, 0.0169 together
    const wide = [...runs("s-qr", 100, [0.96, 0.98]), ...runs("dense", 100, [0.99, 0.994])];
    const close = [...runs("s-qr", 200, [0.96, 0.98]), ...runs("dense", 200, [0.984, 0.988])]; // 0.016 apart
    const single = [...runs("s-qr", 500, [0.97]), ...runs("dense", 500, [0.971])]; // of one run there is no spread
    const claim = claimResults([...wide, ...close, ...single]).find(({ text }) =>
      text.includes("fills the gap"),
    );
    expect(claim?.comparisons.map(({ where, holds }) => `${where}: ${holds}`)).toEqual([
      "mnist, 100: false",
      "mnist, 200: true",
      "mnist, 500: false",
    ]);
  });

  it("compares with the dense network of matching count", () => {
    expect(held("counts", "With as many trained numbers, spectral is better than a narr")).toEqual([
      "mnist, 50: true",
    ]);
  });

  it("compares at equal sparsity, and with the reference within its tolerance", () => {
    expect(held("sparse", "At equal sparsity, s-qr is better than a dense network")).toEqual([
      "mnist, 500-500, 50 % zero: false", // 0.973 beside 0.974
      "mnist, 500-500, 99 % zero: true",
    ]);
    expect(held("sparse", "The mean over seeds lies within the tolerance of the referen")).toEqual([
      "dense, mnist, 500-500, 50 % zero: true",
      "dense, mnist, 500-500, 99 % zero: false", // 0.7 instead of 0.817
      "s-qr, mnist, 500-500, 50 % zero: true",
      "s-qr, mnist, 500-500, 99 % zero: true", // 0.973 instead of 0.948 ± 0.03
    ]);
  });

  it("holds nothing but MNIST against the reference", () => {
    const line = examplePaperLine({ dataset: "fashion-mnist", hiddenLayers: 2, width: 500, sparsity: 0.5 });
    expect(claimResults([line])).toEqual([]);
  });
});

const rows = documentTables(report).flatMap((table) => table.rows);

describe("paperReport", () => {
  it("says what the runs took of one core, which a busy machine does not change", () => {
    const hour = paperReport(
      [examplePaperLine({ cpuSeconds: 3600 }), examplePaperLine({ seed: 1, cpuSeconds: 1800 })],
      [],
    );
    expect(documentMarkdown(hour, "figures")).toContain(
      "Run on one thread each, they took 1.5 hours of one core (example processor).",
    );
  });

  it("says what is missing and what did not match, with the numbers", () => {
    expect(markdown).toContain("\n- mnist dense 5, seed 1: no &lt;luck> at all\n"); // GitHub would drop a <luck>
    expect(rows).toContainEqual([
      "sparse",
      "The mean over seeds lies within the tolerance of the reference value.",
      "dense, mnist, 500-500, 99 % zero",
      "0.7000 (n = 1), reference 0.817 ± 0.03",
    ]);
  });

  it("says a statement that does not hold once, with its places below it", () => {
    const statement =
      "Decomposing the eigenvectors narrows the gap: s-svd comes out above the eigenvalues alone.";
    const found = "s-svd 0.8000 ± 0.0000 (n = 2), spectral 0.8700 ± 0.0141 (n = 2)";
    expect(markdown).toContain(
      `| one-hidden | ${statement} | mnist, 50 | ${found} |\n|  |  | mnist, 200 | s-svd`,
    );
  });

  it("shows mean, deviation and n, relative to dense training of that width", () => {
    // 0.86 and 0.88 deviate by 0.02 / √2 from 0.87; 0.87 / 0.98 = 0.888
    expect(rows).toContainEqual([
      "spectral",
      "50",
      "2",
      "0.8700 ± 0.0141",
      "0.888 ± 0.014",
      "100",
      "0.250",
      "10.5",
      "3.0",
      "500",
    ]);
    expect(rows).toContainEqual([
      "s-qr",
      "500",
      "99 %",
      "1",
      "0.9730",
      "1.390",
      "100",
      "0.250",
      "10.0",
      "3.0",
      "500",
    ]);
  });

  it("gives the most memory that any run of a row held", () => {
    const rows = [3e8, 9e8, 6e8].map((peakMemory, seed) => ({ ...examplePaperLine({ seed }), peakMemory }));
    const wide = { ...examplePaperLine({ width: 200 }), peakMemory: 2e9 };
    const spectral = { ...examplePaperLine({ method: "spectral" }), peakMemory: 1e9 };
    const table = documentTables(paperReport([...rows, wide, spectral])).find(
      ({ name }) => name === "one-hidden-mnist",
    );
    expect(table!.rows.map((row) => row.at(-1))).toEqual(["900", "1000"]);
  });

  it("draws the eigenvalues of the widest network, of those the one with the smallest seed", () => {
    const spectra = [{ lambdaIn: { before: [1], after: [2] }, lambdaOut: { before: [1], after: [2] } }];
    const kept = [
      { width: 200, seed: 1 },
      { width: 200, seed: 0 },
      { width: 50, seed: 2 },
    ].map((place) => ({ ...examplePaperLine({ method: "spectral", ...place }), spectra }));
    expect(documentMarkdown(paperReport(kept), "figures")).toContain(
      "a value per pixel: MNIST, 200 hidden nodes, seed 0.",
    );
  });

  it("leaves narrow dense networks to the experiment that they are for", () => {
    const [first] = documentTables(report).filter((table) => table.name === "one-hidden-mnist");
    expect(first!.rows.map(([, width]) => width)).not.toContain("1");
    const counts = documentTables(report).find((table) => table.name === "counts-mnist");
    expect(counts!.rows.map(([, width]) => width)).toContain("1");
  });

  it("gives the command that makes the lines", () => {
    expect(report.blocks.flatMap((block) => (block.kind === "command" ? [block.text] : []))).toContain(
      "npm run bench -- paper --experiments sparse --data-dir DIR --datasets mnist --sparsities 50,99 --seeds 0",
    );
  });

  it("gives a command for each limit on epochs, of which a command takes one", () => {
    const short = [3, 7].map((epochs) => examplePaperLine({ method: "s-svd", width: 8, epochs }));
    const shown = documentMarkdown(paperReport(short), "figures");
    const begin = "npm run bench -- paper --experiments one-hidden --data-dir DIR --datasets mnist";
    expect(shown).toContain(
      `${begin} --widths 8 --seeds 0 --epochs 3\n${begin} --widths 8 --seeds 0 --epochs 7\n`,
    );
  });

  it("never averages runs of different settings", () => {
    const short = examplePaperLine({ method: "spectral", testAccuracy: 0.1, epochs: 3 });
    const tables = documentTables(paperReport([...lines, short]));
    const stems = tables.map(({ name }) => name).filter((name) => name.startsWith("one-hidden-mnist"));
    expect(new Set(stems).size).toBe(2);
  });

  it("gives every table a file of its own", () => {
    const names = documentTables(report).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("sparse-settings");
  });

  it("draws what there is, the eigenvalues of a color image plane by plane", async () => {
    expect(documentFigures(report).map(({ name }) => name)).toEqual([
      "one-hidden-mnist-relative-accuracy",
      "one-hidden-mnist-rho",
      "one-hidden-cifar10-rho",
      "sparse-mnist",
      "variants-mnist",
      "eigenvalues-cifar10-lambda-in",
      "eigenvalues-cifar10-lambda-in-2",
      "eigenvalues-cifar10-lambda-in-3",
      "eigenvalues-cifar10-lambda-out",
      "counts-mnist",
    ]);
    expect((await drawFigures(report)).size).toBe(10);
  });

  it("says which color a picture of eigenvalues is of", () => {
    for (const color of ["red", "green", "blue"]) {
      expect(markdown).toContain(
        `λ_in less the mean of λ_out, a value per pixel: ${color}, CIFAR-10, 50 hidden nodes, seed 0.`,
      );
    }
  });

  it("says the same in Markdown, with the figures as files", () => {
    expect(markdown).toMatch(/data included\.\n\n## Missing/);
    expect(markdown).toMatch(/\n\n## The runs\n\n.* of one core \(.*\)\.\n$/); // behind what they found
    expect(markdown).toContain("](figures/sparse-mnist.svg)");
    expect(markdown).toContain("| spectral | 50 | 2 | 0.8700 ± 0.0141 |");
    expect(markdown).not.toContain("undefined");
  });

  it("gives every table as numbers in full", () => {
    const table = documentTables(report).find(({ name }) => name === "sparse-mnist")!;
    const [head, ...rows] = csvText(table)
      .trim()
      .split("\r\n")
      .map((row) => row.split(","));
    const cell = (row: string[], name: string) => row[head!.indexOf(name)];
    expect(
      rows.map((row) =>
        ["method", "sparsity", "test_accuracy_mean", "test_accuracy_sd"].map((name) => cell(row, name)),
      ),
    ).toEqual([
      ["dense", "0.5", "0.974", ""],
      ["s-qr", "0.5", "0.973", ""],
      ["dense", "0.99", "0.7", ""],
      ["s-qr", "0.99", "0.973", ""],
    ]);
  });
});
