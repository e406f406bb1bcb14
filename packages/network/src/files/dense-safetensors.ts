import {
  enumerate,
  list,
  number,
  oneOf,
  options,
  type OptionTable,
  printable,
  text,
} from "@reciprocal/guards";
import { transpose } from "@reciprocal/spectral";
import { type Activation, activations } from "../activation.js";
import type { DenseWeights } from "../to-spectral.js";
import { FileFormatError } from "./error.js";
import type { Safetensors } from "./safetensors.js";

/** Which tensors of a file make a dense layer. */
export interface DenseNames {
  /** Name of a tensor with two sizes. */
  readonly kernel: string;
  /** Name of a tensor with one; absent: the layer has no bias. */
  readonly bias?: string;
  /** After the layer; default linear. */
  readonly activation?: Activation;
  /** Slope of leaky-relu below 0, from 0 to 1; default 0.01. Only for this activation. */
  readonly slope?: number;
}

/** Options of `denseFromSafetensors`. */
export interface DenseFromSafetensorsOptions {
  /** In the order in which a sample passes them. */
  readonly layers: readonly DenseNames[];
  /** How kernels lie in the file: `out-in` (default) as in PyTorch, `in-out` as in Keras and TensorFlow. */
  readonly orientation?: "out-in" | "in-out";
}

const nameOptions = options(
  () =>
    ({
      kernel: text(),
      bias: text().optional(),
      activation: oneOf(activations).optional(),
      slope: number({ min: 0, max: 1 }).optional(),
    }) satisfies OptionTable<DenseNames>,
);

const denseOptions = options(
  () =>
    ({
      layers: list(nameOptions.rule),
      orientation: oneOf(["out-in", "in-out"]).default("out-in"),
    }) satisfies OptionTable<DenseFromSafetensorsOptions>,
);

/**
 * Trained dense layers from a safetensors file of any tool, by the names of their tensors, for `toSpectral`. F32, F16 and
 * BF16 come exactly; F64 is rounded to float32.
 *
 * @param safetensors - what `decodeSafetensors` gives; float32 arrays are shared, not copied
 * @param options - which tensors the layers are made of, in order
 * @throws {FileFormatError} for a tensor that is not there or has another number
 *   of sizes, a size that does not fit, or numbers that are not floats
 * @throws {TypeError} for an unknown option, of a layer too, or orientation
 *
 * @example
 * import { denseFromSafetensors, toSpectral } from "@reciprocal/network";
 *
 * const tensors = { "fc.weight": { dtype: "F32", shape: [2, 3], data: new Float32Array(6) } } as const;
 * const layers = [{ kernel: "fc.weight" }];
 * const dense = denseFromSafetensors({ tensors, metadata: {} }, { orientation: "out-in", layers });
 * console.log(toSpectral(dense).inputShape);
 * // => [ 3 ]
 */
export function denseFromSafetensors(
  safetensors: Safetensors,
  options: DenseFromSafetensorsOptions,
): DenseWeights[] {
  const { layers, orientation } = denseOptions.read("denseFromSafetensors", options);
  return layers.map(({ kernel: kernelName, bias: biasName, activation, slope }) => {
    const { shape, data } = floatTensor(safetensors, kernelName, 2);
    const [rows, columns] = shape as [number, number];
    const isTransposed = orientation === "in-out";
    const outputs = isTransposed ? columns : rows;
    const bias = biasName === undefined ? undefined : floatTensor(safetensors, biasName, 1).data;
    if (bias && bias.length !== outputs) {
      throw problem(`${biasName} needs ${outputs} values, as ${kernelName} has outputs, got ${bias.length}`);
    }
    return {
      inputs: isTransposed ? rows : columns,
      outputs,
      kernel: isTransposed ? Float32Array.from(transpose(data, rows, columns)) : data,
      ...(bias && { bias }),
      ...(activation && { activation }),
      ...(slope !== undefined && { slope }),
    };
  });
}

function floatTensor(
  { tensors }: Safetensors,
  name: string,
  sizes: number,
): { shape: readonly number[]; data: Float32Array } {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!tensor) {
    throw problem(
      `the file must have a tensor ${name}, got ${enumerate(Object.keys(tensors), (one) => printable(one, 60)) || "none"}`,
    );
  }
  const { dtype, shape, data } = tensor;
  if (shape.length !== sizes) throw problem(`${name} must have ${sizes} sizes, got [${shape.join(", ")}]`);
  if (data instanceof Float32Array) return { shape, data };
  if (data instanceof Float64Array) return { shape, data: Float32Array.from(data) };
  throw problem(`${name} must be F64, F32, F16 or BF16, got ${dtype}`);
}

function problem(what: string): FileFormatError {
  return new FileFormatError(`denseFromSafetensors: ${what}`);
}
