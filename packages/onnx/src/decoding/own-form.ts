import { decodeModelProto, type ModelProto } from "@reciprocal/graph";
import { showList } from "@reciprocal/guards";
import {
  type MappingLayer,
  type Network,
  packTriangle,
  type QrLayer,
  type StoredMatrix,
  type SvdLayer,
  type Triangle,
  triangleOf,
} from "@reciprocal/network";
import { encodeOnnx } from "../encode-onnx.js";
import { formOf, kindsOf, type OwnMetadata } from "./own-metadata.js";
import type { Budget } from "./budget.js";
import type { Constants } from "./constants.js";
import { refuseFormat } from "./refuse.js";
import { sizeOf, type StridedTensor } from "./strided-tensor.js";

/** A mapping of a model in spectral form, and its place in the network. */
export interface OwnMapping {
  readonly index: number;
  readonly layer: MappingLayer;
}

/** The numbers of one layer, by the names that `encodeOnnx` gives them. */
interface Numbers {
  readonly has: (name: string) => boolean;
  readonly list: (name: string) => Float32Array;
  readonly matrix: (name: string) => StoredMatrix;
}

type Made = {
  readonly [K in MappingLayer["kind"]]: (numbers: Numbers) => Extract<MappingLayer, { kind: K }>;
};

const eigenvalues = ({ list }: Numbers) => {
  const [lambdaIn, lambdaOut] = [list("lambdaIn"), list("lambdaOut")];
  return { inputs: lambdaIn.length, outputs: lambdaOut.length, lambdaIn, lambdaOut };
};
const masks = ({ has, list }: Numbers) => ({
  ...(has("bias") && { bias: list("bias") }),
  ...(has("mask") && { mask: Uint8Array.from(list("mask")) }),
});
const trains = { lambdaIn: true, lambdaOut: true, bias: true } as const;

interface Size {
  readonly inputs: number;
  readonly outputs: number;
}

/** The least shape with these nodes whose smaller size is k; nothing if that is their own. */
function madeAs({ inputs, outputs }: Size, k: number): Pick<SvdLayer, "madeAs"> {
  if (k === Math.min(inputs, outputs)) return {};
  return { madeAs: [Math.max(outputs, k), Math.max(inputs, k)] };
}

/**
 * What the shapes of Q and R say of nodes that were removed, and the zeros of R of its lines: any lines will do that hold all
 * of its numbers. Square factors fit both sides: they are upper if R has a number above its diagonal.
 */
function lostNodes(
  size: Size,
  { Q, R }: { readonly Q: StoredMatrix; readonly R: StoredMatrix },
): Pick<QrLayer, "madeAs" | "lines"> {
  const { inputs, outputs } = size;
  const fitsLower = R.rows === outputs && R.columns === Q.rows && Q.columns === inputs;
  const fitsUpper = Q.rows === outputs && Q.columns === R.rows && R.columns === inputs;
  if (!(fitsLower || fitsUpper)) {
    refuseFormat(
      `Q and R of an s-qr layer of ${inputs} to ${outputs} nodes must be its factors, got ${Q.rows}×${Q.columns} and ${R.rows}×${R.columns}`,
    );
  }
  const isLower = fitsLower && !(fitsUpper && hasUpperNumbers(R));
  const side = isLower ? "lower" : "upper";
  const k = isLower ? Q.rows : Q.columns;
  const isWhole = R.rows === R.columns;
  const usual = triangleOf(size);
  if (isWhole && usual.size === k && usual.side === side) return {};
  return {
    // m > n of an upper triangle
    madeAs: isLower ? [k, Math.max(inputs, k)] : [Math.max(outputs, k + 1), k],
    ...(!isWhole && { lines: linesOf(R, side) }),
  };
}

/** Whether a matrix has a number above its diagonal. */
function hasUpperNumbers({ columns, values }: StoredMatrix): boolean {
  return values.some((value, i) => value !== 0 && i % columns > Math.floor(i / columns));
}

/** Lines of a triangle that hold all numbers of R: the shortest, each longer than the one before. */
function linesOf({ rows, columns, values }: StoredMatrix, side: Triangle): Uint8Array {
  const [count, size] = side === "lower" ? [rows, columns] : [columns, rows];
  const lines = new Uint8Array(size);
  let line = -1;
  for (let i = 0; i < count; i++) {
    let last = size - 1;
    while (last > line + 1 && values[side === "lower" ? i * columns + last : last * columns + i] === 0)
      last--;
    line = last;
    lines[line] = 1;
  }
  return lines;
}

/** What each kind is made of; its groups train as those of `createNetwork` do by default. */
const made: Made = {
  dense(numbers) {
    const { rows, columns, values } = numbers.matrix("kernel");
    const size = { inputs: columns, outputs: rows, kernel: values };
    return { kind: "dense", ...size, ...masks(numbers), trainable: { kernel: true, bias: true } };
  },
  spectral: (numbers) => ({
    kind: "spectral",
    ...{ ...eigenvalues(numbers), ...masks(numbers), phi: numbers.matrix("phi") },
    trainable: { ...trains, phi: false },
  }),
  "s-svd"(numbers) {
    const size = eigenvalues(numbers);
    const s = numbers.list("s");
    return {
      kind: "s-svd",
      ...{ ...size, ...masks(numbers), ...madeAs(size, s.length) },
      ...{ U: numbers.matrix("U"), s, V: numbers.matrix("V") },
      trainable: { ...trains, s: true },
    };
  },
  "s-qr"(numbers) {
    const size = eigenvalues(numbers);
    const [Q, full] = [numbers.matrix("Q"), numbers.matrix("R")];
    const lost = lostNodes(size, { Q, R: full });
    const { size: k, side } = triangleOf({ ...size, ...lost });
    const R = Float32Array.from(packTriangle(Float64Array.from(full.values), k, side, lost.lines));
    return {
      kind: "s-qr",
      ...{ ...size, ...masks(numbers), ...lost, Q, R },
      trainable: { ...trains, R: true },
    };
  },
};

/**
 * The mappings of a model that `encodeOnnx` wrote in spectral form, by the names of what they give; undefined for other
 * models. Whether the graph computes what the names say, `isWrittenBy` tells once there is a network.
 *
 * @throws {OnnxFormatError} if numbers are missing, or layers share them so often that they would hold more than the file
 */
export function ownMappings(
  { graph }: ModelProto,
  texts: OwnMetadata,
  sources: { readonly constants: Constants; readonly budget: Budget },
): ReadonlyMap<string, OwnMapping> | undefined {
  if (formOf(texts) !== "spectral") return undefined;
  const results = new Set(graph?.nodes?.flatMap(({ outputs = [] }) => outputs));
  const found = kindsOf(texts).flatMap(({ index, kind }): [string, OwnMapping][] => {
    const result = `layer${index}.y`;
    if (!results.has(result) || !Object.hasOwn(made, kind)) return [];
    const layer = made[kind as MappingLayer["kind"]](numbersOfLayer(index, sources));
    return [[result, { index, layer }]];
  });
  // plain dense layers are read as those of any other model
  if (found.every(([, { layer }]) => layer.kind === "dense" && !layer.mask)) return undefined;
  return new Map(found);
}

function numbersOfLayer(
  index: number,
  { constants, budget }: { readonly constants: Constants; readonly budget: Budget },
): Numbers {
  const nameOf = (name: string) => `layer${index}.${name}`;
  const tensor = (name: string): StridedTensor =>
    constants.get(nameOf(name)) ?? refuseFormat(`the model needs the constant ${nameOf(name)}, got none`);
  const list = (name: string) => {
    const { shape, at } = tensor(name);
    const length = sizeOf(shape);
    budget.numbers(length, `layer ${index}`);
    return Float32Array.from({ length }, (_, i) => at(i));
  };
  const matrix = (name: string) => {
    const { shape } = tensor(name);
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2)
      refuseFormat(`${nameOf(name)} must be a matrix, got the shape ${showList(shape)}`);
    return { rows, columns, values: list(name) };
  };
  return {
    has: (name) => constants.has(nameOf(name)),
    list,
    matrix,
  };
}

/** Whether `encodeOnnx` writes the graph of a model for this network of numbers, so that the two compute the same. */
export function isWrittenBy(network: Network, { graph, operatorSets = [] }: ModelProto): boolean {
  try {
    const opset = operatorSets[0]?.version ?? 0;
    const again = decodeModelProto(encodeOnnx(network, { form: "spectral", opset, name: graph?.name ?? "" }));
    return isSame(again.graph, graph);
  } catch {
    return false;
  }
}

/** Deep equality of messages. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return (
      a instanceof Uint8Array &&
      b instanceof Uint8Array &&
      a.length === b.length &&
      a.every((byte, i) => byte === b[i])
    );
  }
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.every((name) =>
    isSame((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}
