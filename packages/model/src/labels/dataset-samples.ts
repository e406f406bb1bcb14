import type { Dataset, RegressionDataset } from "@reciprocal/datasets";
import { show } from "@reciprocal/guards";
import { type Inputs, inputSize, type Network } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { ModelInputError } from "../errors.js";
import { scalePixels } from "../images/image-encoder.js";
import { encodeNumbers } from "../numbers/encode-numbers.js";
import type { InputSpec } from "../specs/input-spec.js";
import type { OutputSpec } from "../specs/output-spec.js";
import type { Actual } from "./actual.js";

/**
 * The samples of a data set as inputs of a network.
 *
 * @throws {TypeError} for a model that takes rows of tables
 * @throws {ModelInputError} for samples of another shape
 */
export function datasetInputs(
  where: string,
  { network, input }: { readonly network: Network; readonly input: InputSpec },
  { name, inputs, count, features, shape }: Dataset | RegressionDataset,
): Inputs {
  if (input.kind === "table") {
    throw new TypeError(
      `${where}: needs rows of a table, since the model takes them, got the data set ${name}`,
    );
  }
  const needed = input.kind === "image" ? [input.height, input.width, input.channels] : [inputSize(network)];
  const fits =
    input.kind === "image" ? needed.every((size, index) => size === shape[index]) : features === needed[0];
  if (!fits || inputs.length !== count * features) {
    throw new ModelInputError(
      `${where}: ${name} needs samples of shape [${needed.join(", ")}], got [${shape.join(", ")}]`,
    );
  }
  if (input.kind === "image") return scalePixels(inputs, input);
  const rows = Array.from({ length: count }, (_, row) =>
    inputs.subarray(row * features, (row + 1) * features),
  );
  return encodeNumbers(where, input, rows, features);
}

/**
 * What the samples of a data set should be answered.
 *
 * @throws {ModelInputError} for classes of other names than the model's, and for labels or targets of another kind
 */
export function datasetActual(
  where: string,
  output: OutputSpec,
  dataset: Dataset | RegressionDataset,
): Actual {
  const { name } = dataset;
  if (output.kind === "classes" && "labels" in dataset)
    return { output, values: classLabels(where, output.classes, dataset) };
  if (output.kind === "number" && "targets" in dataset) {
    if (dataset.outputs === 1) return { output, values: Float64Array.from(dataset.targets) };
    throw new ShapeError(`${where}: ${name} needs one target per sample, got ${dataset.outputs}`);
  }
  const needed = { classes: "labels", number: "targets", labels: "a table" }[output.kind];
  throw new ModelInputError(`${where}: ${name} needs ${needed}, since the model answers ${output.kind}`);
}

/** Labels by the numbers that the model has for the names of their classes. */
function classLabels(where: string, classes: readonly string[], dataset: Dataset): Int32Array {
  const { name, labels, classNames = classes } = dataset;
  const places = classNames.map((one) => classes.indexOf(one));
  const other = classNames[places.indexOf(-1)];
  if (other !== undefined) {
    throw new ModelInputError(
      `${where}: ${name} needs the classes ${classes.map(show).join(", ")}, got ${show(other)}`,
    );
  }
  return labels.map((label) => {
    const place = places[label];
    if (place !== undefined) return place;
    throw new ModelInputError(`${where}: ${name} needs labels from 0 to ${places.length - 1}, got ${label}`);
  });
}
