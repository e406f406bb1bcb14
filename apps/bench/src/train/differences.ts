import { publishedSettings, type DatasetName, type TrainingSettings } from "@reciprocal/published";
import type { TrainingRun } from "./training-run.js";

/** How the runs of a group differ from the publication, one sentence each. */
export function differencesFromPublication({
  dataset,
  settings,
  lines,
}: {
  readonly dataset: DatasetName;
  readonly settings: Omit<TrainingSettings, "learningRate">;
  readonly lines: readonly Pick<TrainingRun, "method">[];
}): string[] {
  const { epochs, trainSamples, testSamples, validationSplit, batchSize } = settings;
  const length =
    trainSamples === null ? "" : ` of ${Math.ceil((trainSamples * (1 - validationSplit)) / batchSize)} steps`;
  const has = (method: string) => lines.some((line) => line.method === method);
  const said = [
    dataset === "digits" &&
      "The generated digits are not a published data set; learning rates are those of MNIST.",
    epochs > publishedSettings.epochs &&
      `At most ${epochs} epochs${length} instead of ${publishedSettings.epochs}.`,
    epochs < publishedSettings.epochs &&
      `A first look: at most ${epochs} epochs${length} instead of ${publishedSettings.epochs}; methods that learn slowly may not be done.`,
    dataset !== "digits" && trainSamples !== null && `Only the first ${trainSamples} training samples.`,
    dataset !== "digits" && testSamples !== null && `Only the first ${testSamples} test samples.`,
    has("s-qr") &&
      "S-QR trains the triangle of R, k(k+1)/2 numbers, as the published count says; the authors' code trains every entry of R.",
    has("spectral-one") &&
      "One set of eigenvalues is of the earlier work (Nat. Commun. 12, 1330); it takes the settings of two sets.",
    "Initial values and the order of samples come from our own seeded generator, and training runs on ONNX Runtime in float32 where the authors used TensorFlow.",
    "The spread is over seeds: initial values and order of samples. The split into training and validation is the same in every run.",
  ];
  return said.filter((sentence) => sentence !== false);
}
