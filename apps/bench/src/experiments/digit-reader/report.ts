import { heading, table, text, type Block, type Table } from "@reciprocal/report";
import type { ReportContext } from "../../experiment.js";
import { missingBlocks } from "../../missing-blocks.js";
import { provenanceText } from "../../provenance.js";
import { chosenLine, mostBytes, type DigitReaderLine } from "./digit-reader-line.js";
import { moves } from "./move-images.js";

export function readerBlocks(lines: readonly DigitReaderLine[], { missing }: ReportContext): Block[] {
  const [first] = lines;
  return [
    text(
      "Networks that read a digit of 28×28 pixels, small enough to travel with a page. Each is trained by `fit` with its default " +
        "starting values, optimizer and rates, on images that are shifted and turned at random in every epoch, and is then " +
        'written as a compact file with `spectra: "float16"`. Everything below is measured with the network that is read from that file.',
    ),
    text(
      `Accuracy: of the published test set; of the same images moved, each by up to ${moves.shift} pixel, turned by up to ` +
        `${moves.rotate}° and up to ${100 * moves.scale} % larger or smaller, as people draw; and of digits that @reciprocal/datasets ` +
        "generates, which no network saw. The file with the best accuracy on held-out training images, moved the same way, " +
        `is the one that the site uses, if it has at most ${mostBytes.toLocaleString("en")} bytes. The forms themselves were found by ` +
        "trials that looked at the moved test images, too: for those, these forms may do a little better than for new drawings.",
    ),
    ...missingBlocks(missing),
    heading(2, "Readers"),
    table(readersTable(lines)),
    ...chosenBlocks(lines),
    heading(2, "Settings"),
    ...(first === undefined ? [] : [table(settingsTable(first))]),
    text(provenanceText(lines)),
  ];
}

function chosenBlocks(lines: readonly DigitReaderLine[]): Block[] {
  const chosen = chosenLine(lines);
  if (chosen === undefined) return [];
  const bytes = (count: number) => count.toLocaleString("en");
  return [
    text(
      `Chosen: ${formName(chosen)}. Its file has ${bytes(chosen.fileBytes)} bytes (${bytes(chosen.fileGzipBytes)} compressed by gzip), ` +
        `that of the same network with every weight stored ${bytes(chosen.denseFileBytes)} (${bytes(chosen.denseFileGzipBytes)}).`,
    ),
  ];
}

export function readersTable(lines: readonly DigitReaderLine[]): Table {
  const chosen = chosenLine(lines);
  const rows = lines.toSorted((a, b) => b.movedValidationAccuracy - a.movedValidationAccuracy);
  return {
    name: "readers",
    headings: [
      ...["layers", "seed", "trained", "bytes", "gzip", "dense, gzip"],
      ...["held out, moved", "test", "test, moved", "generated"],
    ],
    rows: rows.map((line) => [
      `${formName(line)}${line === chosen ? " (chosen)" : ""}`,
      String(line.seed),
      ...[line.trainedParameters, line.fileBytes, line.fileGzipBytes, line.denseFileGzipBytes].map((count) =>
        count.toLocaleString("en"),
      ),
      ...[
        line.movedValidationAccuracy,
        line.testAccuracy,
        line.movedTestAccuracy,
        line.generatedAccuracy,
      ].map((accuracy) => accuracy.toFixed(4)),
    ]),
    data: rows.map(({ file, settings, versions, ...line }) => {
      void [file, settings, versions];
      return line;
    }),
  };
}

/** `s-qr 80, s-qr 10` */
function formName({ form }: Pick<DigitReaderLine, "form">): string {
  return form.replaceAll("+", ", ").replaceAll(":", " ");
}

function settingsTable({ settings }: DigitReaderLine): Table {
  const { epochs, batchSize, validationPart, shift, rotate, defaultOptimizer } = settings;
  const rates = Object.entries(defaultOptimizer.learningRate).map(([role, rate]) => `${role} ${rate}`);
  return {
    name: "settings",
    headings: ["setting", "value"],
    rows: [
      ["epochs", String(epochs)],
      ["batch size", String(batchSize)],
      ["held out of the training samples", `${(100 * validationPart).toPrecision(3)} %`],
      ["moved while training by up to", `${shift} pixel, ${rotate}°`],
      ["learning rates", rates.join(", ")],
    ],
  };
}
