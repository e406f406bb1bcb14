import type { ParameterName } from "./kinds/index.js";

/** The address of a group of numbers of a network. */
export interface ParameterId {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  /** What the group is called in its layer, such as `lambdaIn`. */
  readonly name: ParameterName;
}

/**
 * The address as text, for keys of maps and names of inputs and tensors: `0.lambdaIn`.
 *
 * @param id - the place of the layer and the name of the group
 *
 * @example
 * import { parameterKey } from "@reciprocal/network";
 *
 * console.log(parameterKey({ layer: 0, name: "lambdaIn" }));
 * // => 0.lambdaIn
 */
export function parameterKey({ layer, name }: ParameterId): string {
  return `${layer}.${name}`;
}
