import { isSource } from "./internal/is-source.js";
import { kindOf } from "./layer-kinds.js";
import type { ParameterRole } from "./layer-kind.js";
import { materialize } from "./materialize.js";
import type { Network, ParameterName } from "./network.js";
import { layerLabel, trainableFlags, validateNetwork } from "./validate-network.js";

/** A group of numbers of a network that training may change. */
export interface Parameter {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  readonly name: ParameterName;
  readonly role: ParameterRole;
  /** [m, n] for kernel and phi, row-major; one length for all others. */
  readonly shape: readonly number[];
  /** The network's own numbers: do not modify them. A phi that is a recipe is made when this is first read. */
  readonly values: Float32Array;
  /** Whether training changes it as the network stands. */
  readonly trainable: boolean;
}

/**
 * The groups of numbers that training may change, in the order of the layers; U, V and Q, which never train, are not
 * among them.
 *
 * @throws as `validateNetwork`
 */
export function parameters(network: Network): Parameter[] {
  validateNetwork(network);
  return network.layers.flatMap((layer, index) =>
    kindOf(layerLabel(layer, index), layer)
      .groups(layer)
      .map(({ name, role, shape, content }) => ({
        layer: index,
        name,
        role,
        shape,
        trainable: trainableFlags(layer)[name] === true,
        get values() {
          return isSource(content) ? materialize(content) : content;
        },
      })),
  );
}

/** Those of `parameters` that train as the network stands. */
export function trainableParameters(network: Network): Parameter[] {
  return parameters(network).filter(({ trainable }) => trainable);
}
