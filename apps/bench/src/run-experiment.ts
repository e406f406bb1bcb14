import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { readInsideSync, writeFileSync } from "@reciprocal/files";
import { blockMarkdown, text, writeDocument, type ReportDocument } from "@reciprocal/report";
import { progressView, readRunLog, runSweep, UsageError, type SweepOutcome } from "@reciprocal/sweeps";
import { needsFiles, requestOf, type DataRequest } from "./data.js";
import type { Experiment, Line, Run } from "./experiment.js";
import { experimentLines, identify } from "./lines.js";
import { anyText, integer, isGiven, readOptions, type Choice, type OptionTable } from "./options.js";
import type { WorkerSetup } from "./worker.js";

/** Exit code of a program that was ended by Ctrl-C, by convention of shells. */
const interrupted = 130;

/** The options of an experiment with those that all have. */
export function experimentOptions({ name, parameters, quick, isTimed = false }: Experiment) {
  return {
    ...parameters,
    dataDir: {
      read: anyText,
      otherwise: undefined,
      hint: "folder",
      shown: "cache, else download",
      about: "Folder with the data sets, or that of the set",
    },
    jobs: {
      read: integer(1, 1024),
      default: String(isTimed ? 1 : availableParallelism()),
      hint: "n",
      shown: isTimed ? "1, so that times can be compared" : "number of cores",
      about: "Worker processes, each with one thread",
    },
    out: { read: anyText, default: `runs/${name}`, hint: "folder", about: "Folder for lines and report" },
    reportOnly: { flag: true, about: "Train nothing: write the report of the lines that are there" },
    ...(quick && { quick: { flag: true, about: quick.about } as const }),
    json: { flag: true, about: "Print one JSON object on standard output, and nothing else there" },
  } as const satisfies OptionTable;
}

/** What was asked for, apart from the options of the experiment itself. */
interface Request {
  readonly runs: readonly Run[];
  /** Absolute. */
  readonly out: string;
  readonly dataDir: string | undefined;
  readonly jobs: number;
}

/**
 * Runs an experiment as a command: does the runs that have no line yet, writes the report of all lines in the folder and
 * prints a summary. Progress goes to standard error, so that standard output holds results only.
 *
 * @param folder - paths in the arguments begin here
 * @returns the exit code: 0 if no run failed, 1 if one did, 130 if Ctrl-C ended it
 * @throws {UsageError} if the arguments are not allowed
 */
export async function runExperiment(
  experiment: Experiment,
  args: readonly string[],
  folder: string,
): Promise<number> {
  const choice = readOptions(experimentOptions(experiment), args);
  const request = readRequest(experiment, choice, folder);
  const { runs, out } = request;
  const signal = stopSignal();
  const outcome = choice.reportOnly
    ? { lines: linesIn(experiment, out), failures: [] }
    : await sweep(experiment, request, signal);

  const { lines, failures } = outcome;
  // a report of what is there, for which nobody said what there should be
  const asksAll = choice.reportOnly && !isGiven([...Object.keys(experiment.parameters), "quick"], args);
  const { own, missing } = asksAll ? { own: lines, missing: [] } : results(experiment, runs, outcome, signal);
  const written =
    lines.length > 0 ? await writeDocument(reportOf(experiment, lines, { missing, out }), out) : undefined;
  for (const [name, bytes] of Object.entries(experiment.files?.(lines) ?? {})) {
    writeFileSync(join(out, name), bytes, { replace: true });
  }
  const summary = own.length > 0 ? (experiment.summary?.(own) ?? []) : [];
  const claims = experiment.claims?.(lines).filter(({ comparisons }) => comparisons.length > 0);

  if (choice.json) {
    const files = written ?? { report: null, markdown: null, figures: [], tables: [], png: false };
    const { name } = experiment;
    print(JSON.stringify({ experiment: name, out, ...files, runs: own, summary, claims, missing }));
  } else {
    for (const block of summary) print(`${blockMarkdown(block, "figures")}\n`);
    for (const { about, text, comparisons } of claims ?? []) {
      const held = comparisons.filter(({ holds }) => holds).length;
      print(`${about}, ${held} of ${comparisons.length}: ${text}`);
    }
    if ("quick" in choice && choice.quick && experiment.quick?.note) print(`${experiment.quick.note}\n`);
    print(written ? `Report: ${written.report}` : "There are no lines to report on.");
  }
  if (written?.png === false) {
    process.stderr.write("figures are not written as PNG: the optional @resvg/resvg-js is not installed\n");
  }
  for (const reason of missing) process.stderr.write(`missing: ${reason}\n`);
  return signal.aborted ? interrupted : failures.length > 0 ? 1 : 0;
}

function readRequest(
  experiment: Experiment,
  choice: Choice<ReturnType<typeof experimentOptions>>,
  folder: string,
): Request {
  // its own options alone: what else was given must not become part of a setting
  const own = Object.keys(experiment.parameters).map((name) => [name, choice[name as keyof typeof choice]]);
  const runs = identify(experiment, experiment.runs(Object.fromEntries(own) as Choice<OptionTable>));
  const dataDir = choice.dataDir === undefined ? undefined : resolve(folder, choice.dataDir);
  if (dataDir !== undefined) {
    if (!runs.some(({ dataset }) => needsFiles(dataset))) {
      const sets = [...new Set(runs.map(({ dataset }) => dataset))].join(", ");
      throw new UsageError(`--data-dir has no use with ${sets}: no files are read`);
    }
    const found = statSync(dataDir, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`--data-dir: the folder ${dataDir} does not exist`);
    if (!found.isDirectory()) throw new UsageError(`--data-dir: ${dataDir} is not a folder`);
  }
  return { runs, dataDir, jobs: choice.jobs, out: resolve(folder, choice.out) };
}

async function sweep(
  experiment: Experiment,
  { runs, out, dataDir, jobs }: Request,
  signal: AbortSignal,
): Promise<SweepOutcome<Run, Line>> {
  const view = progressView<Run, Line>(process.stderr, experiment);
  return runSweep<Run, Line>({
    runs,
    out,
    jobs,
    worker: new URL("./worker.js", import.meta.url),
    setup: (tasks): WorkerSetup => ({ experiment: experiment.name, dataDir, requests: requestsOf(tasks) }),
    readLines: (lines, path) => experimentLines(experiment, lines, path),
    isEnough: (line, run) => experiment.isEnough?.(line, run) ?? true,
    onPlan: async (tasks, lines) => {
      const said = await experiment.announce?.(tasks, lines, Math.min(jobs, tasks.length));
      if (said !== undefined) view.note(said);
    },
    view,
    signal,
  });
}

/** The data of the runs, each set once, that of the first run last. */
function requestsOf(runs: readonly Run[]): DataRequest[] {
  const requests = runs.map(requestOf);
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()].reverse();
}

/** The lines of the runs that were asked for, in their order, and what is missing of them, in words. */
function results(
  experiment: Experiment,
  runs: readonly Run[],
  { lines, failures }: SweepOutcome<Run, Line>,
  { aborted }: AbortSignal,
): { own: readonly Line[]; missing: string[] } {
  const finished = new Map(lines.map((line) => [line.key, line]));
  const own = runs.flatMap((run) => finished.get(run.key) ?? []);
  const missing = failures.map(({ run, message }) => `${experiment.describe(run)}: ${message}`);
  const open = runs.length - own.length - failures.length;
  const hint = aborted ? "; the same command goes on" : "";
  if (open > 0) missing.push(`${open} of ${runs.length} runs have not been done${hint}`);
  return { own, missing };
}

function linesIn(experiment: Experiment, out: string): Line[] {
  const path = join(out, "runs.jsonl");
  return experimentLines(experiment, readRunLog(path), path);
}

/** The report of a folder: that of the experiment, with the notes of the folder behind its introduction. */
export function reportOf(
  experiment: Experiment,
  lines: readonly Line[],
  { missing, out }: { readonly missing: readonly string[]; readonly out: string },
): ReportDocument {
  const blocks = experiment.report(lines, { missing });
  const end = blocks.findIndex(({ kind }) => kind !== "text");
  const introduction = end === -1 ? blocks.length : end;
  return {
    title: experiment.title(lines),
    blocks: blocks.toSpliced(introduction, 0, ...notesIn(out).map(text)),
  };
}

/** The paragraphs of a file that is written by hand, for what no line knows: where the data came from, for instance. */
function notesIn(out: string): string[] {
  return readNotes(out)
    .split(/\n\s*\n/)
    .flatMap((paragraph) => paragraph.trim().replace(/\s+/g, " ") || []);
}

/** "" if there is none. */
function readNotes(out: string): string {
  try {
    return new TextDecoder().decode(readInsideSync(out, "notes.md"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** Aborted by Ctrl-C and by SIGTERM. */
function stopSignal(): AbortSignal {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.on("SIGINT", stop).on("SIGTERM", stop); // stays on: npm and pnpm pass a Ctrl-C on a second time
  return abort.signal;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
