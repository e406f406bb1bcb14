import { type Field, layerFields, type MappingLayer } from "@reciprocal/network";
import { magnitudeThreshold } from "@reciprocal/spectral";
import { kernelByFormula } from "@reciprocal/test-networks";
import {
  grad,
  mul,
  sum,
  tidy,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { Mapping } from "../mapping/mapping.js";

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

/**
 * The same of Σ c ∘ tanh(x wᵀ + b), in float64 and straight from the formula of the kind, of everything that may train,
 * whether it does or not. What a mask hides, as the numbers are now, has no gradient.
 */
export function gradientsByFormula(
  layer: MappingLayer,
  x: ArrayLike<number>,
  c: ArrayLike<number>,
): Record<string, Float64Array> {
  const { inputs: n, outputs: m, bias } = layer;
  const full = kernelByFormula(layer);
  const threshold = magnitudeThreshold(full, layer.sparsity ?? 0);
  const stays = full.map((value) => (Math.abs(Math.fround(value)) < threshold ? 0 : 1));
  const w = full.map((value, index) => value * stays[index]!);

  const byX = new Float64Array(x.length);
  const byW = new Float64Array(m * n);
  const byBias = new Float64Array(m);
  for (let sample = 0; sample < x.length / n; sample++) {
    for (let i = 0; i < m; i++) {
      let z = bias?.[i] ?? 0;
      for (let j = 0; j < n; j++) z += w[i * n + j]! * x[sample * n + j]!;
      const byZ = c[sample * m + i]! * (1 - Math.tanh(z) ** 2);
      byBias[i]! += byZ;
      for (let j = 0; j < n; j++) {
        byX[sample * n + j]! += byZ * w[i * n + j]!;
        byW[i * n + j]! += byZ * stays[i * n + j]! * x[sample * n + j]!;
      }
    }
  }
  const others = layerFields(layer).filter(({ trains, role }) => trains && role !== "bias");
  return {
    ...{ x: byX, bias: byBias },
    ...Object.fromEntries(others.map((field) => [field.name, byField(layer, field, byW)])),
  };
}

/** Σ dw ∘ ∂w/∂p for each number p of a field: w is linear in each of them, so ∂w/∂p is w at 1 less w at 0. */
function byField(layer: MappingLayer, { name, content }: Field, byW: Float64Array): Float64Array {
  const numbers = content instanceof Float32Array ? content : (content as { values: Float32Array }).values;
  const kernelWith = (index: number, value: number) => {
    const values = numbers.slice();
    values[index] = value;
    const replaced = content instanceof Float32Array ? values : { ...content, values };
    return kernelByFormula({ ...layer, [name]: replaced });
  };
  return Float64Array.from(numbers, (_, index) => {
    const [at0, at1] = [kernelWith(index, 0), kernelWith(index, 1)];
    return byW.reduce((total, value, place) => total + value * (at1[place]! - at0[place]!), 0);
  });
}
