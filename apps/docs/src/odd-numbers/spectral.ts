import {
  ConvergenceError,
  eigenvalues,
  epochOrder,
  erf,
  fromTransferOperator,
  magnitudeThreshold,
  multiplyCsr,
  orthonormalFactor,
  randomNormal,
  randomOrthonormal,
  randomPermutation,
  randomSigns,
  randomUniform,
  ShapeError,
  singularValues,
  spectralKernel,
  spectralKernelValues,
  svd,
  thinLq,
  thinQr,
  toCsr,
  transferOperator,
  transpose,
} from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";

const tiny = 5e-324; // the smallest float64
const column = (...values: number[]) => Matrix.columnVector(values);
const row = (...values: number[]) => Matrix.rowVector(values);

export const spectralRows: readonly Row[] = [
  {
    functions: ["spectralKernelValues", "spectralKernel", "transferOperator"],
    cells: {
      "NaN or ±∞": gives(
        "in the entries that it concerns",
        () => [
          [...spectralKernelValues([1, 1, 1, NaN], [NaN, 2], [0, 1])],
          spectralKernel(row(1, 1), [Infinity, 2], [0]).to2DArray(),
          transferOperator(row(1, 1), [2, -Infinity], [0]).to2DArray(),
        ],
        [
          [NaN, 2, NaN, NaN],
          [[Infinity, 2]],
          [
            [2, 0, 0],
            [0, -Infinity, 0],
            [2, -Infinity, 0],
          ],
        ],
      ),
      denormal: gives("computed as they are", () => spectralKernelValues([tiny], [2], [0]), [2 * tiny]),
      huge: gives("±∞ where a gap passes float64", () => spectralKernelValues([1], [1e308], [-1e308]), [
        Infinity,
      ]),
      none: gives("no kernel", () => spectralKernelValues([], [], []), []),
      "λ_in = λ_out": gives(
        "0, whatever φ is",
        () => spectralKernelValues([1e308, -3], [7, 7], [7]),
        [0, -0],
      ),
      "width 1": gives("one number", () => spectralKernelValues([2], [3], [1]), [4]),
    },
  },
  {
    functions: ["fromTransferOperator"],
    cells: {
      "NaN or ±∞": refusesNotFinite(ConvergenceError, "needs finite values", (x) =>
        fromTransferOperator(
          new Matrix([
            [x, 0],
            [1, 2],
          ]),
          1,
        ),
      ),
      denormal: refuses(RangeError, "no finite phi gives the kernel", () =>
        fromTransferOperator(
          new Matrix([
            [4, 0],
            [tiny, 0],
          ]),
          1,
        ),
      ),
      huge: refuses(RangeError, "no finite phi gives the kernel", () =>
        fromTransferOperator(
          new Matrix([
            [1e308, 0],
            [1, -1e308],
          ]),
          1,
        ),
      ),
      none: refuses(RangeError, "inputs must be an integer from 1", () =>
        fromTransferOperator(new Matrix(1, 1), 0),
      ),
      "λ_in = λ_out": gives(
        "φ = 0 if w = 0, else an error",
        () => [
          fromTransferOperator(
            new Matrix([
              [3, 0],
              [0, 3],
            ]),
            1,
          ).phi.to2DArray(),
          (() => {
            try {
              return fromTransferOperator(
                new Matrix([
                  [3, 0],
                  [1, 3],
                ]),
                1,
              );
            } catch (error) {
              return (error as Error).name;
            }
          })(),
        ],
        [[[0]], "RangeError"],
      ),
    },
  },
  {
    functions: ["eigenvalues"],
    cells: {
      "NaN or ±∞": gives("as they are", () => eigenvalues([NaN], [Infinity]), [NaN, Infinity]),
      none: gives("none", () => eigenvalues([], []), []),
    },
  },
  {
    functions: ["svd", "singularValues"],
    cells: {
      "NaN or ±∞": refusesNotFinite(ConvergenceError, "needs finite values", (x) =>
        singularValues(row(1, x)),
      ),
      denormal: gives(
        "right, unless another entry is 10⁷⁷ times as large",
        () => singularValues(column(tiny)),
        [tiny],
      ),
      huge: so("right, as far as float64 holds it", () => {
        const { s } = svd(row(3e307, 4e307));
        return Math.abs(s[0]! / 5e307 - 1) < 1e-15 && singularValues(row(1.5e308, 1.5e308))[0] === Infinity;
      }),
      constant: so("one singular value, the others near 0", () => {
        const s = singularValues(Matrix.ones(3, 4));
        return Math.abs(s[0]! - Math.sqrt(12)) < 1e-14 && s[1]! < 1e-15 && s[2]! < 1e-15;
      }),
      none: refuses(RangeError, "rows must be an integer of at least 1", () => svd(new Matrix(0, 0))),
      "width 1": gives("the length of the column", () => svd(column(3, 4)).s, [5]),
    },
  },
  {
    functions: ["thinQr", "thinLq", "orthonormalFactor"],
    cells: {
      "NaN or ±∞": refusesNotFinite(ConvergenceError, "needs finite values", (x) => thinQr(column(1, x))),
      denormal: so(
        "right to the digits that they have",
        () => thinQr(column(3 * tiny, 4 * tiny)).R.get(0, 0) === 5 * tiny,
      ),
      huge: so(
        "right, as far as float64 holds it",
        () => Math.abs(thinQr(column(3e307, 4e307)).R.get(0, 0) / 5e307 - 1) < 1e-15,
      ),
      constant: so("Q is orthonormal, R has a row near 0", () => {
        const { Q, R } = orthonormalFactor(new Float64Array(6).fill(1), 3, 2);
        const dot = Q[0]! * Q[1]! + Q[2]! * Q[3]! + Q[4]! * Q[5]!;
        return Math.abs(dot) < 1e-15 && Math.abs(R[3]!) < 1e-15;
      }),
      none: refuses(RangeError, "rows must be an integer of at least 1", () => thinLq(new Matrix(0, 0))),
      "width 1": gives("the column over its length", () => thinQr(column(3, 4)).R.to2DArray(), [[5]]),
    },
  },
  {
    functions: ["magnitudeThreshold"],
    cells: {
      "NaN or ±∞": gives(
        "larger than every number, NaN largest",
        () => [magnitudeThreshold([NaN, 1, -Infinity], 0.67), magnitudeThreshold([NaN, 1, -Infinity], 0.4)],
        [NaN, Infinity],
      ),
      denormal: gives(
        "ordered as float32",
        () => magnitudeThreshold([3e-45, 1.5e-45, 1e-46], 0.67),
        Math.fround(3e-45),
      ),
      huge: gives("∞ beyond float32", () => magnitudeThreshold([1e39], 0.5), Infinity),
      constant: gives("that number, so nothing is masked", () => magnitudeThreshold([-2, 2, 2], 0.9), 2),
      none: refuses(ShapeError, "needs at least one value", () => magnitudeThreshold([], 0.5)),
      "width 1": gives("the number, which stays", () => magnitudeThreshold([3], 0.99), 3),
    },
  },
  {
    functions: ["toCsr", "multiplyCsr"],
    cells: {
      "NaN or ±∞": gives(
        "kept; reach the sums that they concern, 0 · NaN does not",
        () => multiplyCsr(toCsr([1, 0, 0, 2, NaN, 0], 3, 2), [3, NaN]),
        [3, NaN, NaN],
      ),
      denormal: gives("kept", () => toCsr([0, tiny, -0], 1, 3).values, [tiny]),
      huge: gives("±∞ where a sum passes float64", () => multiplyCsr(toCsr([1, 1], 1, 2), [1e308, 1e308]), [
        Infinity,
      ]),
      none: refuses(RangeError, "rows must be an integer of at least 1", () => toCsr([], 0, 0)),
      "width 1": gives("one number", () => multiplyCsr(toCsr([2], 1, 1), [3]), [6]),
    },
  },
  {
    functions: ["randomUniform", "randomNormal"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be a finite number", (x) => [
        randomNormal(1, { seed: 1, mean: x }),
        randomUniform(1, { seed: 1, low: x }),
      ]),
      denormal: so("drawn in between", () =>
        randomUniform(100, { seed: 1, high: 3 * tiny }).every((x) => x >= 0 && x < 3 * tiny),
      ),
      huge: refuses(RangeError, "finite", (draw) => draw(), [
        () => randomUniform(1, { seed: 1, low: -1e308, high: 1e308 }),
        () => randomNormal(1, { seed: 1, deviation: 1e308 }),
      ] as (() => unknown)[]),
      constant: gives(
        "that number",
        () => [
          ...randomUniform(2, { seed: 1, low: 5, high: 5 }),
          ...randomNormal(1, { seed: 1, mean: 5, deviation: 0 }),
        ],
        [5, 5, 5],
      ),
      none: refuses(RangeError, "length must be an integer of at least 1", () =>
        randomNormal(0, { seed: 1 }),
      ),
    },
  },
  {
    functions: ["randomSigns", "randomPermutation", "epochOrder", "randomOrthonormal"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "seed must be an integer", (x) =>
        randomSigns(1, { seed: x }),
      ),
      none: refuses(RangeError, "must be an integer", (draw) => draw(), [
        () => randomSigns(0, { seed: 1 }),
        () => randomPermutation(0, { seed: 1 }),
        () => epochOrder(0, { epoch: 1 }),
      ] as (() => unknown)[]),
      "one sample": gives("that sample", () => epochOrder(1, { epoch: 3 }), [0]),
      "width 1": so("±1", () => Math.abs(randomOrthonormal(1, 1, { seed: 3 })[0]!) === 1),
    },
  },
  {
    functions: ["erf"],
    cells: {
      "NaN or ±∞": gives("NaN, ±1", () => [erf(NaN), erf(Infinity), erf(-Infinity)], [NaN, 1, -1]),
      denormal: gives("to the nearest denormal", () => erf(tiny), tiny),
      huge: gives("±1", () => [erf(1e308), erf(-1e308)], [1, -1]),
    },
  },
  {
    functions: ["transpose"],
    cells: {
      "NaN or ±∞": gives("moved as they are", () => transpose([NaN, Infinity], 1, 2), [NaN, Infinity]),
      none: gives("none", () => transpose([], 0, 3), []),
    },
  },
];
