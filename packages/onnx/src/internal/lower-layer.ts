import { layerKernel, triangleOf, unpackTriangle } from "@reciprocal/network";
import type { Activation, Layer, MappingLayer, ReciprocalLayer } from "@reciprocal/network";
import type { OnnxAttribute } from "../write-model.js";
import type { GraphBuilder } from "./graph-builder.js";

const operators: Readonly<Record<Activation, string>> = {
  linear: "Identity",
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  elu: "Elu",
  softmax: "Softmax",
};

const int = (value: number): OnnxAttribute => ({ type: "int", value });

/** Adds a layer to the graph, for inference, and gives the name of its result. */
export function lowerLayer(builder: GraphBuilder, layer: Layer, x: string): string {
  if (layer.kind === "activation") {
    const attributes = layer.activation === "softmax" ? { axis: int(-1) } : {};
    return builder.apply(operators[layer.activation], [x], "y", attributes);
  }
  builder.note("kind", layer.kind);
  const bias = layer.bias && builder.constant("bias", layer.bias, [layer.outputs]);
  return builder.apply("Gemm", [x, addKernel(builder, layer), ...(bias ? [bias] : [])], "y", {
    transB: int(1),
  });
}

/** w, m×n: a constant of dense layers, else made by w_ij = (λ_in_j − λ_out_i) φ_ij and the mask, if there is one. */
function addKernel(builder: GraphBuilder, layer: MappingLayer): string {
  const { inputs, outputs, mask, sparsity } = layer;
  if (layer.kind === "dense") {
    return builder.constant("kernel", Float32Array.from(layerKernel(layer)), [outputs, inputs]);
  }
  const phi = addPhi(builder, layer);
  const lambdaIn = builder.constant("lambdaIn", layer.lambdaIn, [inputs]);
  const lambdaOut = builder.constant("lambdaOut", layer.lambdaOut, [outputs, 1]);
  const kernel = builder.apply("Mul", [builder.apply("Sub", [lambdaIn, lambdaOut], "gap"), phi], "kernel");
  if (!mask && !sparsity) return kernel;
  // at inference w is what it is, so that a dynamic mask is as fixed as the other one
  const kept = builder.constant(
    "mask",
    Uint8Array.from(layerKernel(layer), (w) => Number(w !== 0)),
    [outputs, inputs],
  );
  const zero = builder.constant("zero", new Float32Array(1), []);
  return builder.apply("Where", [kept, kernel, zero], "masked");
}

/** φ, m×n: a constant, or the product of its factors. */
function addPhi(builder: GraphBuilder, layer: ReciprocalLayer): string {
  switch (layer.kind) {
    case "spectral":
      return builder.matrix("phi", layer.phi);
    case "s-svd": {
      const U = builder.matrix("U", layer.U);
      const s = builder.constant("s", layer.s, [layer.s.length]);
      const V = builder.matrix("V", layer.V);
      // U diag(s) Vᵀ
      return builder.apply("Gemm", [builder.apply("Mul", [U, s], "Us"), V], "phi", { transB: int(1) });
    }
    case "s-qr": {
      const { size, side } = triangleOf(layer);
      const R = builder.constant("R", Float32Array.from(unpackTriangle(layer.R, size, side)), [size, size]);
      const Q = builder.matrix("Q", layer.Q);
      return builder.apply("MatMul", side === "lower" ? [R, Q] : [Q, R], "phi");
    }
  }
}
