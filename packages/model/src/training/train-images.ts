import { type Dataset, loadImageFolder, splitDataset, type TrainTest } from "@reciprocal/datasets";
import { isObject, show } from "@reciprocal/guards";
import { deriveSeed, ShapeError } from "@reciprocal/spectral";
import { scalePixels } from "../images/image-encoder.js";
import { samplesOf } from "../labels/actual.js";
import { datasetActual } from "../labels/dataset-samples.js";
import { createModel } from "../model.js";
import type { ImageInput } from "../specs/input-spec.js";
import type { ClassesOutput } from "../specs/output-spec.js";
import { type ImageChoices, type TrainImagesOptions, trainImagesOptions } from "./image-options.js";
import { measureHeldOut } from "./measure-held-out.js";
import { trainNetwork } from "./train-network.js";
import type { Trained } from "./trained.js";

const where = "trainImages";

/** Nodes of the hidden layer unless the caller says: those of the published network, which spectral layers need. */
const defaultWidths = [500];

/**
 * Trains a model that tells images into classes: holds images out of each class, trains a network on the others, and
 * measures it on those that were held out.
 *
 * Weak points: a network of such layers sees pixels, not shapes, so things must be at about the same place and size in all
 * images, as in scans and drawings; photographs need more than that.
 *
 * @param source - path of a folder with a subfolder for each class, or a data set
 * @param options - settings, which may be left out
 * @throws {TypeError} for an unknown option or one of another type, {RangeError} for one out of range
 * @throws {ShapeError} for samples that are not images of 1 or 3 channels
 * @throws as `loadImageFolder`, `splitDataset` and `fit`
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { trainImages } from "@reciprocal/model/training";
 *
 * const data = digits({ train: 1000, test: 200 }); // or the path of a folder of images
 * const { measures } = await trainImages(data, { epochs: 5 });
 * console.log(measures?.kind === "classes" && measures.accuracy > 0.5);
 * // => true
 */
export async function trainImages(
  source: string | Dataset | TrainTest,
  options: TrainImagesOptions = {},
): Promise<Trained> {
  const choices = trainImagesOptions.read(where, options);
  const { train, heldOut } = divide(await datasetOf(source, choices), choices);
  const { classNames = Array.from({ length: train.classes }, (_, index) => String(index)) } = train;
  const output: ClassesOutput = { kind: "classes", name: choices.name, classes: classNames };
  const input = inputOf(train, choices);
  const samples = (part: Dataset) =>
    samplesOf(scalePixels(part.inputs, input), datasetActual(where, output, part));

  const { network, history, stopped } = await trainNetwork(
    { samples: samples(train), count: train.count, validation: heldOut && samples(heldOut) },
    {
      inputShape: [input.height, input.width, input.channels],
      ...{ output, widths: choices.width ?? defaultWidths },
    },
    choices,
  );
  return {
    ...{ model: createModel({ network, input, output }), history, stopped },
    ...(heldOut && {
      measures: measureHeldOut(
        where,
        network,
        { inputs: scalePixels(heldOut.inputs, input), actual: datasetActual(where, output, heldOut) },
        choices.onWarning,
      ),
    }),
  };
}

async function datasetOf(
  source: string | Dataset | TrainTest,
  { size, grayscale, fit, background }: ImageChoices,
): Promise<Dataset | TrainTest> {
  if (typeof source === "string") {
    return loadImageFolder(source, { size, grayscale, fit, background });
  }
  if (!isObject(source) || !("inputs" in source || ("train" in source && "test" in source))) {
    throw new TypeError(
      `${where}: needs the path of a folder, a data set, or one in two parts, train and test, got ${show(source)}`,
    );
  }
  for (const [name, value] of Object.entries({ size, grayscale })) {
    if (value !== undefined) throw new TypeError(`${where}: ${name} is for folders, got a data set`);
  }
  return source;
}

/** The part to train on, and the part that is held out, if any. */
function divide(
  source: Dataset | TrainTest,
  { validation, seed, onWarning }: ImageChoices,
): { train: Dataset; heldOut?: Dataset } {
  if ("train" in source) return { train: source.train, heldOut: source.test };
  if (validation === 0) return { train: source };
  return splitDataset(source, {
    ...{ fraction: validation, from: "random", seed: deriveSeed(seed, "split"), stratify: true, onWarning },
  });
}

/** What the model takes: images as those of the training part. */
function inputOf({ name, shape }: Dataset, { fit, background }: ImageChoices): ImageInput {
  const [height, width, channels] = shape;
  if (shape.length === 3 && (channels === 1 || channels === 3)) {
    return { kind: "image", height: height!, width: width!, channels, fit, background };
  }
  throw new ShapeError(
    `${where}: ${name} needs images of shape [height, width, channels] with 1 or 3 channels, got [${shape.join(", ")}]`,
  );
}
