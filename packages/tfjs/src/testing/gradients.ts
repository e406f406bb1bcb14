import {
  add,
  grad,
  grads,
  matMul,
  mul,
  reshape,
  sub,
  sum,
  tanh,
  tensor2d,
  tidy,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { Mapping } from "../mapping/mapping.js";
import { numbersOf, shapeOf } from "./numbers-of.js";
import { referenceOf } from "./reference.js";

/** Gradients of Σ c ∘ layer(x), by the last part of the weights' names; `x` for that of the input. */
export function gradientsOf(layer: Mapping, x: Tensor2D, c: Tensor2D): Record<string, Float32Array> {
  return tidy(() => {
    const loss = (x: Tensor) => sum<Scalar>(mul(layer.apply(x) as Tensor, c));
    const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
    const found = variableGrads(() => loss(x), variables).grads;
    const all: Record<string, Float32Array> = { x: grad(loss)(x).dataSync<"float32">() };
    for (const { name, originalName } of layer.trainableWeights) {
      all[originalName.split("/").at(-1)!] = found[name]!.dataSync<"float32">();
    }
    return all;
  });
}

/** The same by stock operations and their own gradients, through the kernel as it is materialised. */
export function autodiff(
  layer: Mapping,
  inputs: number,
  x: Tensor2D,
  c: Tensor2D,
): Record<string, Float32Array> {
  return tidy(() => {
    const { outputs, mask } = referenceOf(layer, inputs);
    const all = numbersOf(layer, inputs);
    const k = Math.min(inputs, outputs);
    const isTall = inputs >= outputs;
    const names = Object.keys(all);
    const tensors = names.map((name) => {
      const [rows, columns] = shapeOf(name, inputs, outputs);
      return ["phi", "U", "V", "Q", "kernel"].includes(name)
        ? tensor2d(Float32Array.from(all[name]!), [rows, columns])
        : tensor2d(Float32Array.from(all[name]!), [1, all[name]!.length]);
    });
    // [k(k+1)/2, k²]: a one where a packed number stands in R
    const places = new Float32Array(((k * (k + 1)) / 2) * k * k);
    let index = 0;
    for (let row = 0; row < k; row++) {
      for (let column = isTall ? 0 : row; column <= (isTall ? row : k - 1); column++) {
        places[index++ * k * k + row * k + column] = 1;
      }
    }
    const unpack = (R: Tensor2D) =>
      reshape<Rank.R2>(matMul(R, tensor2d(places, [(k * (k + 1)) / 2, k * k])), [k, k]);
    const kernelOf = (t: Record<string, Tensor2D>): Tensor2D => {
      if (t["kernel"]) return t["kernel"];
      const { phi, U, s, V, Q, R } = t;
      const block = phi
        ? phi
        : U
          ? matMul<Tensor2D>(mul(U, s!), V!, false, true)
          : isTall
            ? matMul<Tensor2D>(unpack(R!), Q!)
            : matMul<Tensor2D>(Q!, unpack(R!));
      return mul(sub(t["lambdaIn"]!, reshape(t["lambdaOut"]!, [outputs, 1])), block);
    };
    const found = grads((...given) => {
      const t = Object.fromEntries(names.map((name, at) => [name, given[at] as Tensor2D]));
      const masked = mul<Tensor2D>(kernelOf(t), tensor2d(Float32Array.from(mask), [outputs, inputs]));
      const z = matMul(given.at(-1)!, masked, false, true);
      return sum(mul(tanh(t["bias"] ? add(z, t["bias"]) : z), c));
    })([...tensors, x]);
    const gradients: Record<string, Float32Array> = {};
    [...names, "x"].forEach((name, at) => (gradients[name] = found[at]!.dataSync<"float32">()));
    return gradients;
  });
}
