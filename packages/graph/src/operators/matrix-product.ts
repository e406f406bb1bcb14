import { flag, object, options, type OptionTable } from "@reciprocal/guards";
import { ShapeError, transpose } from "@reciprocal/spectral";
import {
  apply,
  type Attribute,
  type Dimension,
  type Numbers,
  type Operator,
  type Value,
  type Application,
} from "../value.js";
import { sumTo } from "./arithmetic.js";
import { when } from "./when.js";

const isTransposed = (attribute: Attribute | undefined): boolean => attribute?.value === 1;

const product: Operator = {
  type: "Gemm",
  shape: ([a, b, c], { transA, transB }) => {
    const [rows, inner] = oriented(a!, isTransposed(transA));
    const [innerB, columns] = oriented(b!, isTransposed(transB));
    if (inner !== innerB) {
      throw new ShapeError(
        `Gemm: inner sizes ${inner} and ${innerB} differ ([${a!.shape.join(", ")}] · [${b!.shape.join(", ")}])`,
      );
    }
    if (c && !(c.shape.length === 1 && c.shape[0] === columns)) {
      throw new ShapeError(`Gemm: the added row needs ${columns} values, got [${c.shape.join(", ")}]`);
    }
    return [rows, columns];
  },
  multiplyAdds: ({ operands: [a], attributes: { transA }, shape }) => [
    ...shape,
    oriented(a!, isTransposed(transA))[1],
  ],
  compute: ([a, b, c], [, columns], { transA, transB }) => {
    const left = isTransposed(transA) ? transposed(a!) : a!;
    const right = isTransposed(transB) ? b! : transposed(b!);
    const result = productOfRows(left, right);
    return c ? result.map((value, i) => value + c.data[i % columns!]!) : result;
  },
  gradient: ({ operands: [a, b, c], attributes: { transA, transB } }, upstream, needed) => {
    const ta = isTransposed(transA);
    const tb = isTransposed(transB);
    return [
      when(needed[0], () =>
        ta
          ? matrixProduct(b!, upstream, { transposeA: tb, transposeB: true })
          : matrixProduct(upstream, b!, { transposeB: !tb }),
      ),
      when(needed[1], () =>
        tb
          ? matrixProduct(upstream, a!, { transposeA: true, transposeB: ta })
          : matrixProduct(a!, upstream, { transposeA: !ta }),
      ),
      when(needed[2], () => sumTo(upstream, c!.shape)),
    ];
  },
};

/** Options of `matrixProduct`. */
export interface MatrixProductOptions {
  /** Use Aᵀ. Default false. */
  readonly transposeA?: boolean;
  /** Use Bᵀ. Default false. */
  readonly transposeB?: boolean;
  /** A row added to every row of the product (a bias). Default none. */
  readonly plus?: Value | undefined;
}

const matrixProductOptions = options(
  () =>
    ({
      transposeA: flag().default(false),
      transposeB: flag().default(false),
      plus: object<Value>().optional(),
    }) satisfies OptionTable<MatrixProductOptions>,
);

/**
 * A · B + plus, for matrices.
 *
 * @param a - A, a matrix
 * @param b - B, a matrix
 *
 * @example
 * import { constant, interpret, matrixProduct } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2), [1, 2]), constant(Float32Array.of(3, 4), [2, 1])];
 * console.log(interpret({ y: matrixProduct(a, b) }).y);
 * // => { data: Float64Array(1) [ 11 ], shape: [ 1, 1 ] }
 */
export function matrixProduct(a: Value, b: Value, given: MatrixProductOptions = {}): Application {
  const { transposeA, transposeB, plus } = matrixProductOptions.read("matrixProduct", given);
  return apply(product, plus ? [a, b, plus] : [a, b], {
    transA: { type: "int", value: transposeA ? 1 : 0 },
    transB: { type: "int", value: transposeB ? 1 : 0 },
  });
}

function oriented(value: Value, transposed: boolean): [Dimension, Dimension] {
  const [rows, columns] = value.shape;
  if (value.shape.length !== 2) throw new ShapeError(`Gemm: needs matrices, got [${value.shape.join(", ")}]`);
  return transposed ? [columns!, rows!] : [rows!, columns!];
}

function transposed({ data, shape }: Numbers): Numbers {
  const [rows, columns] = shape as [number, number];
  return { data: transpose(data, rows, columns), shape: [columns, rows] };
}

/** A · Bᵀ: every row of A by every row of B, four rows of B at once, as one sum would wait for itself. */
function productOfRows(
  { data: a, shape: [rows, inner] }: Numbers,
  { data: b, shape }: Numbers,
): Float64Array {
  const columns = shape[0]!;
  const result = new Float64Array(rows! * columns);
  for (let j = 0; j < columns; j += 4) {
    const [j1, j2, j3] = [1, 2, 3].map((more) => Math.min(j + more, columns - 1)) as [number, number, number];
    const [b0, b1, b2, b3] = [j, j1, j2, j3].map((row) => b.subarray(row * inner!, (row + 1) * inner!));
    for (let i = 0; i < rows!; i++) {
      const [start, to] = [i * inner!, i * columns];
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0; k < inner!; k++) {
        const x = a[start + k]!;
        s0 += x * b0![k]!;
        s1 += x * b1![k]!;
        s2 += x * b2![k]!;
        s3 += x * b3![k]!;
      }
      result[to + j] = s0;
      result[to + j1] = s1;
      result[to + j2] = s2;
      result[to + j3] = s3;
    }
  }
  return result;
}
