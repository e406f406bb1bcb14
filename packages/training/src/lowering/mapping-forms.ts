import {
  materialize,
  triangleOf,
  unpackTriangle,
  type MappingLayer,
  type MatrixSource,
  type ParameterName,
} from "@reciprocal/network";
import { multiply } from "../graph/operators/arithmetic.js";
import { matrixProduct } from "../graph/operators/matrix-product.js";
import { constant, type Value } from "../graph/value.js";
import type { Factor } from "./factor.js";
import {
  appliedMapping,
  formedMapping,
  formKernel,
  type Precompute,
  type SpectralParts,
} from "./spectral-mapping.js";

/** How a mapping became operators: see formedMapping and appliedMapping; a dense layer is what it is. */
export type FormName = "dense" | "formed" | "applied";

/** One way to compute z from x. */
export interface Form {
  readonly name: FormName;
  readonly build: (x: Value) => Value;
  /** w, m×n */
  readonly kernel: () => Value;
}

/** Gives a group of numbers its place in the graph: an input where it is trained, else a constant. */
export type GroupOf = (name: ParameterName, values: () => Float32Array, shape: readonly number[]) => Value;

/** Every way in which a layer can be computed. */
export function candidateForms(layer: MappingLayer, group: GroupOf, precompute: Precompute): readonly Form[] {
  const { inputs: n, outputs: m, bias: offset } = layer;
  const bias = offset && group("bias", () => offset, [m]);
  const mask = layer.mask && constant(Float32Array.from(layer.mask), [m, n]);
  if (layer.kind === "dense") {
    const whole = group("kernel", () => layer.kernel, [m, n]);
    const kernel = mask ? multiply(whole, mask) : whole;
    const build = (x: Value): Value => matrixProduct(x, kernel, { transposeB: true, plus: bias });
    return [{ name: "dense", build, kernel: () => kernel }];
  }
  const parts: SpectralParts = {
    lambdaIn: group("lambdaIn", () => layer.lambdaIn, [n]),
    lambdaOut: group("lambdaOut", () => layer.lambdaOut, [m]),
    factors: factorsOf(layer, group),
    bias,
    mask,
  };
  const kernel = (): Value => formKernel(parts);
  const formed: Form = { name: "formed", build: (x) => formedMapping(parts, x), kernel };
  if (mask) return [formed];
  return [formed, { name: "applied", build: (x) => appliedMapping(parts, x, precompute), kernel }];
}

/** φ as the factors that are stored, first applied first. */
function factorsOf(layer: Exclude<MappingLayer, { kind: "dense" }>, group: GroupOf): readonly Factor[] {
  switch (layer.kind) {
    case "spectral": {
      const phi = group("phi", () => materialize(layer.phi), [layer.outputs, layer.inputs]);
      return [matrixFactor(phi)];
    }
    case "s-svd": {
      const s = group("s", () => layer.s, [layer.s.length]);
      return [
        { ...matrixFactor(frozen(layer.V)), transposed: true },
        { kind: "diagonal", value: s, frozen: s.kind === "constant" },
        matrixFactor(frozen(layer.U)),
      ];
    }
    case "s-qr": {
      const { size, side } = triangleOf(layer);
      const Q = matrixFactor(frozen(layer.Q));
      const R = matrixFactor(
        group("R", () => Float32Array.from(unpackTriangle(layer.R, size, side)), [size, size]),
      );
      return side === "lower" ? [Q, R] : [R, Q];
    }
  }
}

const frozen = (source: MatrixSource): Value => constant(materialize(source), [source.rows, source.columns]);

const matrixFactor = (value: Value) =>
  ({ kind: "matrix", value, transposed: false, frozen: value.kind === "constant" }) as const;
