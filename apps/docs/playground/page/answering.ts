import {
  createPlainPredictor,
  isReciprocal,
  layerKernel,
  phiValues,
  type Network,
  type ReciprocalLayer,
} from "@reciprocal/network";

/** One of the two sets of eigenvalues of a layer. */
export type Spectrum = "lambdaIn" | "lambdaOut";

/** What answers for a network, without an engine. */
export interface Answering {
  /** The outputs for one image; a new array. */
  readonly predict: (pixels: Float32Array) => Float32Array;
  /** The first layer, if it has eigenvalues. */
  readonly first: MovableLayer | undefined;
}

/** A layer whose eigenvalues can be moved one by one, which costs one row or column of its kernel each time. */
export interface MovableLayer {
  /** m×n, row-major, as of now: **do not modify it**. */
  readonly kernel: Float32Array;
  /** Changes an eigenvalue, here and in the network that it returns; the network given to `createAnswering` stays as it is. */
  readonly move: (spectrum: Spectrum, index: number, value: number) => Network;
}

/**
 * Prepares the answers of a network. The first layer, which has most of the weights, is computed here if it has
 * eigenvalues, so that they can be moved; everything behind it by `createPlainPredictor`. Outputs are those of the network in
 * float64 but for one rounding to float32 of each weight and of what leaves the first layer.
 */
export function createAnswering(network: Network): Answering {
  const [layer, ...rest] = network.layers;
  if (!layer || !isReciprocal(layer)) {
    const predictor = createPlainPredictor(network);
    return { predict: (pixels) => predictor.predict(pixels), first: undefined };
  }
  const { inputs, outputs, bias } = layer;
  const tail = rest.length > 0 ? createPlainPredictor({ inputShape: [outputs], layers: rest }) : undefined;
  const first = movable(network, layer);
  const lit = new Uint32Array(inputs);

  return {
    first,
    predict(pixels) {
      let count = 0;
      for (let j = 0; j < inputs; j++) if (pixels[j] !== 0) lit[count++] = j; // most of a drawing is black
      const sums = new Float32Array(outputs);
      for (let i = 0; i < outputs; i++) {
        let sum = 0;
        for (let k = 0; k < count; k++) sum += pixels[lit[k]!]! * first.kernel[i * inputs + lit[k]!]!;
        sums[i] = sum + (bias?.[i] ?? 0);
      }
      return tail ? tail.predict(sums) : sums;
    },
  };
}

function movable(network: Network, start: ReciprocalLayer): MovableLayer {
  const { inputs, outputs, mask, sparsity } = start;
  const kernel = Float32Array.from(
    mask || sparsity !== undefined ? layerKernel(start) : kernelOf(start, phiOf(start)),
  );
  let layer = start;

  return {
    kernel,
    move(spectrum, index, value) {
      const values = layer[spectrum].slice();
      values[index] = value;
      layer = { ...layer, [spectrum]: values };
      if (sparsity !== undefined) {
        kernel.set(layerKernel(layer)); // which weights are zero depends on all of them
      } else {
        const phi = phiOf(layer);
        const set = (i: number, j: number): void => {
          const at = i * inputs + j;
          kernel[at] = mask?.[at] === 0 ? 0 : (layer.lambdaIn[j]! - layer.lambdaOut[i]!) * phi[at]!;
        };
        if (spectrum === "lambdaIn") for (let i = 0; i < outputs; i++) set(i, index);
        else for (let j = 0; j < inputs; j++) set(index, j);
      }
      return { ...network, layers: [layer, ...network.layers.slice(1)] };
    },
  };
}

function kernelOf({ inputs, lambdaIn, lambdaOut }: ReciprocalLayer, phi: Float64Array): Float64Array {
  return phi.map((value, at) => (lambdaIn[at % inputs]! - lambdaOut[Math.floor(at / inputs)]!) * value);
}

const known = new WeakMap<object, Float64Array>();

/** φ, made once for all layers that have it in common. */
function phiOf(layer: ReciprocalLayer): Float64Array {
  // what φ is made from besides orthonormal factors, which do not train
  const key = layer.kind === "spectral" ? layer.phi : layer.kind === "s-qr" ? layer.R : layer.s;
  const phi = known.get(key) ?? phiValues(layer);
  known.set(key, phi);
  return phi;
}
