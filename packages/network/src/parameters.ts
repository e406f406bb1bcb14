import type { ParameterName } from "./kinds/index.js";
import type { FieldRole } from "./kinds/kind.js";
import { layerFields } from "./layer-fields.js";
import { materialize } from "./matrix/materialize.js";
import { isSource } from "./matrix/source.js";
import type { PackedTriangle } from "./matrix/triangle.js";
import type { Network } from "./network.js";
import type { ParameterId } from "./parameter-id.js";
import type { Shape } from "./shape.js";
import { trainableFlags, validateNetwork } from "./validate-network.js";

/** A group of numbers of a network that training may change. */
export interface Parameter extends ParameterId {
  /** What it is for: eigenvalues, eigenvectors, kernel or bias; rates and penalties go by it. */
  readonly role: FieldRole;
  /** [m, n] for kernel and phi, row-major; one length for all others. */
  readonly shape: Shape;
  /** The network's own numbers: do not modify them. A phi that is a recipe is made when this is first read. */
  readonly values: Float32Array;
  /** Whether training changes it as the network stands. */
  readonly trainable: boolean;
  /** Which triangle of a square matrix, or lines of it, the values are, packed row by row; absent if they are none. */
  readonly packed?: PackedTriangle;
}

/**
 * The groups of numbers that training may change, in the order of the layers; U, V and Q, which never train, are not
 * among them.
 *
 * @param network - whose groups to list
 * @throws as `validateNetwork`
 *
 * @example
 * import { createNetwork, parameters } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2 }] });
 * console.log(parameters(network).map(({ name, values, trainable }) => `${name} ${values.length} ${trainable}`));
 * // => [ 'lambdaIn 4 true', 'lambdaOut 2 true', 'phi 8 false', 'bias 2 true' ]
 */
export function parameters(network: Network): Parameter[] {
  validateNetwork(network);
  return network.layers.flatMap((layer, index) =>
    layerFields(layer)
      .filter(({ trains }) => trains)
      .map(({ name, role, shape, content, packed }) => ({
        layer: index,
        // that it trains makes it the name of a parameter
        name: name as ParameterName,
        role,
        shape,
        ...(packed && { packed }),
        trainable: trainableFlags(layer)[name as ParameterName] === true,
        get values() {
          return isSource(content) ? materialize(content) : content;
        },
      })),
  );
}

/**
 * Those of `parameters` that train as the network stands.
 *
 * @param network - whose groups to list
 *
 * @example
 * import { createNetwork, trainableParameters } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2 }] });
 * console.log(trainableParameters(network).map(({ name }) => name));
 * // => [ 'lambdaIn', 'lambdaOut', 'bias' ]
 */
export function trainableParameters(network: Network): Parameter[] {
  return parameters(network).filter(({ trainable }) => trainable);
}
