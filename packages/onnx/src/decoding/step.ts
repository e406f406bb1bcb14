import type { AttributeProto } from "@reciprocal/graph";
import type { Chain } from "./chain.js";
import type { Constants } from "./constants.js";
import { quoted, refuseUnsupported } from "./refuse.js";
import type { StridedTensor } from "./strided-tensor.js";

/** A node and what it finds when its turn comes. */
export interface Step {
  readonly chain: Chain;
  readonly constants: Constants;
  /** How errors call the node. */
  readonly where: string;
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
    `${where} needs a constant as operand ${place}, got ${quoted(inputs[place] ?? "")}`,
  );
}

/** Axes as an attribute, up to operator set 12, or as an operand; undefined if there are none. */
export function axesOf(step: Step): readonly number[] | undefined {
  const listed = step.attribute("axes")?.ints;
  if (listed || !step.inputs[1]) return listed;
  const { shape, at } = constantAt(step, 1);
  return Array.from({ length: shape[0] ?? 1 }, (_, i) => at(i));
}
