import {
  layerKernel,
  materialize,
  triangleOf,
  unpackTriangle,
  type MappingLayer,
  type MatrixSource,
  type ParameterName,
} from "@reciprocal/network";
import { constant, matrixProduct, multiply, topologicalOrder, type Value } from "@reciprocal/graph";
import type { Factor } from "./factor.js";
import { appliedMapping, formKernel, type Precompute, type SpectralParts } from "./spectral-mapping.js";

/**
 * How a mapping became operators. `formed`: z = x wᵀ + b with w formed, so two products for z and its gradient (three
 * where x needs one too), and some passes over n·m numbers; a factored φ is multiplied out first. `applied`: see
 * appliedMapping. A dense layer is what it is.
 */
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

export interface FormOptions {
  readonly group: GroupOf;
  readonly precompute: Precompute;
  /** Puts the layer's dynamic mask on its w; called for a layer with a `sparsity` only. */
  readonly mask: (w: Value) => Value;
}

/**
 * Every way in which a layer can be computed. A mask, fixed or dynamic, needs w: such a layer has one form, and where
 * nothing in its w is an input of the graph that is the reference's masked kernel, as a constant.
 */
export function candidateForms(
  layer: MappingLayer,
  { group, precompute, mask }: FormOptions,
): readonly Form[] {
  const { inputs: n, outputs: m, bias: offset } = layer;
  const bias = offset && group("bias", () => offset, [m]);
  const form = (name: FormName, kernel: Value): Form => ({
    name,
    build: (x) => matrixProduct(x, kernel, { transposeB: true, plus: bias }),
    kernel: () => kernel,
  });
  const isMasked = layer.mask !== undefined || (layer.sparsity ?? 0) > 0;
  const maskedForm = (name: FormName, whole: Value): readonly Form[] => {
    const isFixed = topologicalOrder([whole]).every((value) => value.kind !== "input");
    if (isFixed) return [form(name, constant(Float32Array.from(layerKernel(layer)), [m, n]))];
    const w = layer.mask ? multiply(whole, constant(Float32Array.from(layer.mask), [m, n])) : whole;
    return [form(name, layer.sparsity ? mask(w) : w)];
  };

  if (layer.kind === "dense") {
    const kernel = group("kernel", () => layer.kernel, [m, n]);
    return isMasked ? maskedForm("dense", kernel) : [form("dense", kernel)];
  }
  const parts: SpectralParts = {
    lambdaIn: group("lambdaIn", () => layer.lambdaIn, [n]),
    lambdaOut: group("lambdaOut", () => layer.lambdaOut, [m]),
    factors: factorsOf(layer, group),
    bias,
  };
  const kernel = formKernel(parts);
  if (isMasked) return maskedForm("formed", kernel);
  return [
    form("formed", kernel),
    { name: "applied", build: (x) => appliedMapping(parts, x, precompute), kernel: () => kernel },
  ];
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
      const R = {
        ...matrixFactor(
          group("R", () => Float32Array.from(unpackTriangle(layer.R, size, side)), [size, size]),
        ),
        triangle: side,
      };
      return side === "lower" ? [Q, R] : [R, Q];
    }
  }
}

const frozen = (source: MatrixSource): Value => constant(materialize(source), [source.rows, source.columns]);

const matrixFactor = (value: Value) =>
  ({ kind: "matrix", value, transposed: false, frozen: value.kind === "constant" }) as const;
