import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCommand } from "citty";
import { checkArguments } from "../option-values.js";
import { writeDocument } from "../report/write-document.js";
import { duration, progressView, type RunWords } from "../runner/progress-view.js";
import { readRunLog } from "../runner/run-log.js";
import { runSweep, type SweepOutcome } from "../runner/run-sweep.js";
import { endSweepCommand, stopSignal, sweepResults } from "../runner/sweep-command.js";
import { paperArguments, paperOptions, type PaperOptions } from "./options.js";
import { paperLines, type PaperLine } from "./paper-line.js";
import { describePaperRun, type PaperRun } from "./paper-run.js";
import { planRuns } from "./plan-runs.js";
import { claimResults, paperReport } from "./report.js";
import { expectedSeconds, runCost } from "./run-cost.js";
import type { PaperSetup } from "./worker.js";

const words: RunWords<PaperRun, PaperLine> = {
  describe: describePaperRun,
  result: ({ testAccuracy, epochs, seconds }) =>
    `test accuracy ${testAccuracy.toFixed(4)} after ${epochs} epochs, ${seconds.toFixed(1)} s`,
  epochs: (run) => run.settings.epochs,
  cost: runCost,
};

export const paperCommand = defineCommand({
  meta: { name: "paper", description: "Reproduce the paper: every experiment, with figures and a report" },
  args: paperArguments,
  async run({ args }) {
    checkArguments(args, paperArguments);
    const options = paperOptions(args, process.cwd());
    const runs = planRuns(options.experiments, options.choice);
    const signal = stopSignal();

    const outcome = options.reportOnly
      ? { lines: linesOf(options.out), failures: [] }
      : await sweep(options, runs, signal);

    const { lines, failures } = outcome;
    const { own, missing } = sweepResults(runs, outcome, {
      describe: describePaperRun,
      notDone: (count) => `${count} of ${runs.length} runs have not been done`,
    });
    const written =
      lines.length > 0
        ? await writeDocument(paperReport(lines, missing, notesOf(options.out)), options.out)
        : undefined;
    const claims = claimResults(lines);

    if (options.json) {
      const files = written ?? { report: null, markdown: null, figures: [], tables: [], png: false };
      print(JSON.stringify({ experiment: "paper", out: options.out, ...files, runs: own, claims, missing }));
    } else {
      for (const { experiment, text, comparisons } of claims) {
        const held = comparisons.filter(({ holds }) => holds).length;
        print(`${experiment}, ${held} of ${comparisons.length}: ${text}`);
      }
      print(written ? `\nReport: ${written.report}` : "There are no lines to report on.");
    }
    if (written?.png === false) {
      process.stderr.write(
        "figures are not there as PNG, for the optional @resvg/resvg-js is not installed\n",
      );
    }
    endSweepCommand(signal, { missing, failures });
  },
});

function sweep(
  { out, dataDir, jobs }: PaperOptions,
  runs: readonly PaperRun[],
  signal: AbortSignal,
): Promise<SweepOutcome<PaperRun, PaperLine>> {
  const view = progressView(process.stderr, words);
  return runSweep<PaperRun, PaperLine>({
    runs,
    out,
    dataDir,
    jobs,
    worker: new URL("./worker.js", import.meta.url),
    setup: setupFor(dataDir),
    readLines: paperLines,
    isEnough: (line, run) => run.keepSpectra !== true || line.spectra !== undefined,
    onPlan: (tasks, lines) => {
      const seconds = expectedSeconds(tasks, lines, Math.min(jobs, tasks.length));
      view.note(`${tasks.length} runs to do, about ${duration(seconds)}`);
    },
    view,
    signal,
  });
}

/** The data sets of the runs, each once, that of the first run last: the worker keeps it. */
function setupFor(dataDir: string | undefined): (tasks: readonly PaperRun[]) => PaperSetup {
  return (tasks) => {
    const requests = new Map(
      tasks.map(({ dataset, settings: { trainSamples, testSamples } }) => {
        const request = { dataset, dataDir, trainSamples, testSamples };
        return [`${dataset} ${trainSamples} ${testSamples}`, request];
      }),
    );
    return { dataDir, requests: [...requests.values()].reverse() };
  };
}

function linesOf(out: string): PaperLine[] {
  const path = join(out, "runs.jsonl");
  return paperLines(readRunLog(path), path);
}

/** What no line knows, for instance where the data came from: the paragraphs of a file that is written by hand. */
function notesOf(out: string): string[] {
  const path = join(out, "notes.md");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text.split(/\n\s*\n/).flatMap((paragraph) => paragraph.trim().replace(/\s+/g, " ") || []);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
