import { defineCommand } from "citty";
import { checkArguments } from "../option-values.js";
import { markdownTable } from "../report/table.js";
import { writeDocument } from "../report/write-document.js";
import { requestOfFirst } from "../runner/load-data.js";
import { progressView, type RunWords } from "../runner/progress-view.js";
import { runSweep } from "../runner/run-sweep.js";
import { endSweepCommand, stopSignal, sweepResults } from "../runner/sweep-command.js";
import { adaptLines, type AdaptLine } from "./adapt-line.js";
import { adaptEpochs, describeAdaptRun, type AdaptRun } from "./adapt-run.js";
import { adaptArguments, adaptOptions } from "./options.js";
import { adaptReport, adaptTable, findingText } from "./report.js";
import { adaptFindings, summarizeAdapt } from "./summarize.js";

const runWords: RunWords<AdaptRun, AdaptLine> = {
  describe: describeAdaptRun,
  result: ({ points, seconds }) =>
    `${points.map(({ task, method, testAccuracy }) => `${task} ${method} ${testAccuracy.toFixed(4)}`).join(", ")}; ` +
    `${seconds.toFixed(1)} s`,
  epochs: adaptEpochs,
};

export const adaptCommand = defineCommand({
  meta: {
    name: "adapt",
    description: "Adapt a trained dense network to shifted images: eigenvalues, last layer or all weights",
  },
  args: adaptArguments,
  async run({ args }) {
    checkArguments(args, adaptArguments);
    const { runs, out, dataset, dataDir, jobs, json } = adaptOptions(args, process.cwd());
    const signal = stopSignal();
    const outcome = await runSweep<AdaptRun, AdaptLine>({
      runs,
      out,
      dataDir,
      jobs,
      worker: new URL("./worker.js", import.meta.url),
      setup: requestOfFirst({ dataset, dataDir }),
      readLines: adaptLines,
      view: progressView(process.stderr, runWords),
      signal,
    });

    const { lines, failures } = outcome;
    const { own, missing } = sweepResults(runs, outcome, {
      describe: describeAdaptRun,
      notDone: (count) => `${count} runs not done, because the command was stopped`,
    });
    const written = lines.length > 0 ? await writeDocument(adaptReport(lines, missing), out) : undefined;
    const summary = summarizeAdapt(own);
    const findings = adaptFindings(own);
    const print = (text: string) => process.stdout.write(`${text}\n`);
    if (json) {
      const files = written ?? { report: null, markdown: null, figures: [], tables: [], png: false };
      print(JSON.stringify({ experiment: "adapt", out, ...files, runs: own, summary, findings, missing }));
    } else {
      if (own.length > 0) print(markdownTable(adaptTable(summary, "")));
      for (const finding of findings) print(`\n${findingText(finding)}`);
      if (written) print(`\nReport: ${written.report}`);
    }
    endSweepCommand(signal, { missing, failures });
  },
});
