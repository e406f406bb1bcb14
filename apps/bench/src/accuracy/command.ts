import { defineCommand } from "citty";
import { checkArguments } from "../option-values.js";
import { progressView } from "../runner/progress-view.js";
import { endSweepCommand, stopSignal, sweepResults } from "../runner/sweep-command.js";
import { describeTrainingRun } from "../train/training-run.js";
import { accuracyArguments, accuracyOptions } from "./options.js";
import { protocolKey } from "./protocol-groups.js";
import { runAccuracy } from "./run-accuracy.js";
import { accuracyWords } from "./run-words.js";
import { formatTable, summaryTable } from "../train/summary-table.js";
import { writeReport } from "./write-report.js";

const firstLook =
  "A first look: spectral methods learn slowly and are not done after so few steps; " +
  "the full-length results are in apps/bench/results.";

export const accuracyCommand = defineCommand({
  meta: {
    name: "accuracy",
    description: "Train networks by each method at the published settings and compare them",
  },
  args: accuracyArguments,
  async run({ args, rawArgs }) {
    checkArguments(args, accuracyArguments);
    const options = accuracyOptions(args, process.cwd());
    const { runs, out, json } = options;
    const print = (text: string) => process.stdout.write(`${text}\n`);

    if (runs.some(({ settings }) => settings.engine === "tfjs")) {
      const { name, version, reason } = await (await import("../start-tfjs.js")).startTfjs();
      process.stderr.write(`TensorFlow.js computes by ${name} ${version}: ${reason}\n`);
    }
    const signal = stopSignal();
    // progress goes to standard error, so that standard output holds results only
    const outcome = await runAccuracy(options, progressView(process.stderr, accuracyWords), signal);

    const { lines, failures } = outcome;
    const { own, missing } = sweepResults(runs, outcome, {
      describe: describeTrainingRun,
      notDone: (count) => `${count} runs not done, because the command was stopped`,
    });
    const groupKeys = new Set(runs.map(protocolKey));
    const command = ["npm run bench -- accuracy", ...rawArgs.map(shellWord)].join(" ");
    const written =
      lines.length > 0 ? writeReport(lines, { out, command, missing, first: groupKeys }) : undefined;

    if (json) {
      const summary = summaryTable(own);
      const { report = null, figures = [] } = written ?? {};
      print(JSON.stringify({ experiment: "accuracy", out, report, figures, runs: own, summary, missing }));
    } else {
      for (const group of written?.groups.filter(({ key }) => groupKeys.has(key)) ?? []) {
        print(`\n${formatTable(summaryTable(group.lines))}`);
      }
      if (args.quick === true && written) print(`\n${firstLook}`);
      if (written) print(`\nReport: ${written.report}`);
    }
    endSweepCommand(signal, { missing, failures });
  },
});

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
