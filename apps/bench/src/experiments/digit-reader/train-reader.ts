import { gzipSync } from "node:zlib";
import { augmentImages, digits, splitDataset, type Dataset, type TrainTest } from "@reciprocal/datasets";
import { countParameters, createNetwork, decodeNetwork, encodeNetwork, toDense } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import type { RunContext } from "../../experiment.js";
import { formLayers } from "../form.js";
import type { DigitReaderResult, DigitReaderRun } from "./digit-reader-line.js";
import { movedImages } from "./move-images.js";

/** Seeds of the moved images and of the generated digits that readers are measured with: the same for all. */
const measuredWith = { validation: 1, test: 2, generated: { count: 5000, seed: 3 } } as const;

/** Trains a network that reads digits with the defaults of the library and moved images, and measures what its file is worth. */
export async function trainReader(
  { form, seed, settings: { epochs, batchSize, validationPart, shift, rotate } }: DigitReaderRun,
  data: TrainTest,
  { onEpoch }: RunContext,
): Promise<DigitReaderResult> {
  const { train, heldOut } = splitDataset(data.train, { fraction: validationPart });
  const side = Math.sqrt(train.features);
  const moveAtRandom = augmentImages({ shift, rotate });
  const started = performance.now();
  const trained = await fit(
    // a list of numbers, as pages draw it; its shape matters to the moves alone
    createNetwork({ inputShape: train.features, layers: formLayers(form), seed }),
    train,
    {
      ...{ epochs, batchSize, seed, onEpoch },
      augment: (batch, moment) => moveAtRandom({ ...batch, shape: [side, side] }, moment),
    },
  );
  const seconds = (performance.now() - started) / 1000;

  const file = encodeNetwork(trained.network, { spectra: "float16" });
  const network = decodeNetwork(file);
  const dense = toDense(network);
  const denseFile = encodeNetwork(dense);
  const { count, seed: generatedSeed } = measuredWith.generated;
  const generated = digits({ train: 1, test: count, seed: generatedSeed }).test;
  const accuracyOf = async (set: Dataset) => (await evaluate(network, set)).accuracy;
  const tested = await evaluate(network, data.test);
  return {
    trainedParameters: countParameters(network),
    denseParameters: countParameters(dense),
    fileBytes: file.length,
    fileGzipBytes: gzipSync(file, { level: 9 }).length,
    denseFileBytes: denseFile.length,
    denseFileGzipBytes: gzipSync(denseFile, { level: 9 }).length,
    movedValidationAccuracy: await accuracyOf(movedImages(heldOut, measuredWith.validation)),
    testAccuracy: tested.accuracy,
    movedTestAccuracy: await accuracyOf(movedImages(data.test, measuredWith.test)),
    generatedAccuracy: await accuracyOf(generated),
    testLoss: tested.loss,
    seconds,
    engine: `${trained.engine.name} ${trained.engine.version}`,
    file: Buffer.from(file).toString("base64url"),
  };
}
