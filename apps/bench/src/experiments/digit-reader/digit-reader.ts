import { table } from "@reciprocal/report";
import { adam } from "@reciprocal/training";
import { defineExperiment } from "../../experiment.js";
import { integer, listOf, oneOf } from "../../options.js";
import { epochs, samples, samplesOf, seeds } from "../common-parameters.js";
import { formOf } from "../form.js";
import {
  chosenLine,
  digitReaderFields,
  digitReaderSetting,
  fileOf,
  type DigitReaderRun,
} from "./digit-reader-line.js";
import { readerBlocks, readersTable } from "./report.js";
import { trainReader } from "./train-reader.js";

const classes = 10;

const parameters = {
  dataset: {
    read: oneOf(["mnist", "digits"]),
    hint: "mnist|digits",
    default: "mnist",
    about: "Data set; the digits are generated",
  },
  forms: {
    read: listOf(formOf(classes)),
    hint: "s-qr:80+s-qr:10,…",
    default: ["s-qr:75+spectral:300+s-qr:10", "s-qr:80+s-qr:10", "s-qr:54+s-qr:54+s-qr:10"].join(","),
    about: "The layers of the networks, each with its kind and nodes; the best small one is kept",
  },
  seeds: { ...seeds, default: "0" },
  epochs: { ...epochs, default: "40", about: "Epochs of a training" },
  shift: {
    read: integer(0, 10),
    hint: "n",
    default: "1",
    about: "Pixels by which images are shifted at most, while training",
  },
  rotate: {
    read: integer(1, 90),
    hint: "n",
    default: "12",
    about: "Degrees by which images are turned at most, while training",
  },
  ...samples,
};

/** The network of the site that reads what is drawn: a file of a few kilobytes. */
export const digitReader = defineExperiment({
  name: "digit-reader",
  title: () => "A digit reader of a few kilobytes",
  about: "Train small networks that read digits drawn by hand, and keep the best one as a compact file",
  parameters,

  runs: ({ dataset, forms, seeds, epochs, shift, rotate, ...samples }): DigitReaderRun[] =>
    seeds.flatMap((seed) =>
      forms.map((form) => {
        const settings = {
          ...samplesOf(dataset, samples),
          ...{ epochs, batchSize: 100, validationPart: 1 / 12, shift, rotate, defaultOptimizer: adam() },
        };
        return { dataset, form, seed, settings };
      }),
    ),
  run: trainReader,
  setting: digitReaderSetting,
  line: digitReaderFields,

  describe: ({ form, seed }) => `${form}, seed ${seed}`,
  result: ({ testAccuracy, fileBytes, seconds }) =>
    `accuracy ${testAccuracy.toFixed(4)}, ${fileBytes} bytes, ${seconds.toFixed(1)} s`,
  epochs: ({ settings }) => settings.epochs,

  report: readerBlocks,
  files: (lines) => {
    const chosen = chosenLine(lines);
    return chosen === undefined ? {} : { "digits.rcp": fileOf(chosen) };
  },
  summary: (lines) => [table(readersTable(lines))],
});
