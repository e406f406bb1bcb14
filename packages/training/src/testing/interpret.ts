import type { Application, Dimension, Value } from "../graph/value.js";

/** A tensor in float64. */
export interface Numbers {
  readonly data: number[];
  readonly shape: readonly number[];
}

/**
 * Computes a value in plain float64, from the definitions of the operators in the ONNX specification: the reference
 * against which the runtime and the gradient rules are tested.
 */
export function interpret(value: Value, feeds: Readonly<Record<string, Numbers>>): Numbers {
  if (value.kind === "input") return feeds[value.name]!;
  if (value.kind === "constant") return { data: Array.from(value.data, Number), shape: value.shape };
  const operands = value.operands.map((operand) => interpret(operand, feeds));
  return rules[value.operator.type]!(operands, value);
}

type Rule = (operands: Numbers[], value: Application) => Numbers;

const rules: Readonly<Record<string, Rule>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Neg: unary((a) => -a),
  Relu: unary((a) => Math.max(a, 0)),
  Tanh: unary(Math.tanh),
  Sigmoid: unary((a) => 1 / (1 + Math.exp(-a))),
  Elu: unary((a) => (a > 0 ? a : Math.exp(a) - 1)),
  Exp: unary(Math.exp),
  Sign: unary(Math.sign),
  GreaterOrEqual: binary((a, b) => (a >= b ? 1 : 0)),
  Cast: unary((a) => a),
  Abs: unary(Math.abs),
  HardSigmoid: unary((a) => (a > 0 ? 1 : 0)),
  Softmax: ([a]) => rowwise(a!, (row) => softmax(row)),
  LogSoftmax: ([a]) => rowwise(a!, (row) => softmax(row).map(Math.log)),
  ReduceSum: ([a, axes], { attributes }) => {
    const summed = new Set(axes!.data);
    const kept = a!.shape.map((size, axis) => (summed.has(axis) ? 1 : size));
    const data = new Array<number>(product(kept)).fill(0);
    a!.data.forEach((x, i) => {
      const at = indices(i, a!.shape).map((index, axis) => (summed.has(axis) ? 0 : index));
      data[offset(at, kept)]! += x;
    });
    return {
      data,
      shape: attributes["keepdims"]!.value === 1 ? kept : a!.shape.filter((_, axis) => !summed.has(axis)),
    };
  },
  Unsqueeze: ([a], { shape }) => ({ data: a!.data, shape: shape as number[] }),
  Squeeze: ([a], { shape }) => ({ data: a!.data, shape: shape as number[] }),
  Slice: ([a, starts, ends]) => {
    const shape = a!.shape.map((_, axis) => ends!.data[axis]! - starts!.data[axis]!);
    const data = Array.from({ length: product(shape) }, (_, i) => {
      const at = indices(i, shape).map((index, axis) => index + starts!.data[axis]!);
      return a!.data[offset(at, a!.shape)]!;
    });
    return { data, shape };
  },
  Concat: (parts, { attributes: { axis }, shape }) => {
    const data = new Array<number>(product(shape));
    let before = 0;
    for (const part of parts) {
      part.data.forEach((x, i) => {
        const at = indices(i, part.shape).map((index, a) => index + (a === axis!.value ? before : 0));
        data[offset(at, shape as number[])] = x;
      });
      before += part.shape[axis!.value]!;
    }
    return { data, shape: shape as number[] };
  },
  Gemm: ([a, b, c], { attributes: { transA, transB } }) => {
    const at = (m: Numbers, transposed: boolean, i: number, j: number): number =>
      transposed ? m.data[j * m.shape[1]! + i]! : m.data[i * m.shape[1]! + j]!;
    const [ta, tb] = [transA!.value === 1, transB!.value === 1];
    const rows = a!.shape[ta ? 1 : 0]!;
    const inner = a!.shape[ta ? 0 : 1]!;
    const columns = b!.shape[tb ? 0 : 1]!;
    const data: number[] = [];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = c ? c.data[j]! : 0;
        for (let k = 0; k < inner; k++) sum += at(a!, ta, i, k) * at(b!, tb, k, j);
        data.push(sum);
      }
    }
    return { data, shape: [rows, columns] };
  },
};

function unary(f: (a: number) => number): Rule {
  return ([a]) => ({ data: a!.data.map(f), shape: a!.shape });
}

function binary(f: (a: number, b: number) => number): Rule {
  return ([a, b]) => {
    const rank = Math.max(a!.shape.length, b!.shape.length);
    const padded = (shape: readonly number[]) => [
      ...new Array<number>(rank - shape.length).fill(1),
      ...shape,
    ];
    const [sa, sb] = [padded(a!.shape), padded(b!.shape)];
    const shape = sa.map((size, axis) => Math.max(size, sb[axis]!));
    const pick = (m: Numbers, size: readonly number[], at: readonly number[]): number =>
      m.data[
        offset(
          at.map((index, axis) => (size[axis] === 1 ? 0 : index)),
          size,
        )
      ]!;
    const data = Array.from({ length: product(shape) }, (_, i) => {
      const at = indices(i, shape);
      return f(pick(a!, sa, at), pick(b!, sb, at));
    });
    return { data, shape };
  };
}

function rowwise(a: Numbers, f: (row: number[]) => number[]): Numbers {
  const width = a.shape[1]!;
  const data = Array.from({ length: a.shape[0]! }, (_, i) =>
    f(a.data.slice(i * width, (i + 1) * width)),
  ).flat();
  return { data, shape: a.shape };
}

function softmax(row: readonly number[]): number[] {
  const powers = row.map((x) => Math.exp(x - Math.max(...row)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((x) => x / total);
}

const product = (shape: readonly Dimension[]): number => shape.reduce<number>((a, b) => a * Number(b), 1);

function indices(position: number, shape: readonly number[]): number[] {
  return shape.map((size, axis) => Math.floor(position / product(shape.slice(axis + 1))) % size);
}

function offset(at: readonly number[], shape: readonly number[]): number {
  return at.reduce((sum, index, axis) => sum * shape[axis]! + index, 0);
}
