import type { AttributeProto } from "@reciprocal/graph";
import { quote, showList } from "@reciprocal/guards";
import { checkDimensions, type Payer } from "./budget.js";
import type { Chain } from "./chain.js";
import type { Constants } from "./constants.js";
import { refuseUnsupported } from "./refuse.js";
import { allNumbers, sizeOf, type StridedTensor } from "./strided-tensor.js";

/** A node and what it finds when its turn comes. */
export interface Step extends Payer {
  readonly chain: Chain;
  readonly constants: Constants;
  readonly inputs: readonly string[];
  readonly attribute: (name: string) => AttributeProto | undefined;
  /** Tells the caller what the network does otherwise than the model. */
  readonly warn: (message: string) => void;
}

/** A factor of Gemm or Elu, say; if it is not given, `otherwise`. */
export function factor({ attribute }: Step, name: string, otherwise = 1): number {
  const given = attribute(name);
  return given ? (given.float ?? 0) : otherwise;
}

export function constantAt({ constants, where, inputs }: Step, place: number): StridedTensor {
  const tensor = constants.get(inputs[place]);
  if (tensor) return tensor;
  return refuseUnsupported(
    `${where} needs a constant as operand ${place}, got ${quote(inputs[place] ?? "")}`,
  );
}

/** A list of numbers, or a single one, as an operand. */
export function listAt(step: Step, place: number): Float64Array {
  const tensor = constantAt(step, place);
  if (tensor.shape.length <= 1) return allNumbers(tensor, step);
  return refuseUnsupported(
    `${step.where} needs a list as operand ${place}, got the shape ${showList(tensor.shape)}`,
  );
}

/** Sizes or axes as an operand. */
export function sizesOf(step: Step, place: number): readonly number[] {
  checkDimensions(sizeOf(constantAt(step, place).shape), `operand ${place} of ${step.where}`, "numbers");
  return [...listAt(step, place)];
}

/** Axes as an attribute, up to operator set 12, or as an operand; undefined if there are none. */
export function axesOf(step: Step): readonly number[] | undefined {
  const given = step.attribute("axes")?.ints;
  checkDimensions(given?.length ?? 0, step.where, "axes");
  return given || !step.inputs[1] ? given : sizesOf(step, 1);
}
