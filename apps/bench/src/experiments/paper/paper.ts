import { datasetNames, publishedSettings } from "@reciprocal/published";
import { runKey } from "@reciprocal/sweeps";
import { defineExperiment } from "../../experiment.js";
import { integer, listOf, oneOf } from "../../options.js";
import { trainAndTest } from "../../train/train-and-test.js";
import { describeTrainingResult } from "../../train/training-run.js";
import { epochs, samples, seeds, widths } from "../common-parameters.js";
import {
  describePaperRun,
  paperFields,
  paperSetting,
  protocols,
  type PaperChoice,
  type PaperRun,
} from "./paper-run.js";
import { questions } from "./questions/index.js";
import type { Question } from "./question.js";
import { claimResults, paperBlocks } from "./report.js";
import { expectedTime, runCost } from "./run-cost.js";
import { networkSpectra } from "./spectra.js";

const names = questions.map(({ name }) => name);

const parameters = {
  experiments: {
    read: listOf(oneOf(names)),
    hint: names.join(","),
    default: names.join(","),
    shown: "all",
    about: "Parts of the paper",
  },
  datasets: {
    read: listOf(oneOf(datasetNames)),
    hint: datasetNames.join(","),
    default: "mnist,fashion-mnist,cifar10",
    quick: "mnist",
    about: "Data sets; the digits are generated",
  },
  widths: { ...widths, default: "50,100,200,500,1000", quick: "50,200" },
  seeds: { ...seeds, default: "0,1,2", quick: "0" },
  sparsities: {
    read: listOf(integer(1, 99)),
    hint: "50,95",
    default: "50,70,80,85,90,95,98,99",
    quick: "50,95,99",
    about: "Share of zero weights in sparse runs, in percent",
  },
  epochs: { ...epochs, default: String(publishedSettings.epochs) },
  ...samples,
};

/** The paper reproduced: every question to it, with one report. */
export const paper = defineExperiment({
  name: "paper",
  title: () => "Training in reciprocal space: the paper reproduced",
  about: "Reproduce the paper: every experiment, with figures and a report",
  parameters,
  quick: { about: "Five minutes of the paper" },

  runs: ({ experiments, datasets, widths, seeds, sparsities, ...changes }) =>
    planRuns(
      questions.filter(({ name }) => experiments.includes(name)),
      { datasets, widths, seeds, sparsities: sparsities.map((share) => share / 100), changes },
    ),
  unkeyed: ["keepSpectra"],
  async run(run, data, { onEpoch }) {
    const { result, initial, trained } = await trainAndTest(run, data, onEpoch);
    return {
      ...result,
      history: result.history.map((accuracy) => Number(accuracy.toFixed(5))),
      ...(run.keepSpectra && { spectra: networkSpectra(initial, trained) }),
    };
  },
  setting: paperSetting,
  line: paperFields,
  isCurrent: ({ protocol, version }) =>
    !Object.hasOwn(protocols, protocol) || version === protocols[protocol].version,
  isEnough: (line, run) => run.keepSpectra !== true || line.spectra !== undefined,

  describe: describePaperRun,
  result: describeTrainingResult,
  epochs: ({ settings }) => settings.epochs,
  cost: runCost,
  announce: (runs, lines, jobs) => `${runs.length} runs to do, about ${expectedTime(runs, lines, jobs)}`,

  report: paperBlocks,
  claims: claimResults,
});

/** The runs of some questions, each once, those that take longest first. */
export function planRuns(chosen: readonly Question[], choice: PaperChoice): PaperRun[] {
  const byKey = new Map<string, PaperRun>();
  for (const { keepSpectra, ...run } of chosen.flatMap((question) => question.runs(choice))) {
    const key = runKey(run);
    // of equal runs, the one that keeps more
    if (!byKey.has(key) || keepSpectra === true)
      byKey.set(key, { ...run, ...(keepSpectra && { keepSpectra }) });
  }
  const cost = new Map([...byKey.values()].map((run) => [run, runCost(run)]));
  return [...cost.keys()].sort((a, b) => cost.get(b)! - cost.get(a)!);
}
