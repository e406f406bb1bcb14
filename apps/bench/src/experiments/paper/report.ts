import { datasetTitle, digitsSamples, publishedSettings } from "@reciprocal/published";
import {
  command,
  figures,
  groupBy,
  heading,
  list,
  table,
  text,
  type Block,
  type Table,
} from "@reciprocal/report";
import type { Claim, Comparison } from "../../claim.js";
import type { ReportContext } from "../../experiment.js";
import { missingBlocks } from "../../missing-blocks.js";
import { provenanceText } from "../../provenance.js";
import { settingRows } from "../../train/describe-settings.js";
import { differencesFromPublication } from "../../train/differences.js";
import { groupLines } from "../../train/groups.js";
import type { PaperLine } from "./paper-run.js";
import type { PaperGroup, Question } from "./question.js";
import { questions } from "./questions/index.js";
import { resultTable } from "./result-table.js";

/** The lines of a question in groups that are shown together: runs of different settings are never averaged. */
export function questionGroups(question: Question, lines: readonly PaperLine[]): PaperGroup[] {
  return groupLines(
    question.select(lines),
    ({ dataset, settings: { learningRate, bias, sparsity, phases, ...common } }) => {
      void [learningRate, bias, sparsity, phases]; // differ by method, or are what is compared
      return { dataset, common };
    },
    ({ dataset }) => `${question.name}-${dataset}`,
  );
}

/** Every claim about which the lines say something. */
export function claimResults(lines: readonly PaperLine[]): Claim[] {
  return questions.flatMap((question) => {
    const groups = questionGroups(question, lines);
    return question.claims
      .map(({ text, source, check }) => ({
        about: question.name,
        text,
        source,
        comparisons: groups.flatMap(check),
      }))
      .filter(({ comparisons }) => comparisons.length > 0);
  });
}

/** The report of a folder. */
export function paperBlocks(lines: readonly PaperLine[], { missing }: ReportContext): Block[] {
  const cpus = [...new Set(lines.map((line) => line.cpu))].join(", ");
  const hours = lines.reduce((sum, line) => sum + line.cpuSeconds, 0) / 3600;
  return [
    text(
      "Networks trained in direct space and in reciprocal space, after arXiv:2106.09021 (Phys. Rev. E 104, 054312, 2021). " +
        "Values are means over seeds; bands and ± are one sample standard deviation, faint dots single runs, n the number of runs. " +
        "In tables, relative is test accuracy over the mean of the dense runs of that width (and sparsity), trained counts " +
        "numbers without biases, core seconds are processor time of a whole run, and peak MB is the most memory that a " +
        "process held in a run, data included.",
    ),
    ...missingBlocks(missing),
    heading(2, "What matched, and what did not"),
    ...claimBlocks(claimResults(lines)),
    ...questions.flatMap((question) => questionBlocks(question, lines)),
    heading(2, "The runs"),
    text(
      `${provenanceText(lines)} Run on one thread each, they took ${hours.toFixed(1)} hours of one core (${cpus}).`,
    ),
  ];
}

function claimBlocks(results: readonly Claim[]): Block[] {
  const rows = results.map(({ about, text, source, comparisons }) => [
    about,
    text,
    source ?? "",
    `${comparisons.filter(({ holds }) => holds).length} of ${comparisons.length}`,
  ]);
  // the page sums up what the file lists
  const data = results.flatMap(({ comparisons, about, ...claim }) =>
    comparisons.map((comparison) => ({
      experiment: about,
      ...claim,
      ...comparison,
      holds: comparison.holds ? "yes" : "no",
    })),
  );
  return [
    text(
      "Tables of the paper's own numbers are not available; its statements, and reference values where there are some, are " +
        "held against means over seeds, at every data set, width and sparsity. What is to be better has the higher mean, " +
        "however little; whether the difference exceeds the spread is for the reader to see.",
    ),
    table({
      ...{ name: "claims", headings: ["experiment", "statement", "source", "holds"], rows, data },
      prose: true,
    }),
    heading(3, "What did not match"),
    ...unmatchedBlocks(data.filter(({ holds }) => holds === "no")),
  ];
}

/** A row for each place; a statement is said once, at the first of its places. */
function unmatchedBlocks(
  data: readonly (Pick<Claim & Comparison, "text" | "where" | "found"> & { readonly experiment: string })[],
): Block[] {
  if (data.length === 0) return [text("Nothing of the above.")];
  const rows = data.map(({ experiment, text, where, found }, index) => {
    const before = data[index - 1];
    const isSaid = before?.experiment === experiment && before.text === text;
    return [isSaid ? "" : experiment, isSaid ? "" : text, where, found];
  });
  const headings = ["experiment", "statement", "not at", "found"];
  return [
    table({ name: "claims-unmatched", headings, rows, data: data.map((row) => ({ ...row })), prose: true }),
  ];
}

function questionBlocks(question: Question, lines: readonly PaperLine[]): Block[] {
  const groups = questionGroups(question, lines);
  if (groups.length === 0) return [];
  return [
    heading(2, question.title),
    text(question.about),
    commands(question, groups),
    ...groups.flatMap((group): Block[] => [
      heading(3, datasetTitle(group.dataset)),
      figures(question.figures(group)),
      table(resultTable(group)),
    ]),
    heading(3, "Settings, and differences from the publication"),
    table(settingsTable(question, groups)),
    list(differences(question, groups)),
  ];
}

/** A row for what all groups have in common, and one per group for what they do not. */
function settingsTable({ name: question }: Question, groups: readonly PaperGroup[]): Table {
  const settings = groups.map(({ dataset, lines }) => ({ dataset, rows: new Map(settingRows(lines)) }));
  const names = new Set(settings.flatMap(({ rows }) => [...rows.keys()]));
  const rows = [...names].flatMap((name) => {
    const values = settings.map(({ rows }) => rows.get(name) ?? "");
    return new Set(values).size === 1
      ? [[name, values[0]!]]
      : settings.map(({ dataset }, index) => [`${name}, ${dataset}`, values[index]!]);
  });
  return { name: `${question}-settings`, headings: ["setting", "value"], rows, prose: true };
}

function differences(question: Question, groups: readonly PaperGroup[]): string[] {
  const general = groups.flatMap(({ dataset, lines }) =>
    differencesFromPublication({ dataset, settings: lines[0]!.settings, lines }),
  );
  return [...new Set([...general, ...(question.differences ?? [])])];
}

/** The commands that make the lines shown, one per limit on epochs and samples. */
function commands({ name }: Question, groups: readonly PaperGroup[]): Block {
  const option = (flag: string, values: readonly (string | number)[]) =>
    values.length === 0 ? "" : ` --${flag} ${[...new Set(values)].join(",")}`;
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  const commandFor = (limits: string, members: readonly PaperGroup[]) => {
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
  return command(byLimits.map((part) => commandFor(...part)).join("\n"));
}

/** The options for what differs from the usual epochs and samples of a data set. */
function limitOptions({ dataset, lines }: PaperGroup): string {
  const { epochs, trainSamples, testSamples } = lines[0]!.settings;
  const usual = { ...publishedSettings, ...(dataset === "digits" && digitsSamples) };
  return [
    epochs === usual.epochs ? "" : ` --epochs ${epochs}`,
    trainSamples === usual.trainSamples ? "" : ` --train-samples ${trainSamples}`,
    testSamples === usual.testSamples ? "" : ` --test-samples ${testSamples}`,
  ].join("");
}
