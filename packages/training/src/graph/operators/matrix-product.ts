import { ShapeError } from "@reciprocal/spectral";
import { sumTo } from "../broadcast.js";
import { apply, when, type Operator } from "../operator.js";
import type { Dimension, Value } from "../value.js";

const isTransposed = (attribute: { readonly value: number } | undefined): boolean => attribute?.value === 1;

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

export interface MatrixProductOptions {
  /** Use Aᵀ. Default false. */
  readonly transposeA?: boolean;
  /** Use Bᵀ. Default false. */
  readonly transposeB?: boolean;
  /** A row added to every row of the product (a bias). Default none. */
  readonly plus?: Value | undefined;
}

/** A · B + plus, for matrices. */
export function matrixProduct(a: Value, b: Value, options: MatrixProductOptions = {}): Value {
  const { transposeA = false, transposeB = false, plus } = options;
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
