import { defineCommand } from "citty";
import { checkArguments } from "../option-values.js";
import { markdownTable } from "../report/table.js";
import { writeDocument } from "../report/write-document.js";
import { requestOfFirst } from "../runner/load-data.js";
import { progressView, type RunWords } from "../runner/progress-view.js";
import { runSweep } from "../runner/run-sweep.js";
import { endSweepCommand, stopSignal, sweepResults } from "../runner/sweep-command.js";
import { nodesLines, type NodesLine } from "./nodes-line.js";
import { describeNodesRun, nodesEpochs, type NodesRun } from "./nodes-run.js";
import { nodesArguments, nodesOptions } from "./options.js";
import { findingTexts, nodesReport, nodesTable } from "./report.js";
import { nodesFindings, summarizeNodes } from "./summarize.js";

const runWords: RunWords<NodesRun, NodesLine> = {
  describe: describeNodesRun,
  result: ({ points, seconds }) =>
    `${points.map(({ hiddenNodes, testAccuracy }) => `${hiddenNodes}: ${testAccuracy.toFixed(4)}`).join(", ")}; ` +
    `${seconds.toFixed(1)} s`,
  epochs: nodesEpochs,
  cost: nodesEpochs,
};

export const nodesCommand = defineCommand({
  meta: {
    name: "nodes",
    description: "Remove hidden nodes by eigenvalue, by weight and at random, and compare",
  },
  args: nodesArguments,
  async run({ args }) {
    checkArguments(args, nodesArguments);
    const { runs, out, dataset, dataDir, jobs, json } = nodesOptions(args, process.cwd());
    const signal = stopSignal();
    const outcome = await runSweep<NodesRun, NodesLine>({
      runs,
      out,
      dataDir,
      jobs,
      worker: new URL("./worker.js", import.meta.url),
      setup: requestOfFirst({ dataset, dataDir }),
      readLines: nodesLines,
      view: progressView(process.stderr, runWords),
      signal,
    });

    const { lines, failures } = outcome;
    const { own, missing } = sweepResults(runs, outcome, {
      describe: describeNodesRun,
      notDone: (count) => `${count} runs not done, because the command was stopped`,
    });
    const written = lines.length > 0 ? await writeDocument(nodesReport(lines, missing), out) : undefined;
    const summary = summarizeNodes(own);
    const findings = nodesFindings(summary);
    const print = (text: string) => process.stdout.write(`${text}\n`);
    if (json) {
      const files = written ?? { report: null, markdown: null, figures: [], tables: [], png: false };
      print(JSON.stringify({ experiment: "nodes", out, ...files, runs: own, summary, findings, missing }));
    } else {
      if (own.length > 0) print(markdownTable(nodesTable(summary, "")));
      for (const text of findings ? findingTexts(findings) : []) print(`\n${text}`);
      if (written) print(`\nReport: ${written.report}`);
    }
    endSweepCommand(signal, { missing, failures });
  },
});
