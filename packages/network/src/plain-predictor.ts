import { checkOutputs } from "@reciprocal/guards";
import { countRows } from "./check-samples.js";
import { copyInputs } from "./inputs.js";
import { checkFinite } from "./internal/check-finite.js";
import { isMapping, kindOf, type Layer, type MappingLayer } from "./kinds/index.js";
import { layerKernel } from "./layer-kernel.js";
import { inputSize, layerShapes, outputSize } from "./layer-shapes.js";
import { multiplyPacked, packKernel, productRoom } from "./matrix/packed-kernel.js";
import type { Network } from "./network.js";
import type { Inputs } from "./samples.js";
import type { Shape } from "./shape.js";
import { layerLabel, validateNetwork } from "./validate-network.js";

/**
 * Computes what a network answers, again and again, without any runtime.
 *
 * @example
 * import { createNetwork, createPlainPredictor } from "@reciprocal/network";
 *
 * const layers = [{ kind: "spectral", units: 2, activation: "softmax" }] as const;
 * const predictor = createPlainPredictor(createNetwork({ inputShape: 4, layers }));
 * console.log(predictor.predict(Float32Array.of(1, 0, 0, 0)).length);
 * // => 2
 */
export interface PlainPredictor {
  /**
   * The outputs for one or more samples.
   *
   * @param inputs - count × inputs, row-major; a byte b stands for b / 255, as pixels do; not modified
   * @returns a new array, count × outputs, row-major
   * @throws {TypeError} for another kind of array
   * @throws {ShapeError} unless `inputs` holds one or more whole samples
   * @throws {RangeError} if an input is not finite, or an output passes the largest float32
   */
  predict(inputs: Inputs): Float32Array;
}

/**
 * Prediction in plain TypeScript: no runtime, no WebAssembly, nothing to load or release, answers at once. Kernels are made
 * here and kept as float32, with what masks hide as zeros; sums are in float64. So outputs are those of `forward` but for one
 * rounding of each weight and one of each output. What is changed in the arrays of the network later has no effect.
 *
 * A sample costs n·m multiply-adds per layer of n inputs that are not zero and m outputs, about two for each nanosecond. That suits
 * small networks and single samples; for batches of large networks an engine (`createPredictor` of `@reciprocal/training`)
 * is several times faster, and does not hold up the thread.
 *
 * @param network - what is to answer; not modified
 * @throws {RangeError} if a weight is too large for float32, and as `validateNetwork`
 */
export function createPlainPredictor(network: Network): PlainPredictor {
  validateNetwork(network);
  const shapes = layerShapes(network);
  const steps = network.layers.map((layer, index) =>
    isMapping(layer)
      ? mappingStep(layer, layerLabel(layer, index))
      : otherStep(layer, layerLabel(layer, index), shapes[index]!.input),
  );
  const [width, outputWidth] = [inputSize(network), outputSize(network)];
  const sample = new Float64Array(width);

  return {
    predict(inputs) {
      const count = countRows("predict", width, inputs);
      const outputs = new Float32Array(count * outputWidth);
      for (let s = 0; s < count; s++) {
        copyInputs(inputs, [s * width, (s + 1) * width], sample);
        outputs.set(
          steps.reduce<Float64Array>((values, step) => step(values), sample),
          s * outputWidth,
        );
      }
      checkOutputs("predict", outputs, {
        width: outputWidth,
        why: "with these inputs the numbers of the network pass the largest float32, 3.4e38: scale the inputs",
      });
      return outputs;
    },
  };
}

/** A layer for one sample; what it gives is its own, and good until it runs again. */
type Step = (values: Float64Array) => Float64Array;

function mappingStep(layer: MappingLayer, where: string): Step {
  const { inputs, outputs } = layer;
  const bias = layer.bias?.slice();
  const kernel = packKernel(layerKernel(layer), outputs, inputs);
  checkFinite(`createPlainPredictor: ${where}`, "kernel", kernel.weights);
  const room = productRoom(kernel);
  const y = room.sums.subarray(0, outputs);
  return (x) => {
    multiplyPacked(kernel, x, room);
    if (bias) for (let i = 0; i < outputs; i++) y[i]! += bias[i]!;
    return y;
  };
}

function otherStep(layer: Layer, where: string, input: Shape): Step {
  const kind = kindOf(where, layer);
  return (values) => kind.forward(layer, values, input);
}
