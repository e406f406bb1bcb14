import { elementTypes } from "@reciprocal/graph";
import { showList } from "@reciprocal/guards";
import { refuseUnsupported } from "./refuse.js";
import { checkDimensions } from "./budget.js";
import { axesOf, constantAt, sizesOf, type Step } from "./step.js";
import {
  allNumbers,
  combined,
  fits,
  rowMajor,
  sizeOf,
  type StridedTensor,
  tensorOf,
  transposed,
} from "./strided-tensor.js";

/** Operators on constants alone, which give constants. */
export const onConstants: Readonly<Record<string, (step: Step) => StridedTensor>> = {
  Constant(step) {
    const { constants, where } = step;
    const tensor = step.attribute("value")?.tensor;
    if (tensor) return constants.opened(tensor, where);
    const list = step.attribute("value_floats")?.floats ?? step.attribute("value_ints")?.ints;
    const value = list ?? step.attribute("value_float")?.float ?? step.attribute("value_int")?.int;
    return value === undefined ? refuseUnsupported(`${where} holds no numbers`) : tensorOf(value);
  },
  Identity: (step) => constantAt(step, 0),
  Cast(step) {
    checkCast(step);
    return constantAt(step, 0);
  },
  Transpose(step) {
    const tensor = constantAt(step, 0);
    const perm = step.attribute("perm")?.ints ?? [1, 0];
    if (tensor.shape.length !== 2 || perm.length !== 2 || perm[0] !== 1 || perm[1] !== 0) {
      refuseUnsupported(
        `${step.where} must transpose a matrix, got ${showList(tensor.shape)} with perm ${showList(perm)}`,
      );
    }
    return transposed(tensor);
  },
  Unsqueeze(step) {
    const tensor = constantAt(step, 0);
    const axes = axesOf(step) ?? [];
    const rank = tensor.shape.length + axes.length;
    checkDimensions(rank, `the result of ${step.where}`);
    const added = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    let from = 0;
    const shape = Array.from({ length: rank }, (_, axis) =>
      added.includes(axis) ? 1 : tensor.shape[from++]!,
    );
    return reshaped(step, tensor, shape);
  },
  Squeeze(step) {
    const tensor = constantAt(step, 0);
    const rank = tensor.shape.length;
    const axes = axesOf(step)?.map((axis) => (axis < 0 ? axis + rank : axis));
    const isGone = (size: number, axis: number) => (axes ? axes.includes(axis) : size === 1);
    return reshaped(
      step,
      tensor,
      tensor.shape.filter((size, axis) => !isGone(size, axis)),
    );
  },
  Reshape(step) {
    const tensor = constantAt(step, 0);
    const allowsZero = step.attribute("allowzero")?.int === 1;
    const target = sizesOf(step, 1).map((size, axis) =>
      size === 0 && !allowsZero ? (tensor.shape[axis] ?? NaN) : size,
    );
    const rest = target.reduce((product, size) => (size === -1 ? product : product * size), 1);
    return reshaped(
      step,
      tensor,
      target.map((size) => (size === -1 ? sizeOf(tensor.shape) / rest : size)),
    );
  },
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: elementwise((a, b) => a / b),
  Neg: elementwise((a) => -a),
  Sqrt: elementwise((a) => Math.sqrt(a)),
  Reciprocal: elementwise((a) => 1 / a),
};

/** Of one or two operands, which are spread over each other. */
function elementwise(compute: (a: number, b: number) => number): (step: Step) => StridedTensor {
  return (step) => {
    const a = constantAt(step, 0);
    const b = step.inputs.length > 1 ? constantAt(step, 1) : tensorOf(0);
    const rank = Math.max(a.shape.length, b.shape.length);
    const sizeAt = ({ shape }: StridedTensor, axis: number) => shape[axis - rank + shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, axis) =>
      sizeAt(a, axis) === 1 ? sizeAt(b, axis) : sizeAt(a, axis),
    );
    if (!fits(a, shape) || !fits(b, shape)) {
      refuseUnsupported(`${step.where} gets ${showList(a.shape)} and ${showList(b.shape)}, which do not fit`);
    }
    const values = combined([a, b], shape, compute, step);
    return rowMajor({ shape, at: (place) => values[place]! });
  };
}

function reshaped(step: Step, tensor: StridedTensor, shape: readonly number[]): StridedTensor {
  const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || sizeOf(shape) !== sizeOf(tensor.shape)) {
    refuseUnsupported(
      `${step.where} cannot make ${showList(shape)} of a constant of shape ${showList(tensor.shape)}`,
    );
  }
  const { strides } = rowMajor(tensor);
  if (strides.every((stride, axis) => stride === tensor.strides[axis]))
    return rowMajor({ shape, at: tensor.at });
  const values = allNumbers(tensor, step);
  return rowMajor({ shape, at: (place) => values[place]! });
}

/** Numbers stay as they are, so only casts between floating types are passed over. */
export function checkCast({ where, attribute }: Pick<Step, "where" | "attribute">): void {
  const to = attribute("to")?.int ?? 0;
  if (to === elementTypes.float32 || to === elementTypes.float64 || to === elementTypes.float16) return;
  refuseUnsupported(`${where} is to element type ${to}; supported are floating types`);
}
