import { differencesFromPublication } from "../accuracy/differences.js";
import { digitsSamples, publishedSettings } from "../published-settings.js";
import type { Block, ReportDocument } from "../report/document.js";
import { groupBy } from "../report/group-by.js";
import type { Table } from "../report/table.js";
import { provenance, settingRows } from "../train/describe-settings.js";
import type { Comparison } from "./claims.js";
import { experiments } from "./experiments.js";
import type { Experiment, PaperGroup } from "./experiment.js";
import { paperGroups } from "./paper-groups.js";
import type { PaperLine } from "./paper-line.js";
import { resultTable } from "./result-table.js";

/** A claim with what the lines say to it. */
export interface ClaimResult {
  readonly experiment: string;
  readonly text: string;
  readonly source: string;
  readonly comparisons: readonly Comparison[];
}

/** Every claim that the lines say something about. */
export function claimResults(lines: readonly PaperLine[]): ClaimResult[] {
  return experiments.flatMap((experiment) => {
    const groups = paperGroups(experiment, lines);
    return experiment.claims
      .map(({ text, source, check }) => ({
        experiment: experiment.name,
        text,
        source,
        comparisons: groups.flatMap(check),
      }))
      .filter(({ comparisons }) => comparisons.length > 0);
  });
}

/**
 * The report of a folder: from its lines, the runs of the last command that are missing, and what whoever keeps the
 * folder has to say of it, in paragraphs.
 */
export function paperReport(
  lines: readonly PaperLine[],
  missing: readonly string[],
  notes: readonly string[] = [],
): ReportDocument {
  const results = claimResults(lines);
  const cpus = [...new Set(lines.map((line) => line.cpu))].join(", ");
  const hours = lines.reduce((sum, line) => sum + line.cpuSeconds, 0) / 3600;
  return {
    title: "Training in reciprocal space: the paper reproduced",
    blocks: [
      text(
        "Networks trained in direct space and in reciprocal space, after arXiv:2106.09021 (Phys. Rev. E 104, 054312, 2021). " +
          "Values are means over seeds; bands and ± are one sample standard deviation, faint dots single runs, n the number of runs. " +
          "In tables, relative is test accuracy over the mean of the dense runs of that width (and sparsity), trained counts " +
          "numbers without biases, core seconds are processor time of a whole run, and peak MB is the most memory that a " +
          "process held in a run, data included.",
      ),
      text(
        `${provenance(lines)} Run on one thread each, they took ${hours.toFixed(1)} hours of one core (${cpus}).`,
      ),
      ...notes.map(text),
      ...(missing.length === 0 ? [] : [heading(2, "Missing"), list(missing)]),
      heading(2, "What matched, and what did not"),
      ...claimBlocks(results),
      ...experiments.flatMap((experiment) => experimentBlocks(experiment, lines)),
    ],
  };
}

function claimBlocks(results: readonly ClaimResult[]): Block[] {
  const rows = results.map(({ experiment, text, source, comparisons }) => [
    experiment,
    text,
    source,
    `${comparisons.filter(({ holds }) => holds).length} of ${comparisons.length}`,
  ]);
  // the page sums up what the file lists
  const data = results.flatMap(({ comparisons, ...claim }) =>
    comparisons.map((comparison) => ({ ...claim, ...comparison, holds: comparison.holds ? "yes" : "no" })),
  );
  return [
    text(
      "Tables of the paper's own numbers are not available; its statements, and reference values where there are some, are " +
        "held against means over seeds, at every data set, width and sparsity. What is to be better has the higher mean, " +
        "however little; whether the difference exceeds the spread is for the reader to see.",
    ),
    {
      kind: "table",
      table: {
        ...{ name: "claims", headings: ["experiment", "statement", "source", "holds"], rows, data },
        prose: true,
      },
    },
    heading(3, "What did not match"),
    ...unmatchedBlocks(data.filter(({ holds }) => holds === "no")),
  ];
}

/** A row for each place; a statement is said once, at the first of its places. */
function unmatchedBlocks(
  data: readonly Pick<ClaimResult & Comparison, "experiment" | "text" | "where" | "found">[],
): Block[] {
  if (data.length === 0) return [text("Nothing of the above.")];
  const rows = data.map(({ experiment, text, where, found }, index) => {
    const before = data[index - 1];
    const isSaid = before?.experiment === experiment && before.text === text;
    return [isSaid ? "" : experiment, isSaid ? "" : text, where, found];
  });
  const headings = ["experiment", "statement", "not at", "found"];
  return [{ kind: "table", table: { name: "claims-unmatched", headings, rows, data, prose: true } }];
}

function experimentBlocks(experiment: Experiment, lines: readonly PaperLine[]): Block[] {
  const groups = paperGroups(experiment, lines);
  if (groups.length === 0) return [];
  return [
    heading(2, experiment.title),
    text(experiment.about),
    commands(experiment, groups),
    ...groups.flatMap((group): Block[] => [
      heading(3, group.dataset),
      { kind: "figures", figures: experiment.figures(group) },
      { kind: "table", table: resultTable(group) },
    ]),
    heading(3, "Settings, and differences from the publication"),
    { kind: "table", table: settingsTable(experiment, groups) },
    list(differences(experiment, groups)),
  ];
}

/** A row for what all groups have in common, and one per group for what they do not. */
function settingsTable(experiment: Experiment, groups: readonly PaperGroup[]): Table {
  const settings = groups.map(({ dataset, lines }) => ({ dataset, rows: new Map(settingRows(lines)) }));
  const names = new Set(settings.flatMap(({ rows }) => [...rows.keys()]));
  const rows = [...names].flatMap((name) => {
    const values = settings.map(({ rows }) => rows.get(name) ?? "");
    return new Set(values).size === 1
      ? [[name, values[0]!]]
      : settings.map(({ dataset }, index) => [`${name}, ${dataset}`, values[index]!]);
  });
  return { name: `${experiment.name}-settings`, headings: ["setting", "value"], rows, prose: true };
}

function differences(experiment: Experiment, groups: readonly PaperGroup[]): string[] {
  const general = groups.flatMap(({ dataset, lines }) =>
    differencesFromPublication({ dataset, settings: lines[0]!.settings, lines }),
  );
  return [...new Set([...general, ...(experiment.differences ?? [])])];
}

/** The commands that make the lines shown, one for each limit on epochs and samples. */
function commands({ name }: Experiment, groups: readonly PaperGroup[]): Block {
  const option = (flag: string, values: readonly (string | number)[]) =>
    values.length === 0 ? "" : ` --${flag} ${[...new Set(values)].join(",")}`;
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  const command = (limits: string, members: readonly PaperGroup[]) => {
    const lines = members.flatMap((group) => group.lines);
    const sparsities = lines.map((line) => Number((100 * line.settings.sparsity!).toPrecision(12)));
    const widths = lines.filter((line) => line.method !== "dense").map((line) => line.width);
    return [
      `npm run bench -- paper --experiments ${name} --data-dir DIR`,
      option(
        "datasets",
        members.map((group) => group.dataset),
      ),
      name === "sparse" ? option("sparsities", ascending(sparsities)) : option("widths", ascending(widths)),
      option("seeds", ascending(lines.map((line) => line.seed))),
      limits,
    ].join("");
  };
  const byLimits = [...groupBy(groups, limitOptions)];
  return { kind: "command", text: byLimits.map((part) => command(...part)).join("\n") };
}

/** The options for what departs from the usual epochs and samples of a data set. */
function limitOptions({ dataset, lines }: PaperGroup): string {
  const { epochs, trainSamples, testSamples } = lines[0]!.settings;
  const usual = { ...publishedSettings, ...(dataset === "digits" && digitsSamples) };
  return [
    epochs === usual.epochs ? "" : ` --epochs ${epochs}`,
    trainSamples === usual.trainSamples ? "" : ` --train-samples ${trainSamples}`,
    testSamples === usual.testSamples ? "" : ` --test-samples ${testSamples}`,
  ].join("");
}

function heading(level: 2 | 3, text: string): Block {
  return { kind: "heading", level, text };
}

function text(text: string): Block {
  return { kind: "text", text };
}

function list(items: readonly string[]): Block {
  return { kind: "list", items };
}
