import { isSource } from "../internal/is-source.js";
import { matrixDigest } from "../matrix-digest.js";
import type { Network } from "../network.js";
import { validateNetwork } from "../validate-network.js";
import { checkMadeSizes } from "./internal/check-made-sizes.js";
import { compareText } from "./internal/compare-text.js";
import type { Tensor } from "./tensor.js";
import { writeSafetensors } from "./write-safetensors.js";

/**
 * Versions of what the metadata say; raised by anything that a reader of the one before would take for something else.
 * Version 1 has `inputs`, a number, where version 2 has `inputShape`; a network is written in the lowest that holds it.
 */
export const networkVersions = ["1", "2"];

/**
 * A network as a safetensors file: every list of numbers and every matrix that it stores is a tensor named by its place
 * (`layers.0.lambdaIn`, `layers.0.phi.values`), float32, matrices with two sizes; masks are BOOL, selected places U32.
 * All else is JSON in the metadata `reciprocal.network`: the network with `{ "tensor": name }` where a tensor stands, and
 * beside every recipe or selection that a layer has the `digest` of what it makes; `reciprocal.version` is the version of
 * all this, 1 where `inputShape` has one size, which stands there as `inputs`, else 2. Equal networks give equal bytes.
 *
 * @returns a new array
 * @throws {RangeError} for a matrix of more than 2²⁸ entries by recipe
 * @throws as `validateNetwork`, and as `materialize` for a recipe that makes no matrix of finite numbers
 */
export function networkToSafetensors(network: Network): Uint8Array {
  validateNetwork(network);
  checkMadeSizes(network);
  const tensors: Record<string, Tensor> = {};

  const takeNumbers = (value: unknown, place: string, shape: readonly number[] | undefined): unknown => {
    const tensor = toTensor(value, shape);
    if (tensor) {
      tensors[place] = tensor;
      return { tensor: place };
    }
    if (Array.isArray(value))
      return value.map((item, index) => takeNumbers(item, `${place}.${index}`, undefined));
    if (typeof value !== "object" || value === null) return value;
    const start = place === "" ? "" : `${place}.`;
    const fields = Object.entries(value)
      .sort(([a], [b]) => compareText(a, b)) // equal networks may have their keys in another order
      .map(([key, item]) => [key, takeNumbers(item, start + key, shapeIn(value, key))]);
    // what a matrix is selected from is not made for itself
    const isMade = isSource(value) && !("values" in value) && !place.endsWith(".of");
    return { ...Object.fromEntries(fields), ...(isMade && { digest: matrixDigest(value) }) };
  };
  const { inputShape, ...rest } = network;
  const isList = inputShape.length === 1;
  const structure = takeNumbers(
    { ...rest, ...(isList ? { inputs: inputShape[0] } : { inputShape }) },
    "",
    undefined,
  );
  return writeSafetensors(tensors, {
    "reciprocal.network": JSON.stringify(structure),
    "reciprocal.version": isList ? "1" : "2",
  });
}

/** The sizes of a matrix under a key of a layer or a matrix source; undefined for a list. */
function shapeIn(parent: object, key: string): readonly number[] | undefined {
  const { rows, columns, inputs, outputs } = parent as Readonly<Record<string, number>>;
  if (key === "values") return [rows!, columns!];
  if (key === "kernel" || key === "mask") return [outputs!, inputs!];
  return undefined;
}

function toTensor(data: unknown, shape?: readonly number[]): Tensor | undefined {
  if (data instanceof Float32Array) return { dtype: "F32", shape: shape ?? [data.length], data };
  if (data instanceof Uint8Array) return { dtype: "BOOL", shape: shape ?? [data.length], data };
  if (data instanceof Uint32Array) return { dtype: "U32", shape: shape ?? [data.length], data };
  return undefined;
}
