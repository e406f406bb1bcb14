import type { FieldRole, FieldStorage, Settings } from "./kinds/kind.js";
import { type FieldName, fieldRules, kindOf, type Layer } from "./kinds/index.js";
import type { MatrixSource } from "./matrix/source.js";
import type { PackedTriangle } from "./matrix/triangle.js";
import type { Shape } from "./shape.js";

/** A list of numbers or a matrix that a layer has. */
export interface Field {
  /** What it is called in the layer, such as `lambdaIn`. */
  readonly name: FieldName;
  /** What it is for: eigenvalues, eigenvectors, kernel, bias or a basis. */
  readonly role: FieldRole;
  /** How the layer holds it. */
  readonly storage: FieldStorage;
  /** [rows, columns] of a matrix; of a packed triangle how many numbers it has. */
  readonly shape: Shape;
  /** The layer's own: do not modify it. A matrix source if `storage` is `matrix`. */
  readonly content: Float32Array | MatrixSource;
  /** Whether training may change it; whether it does as the layer stands, `trainable` of the layer says. */
  readonly trains: boolean;
  /** Which triangle of a square matrix, or lines of it, the numbers are, packed row by row; absent if they are none. */
  readonly packed?: PackedTriangle;
}

/**
 * Every list of numbers and every matrix of a layer, bases such as U, V and Q included, in the order of files. A bias that
 * the layer does not have is left out.
 *
 * @param layer - whose numbers to list
 * @throws {TypeError} for a kind that is not known
 *
 * @example
 * import { createNetwork, layerFields } from "@reciprocal/network";
 *
 * const { layers } = createNetwork({ inputShape: 4, layers: [{ kind: "s-svd", units: 2 }] });
 * console.log(layerFields(layers[0]!).map(({ name, shape }) => `${name} ${shape.join("×")}`).join(", "));
 * // => lambdaIn 4, lambdaOut 2, U 2×2, s 2, V 4×2, bias 2
 */
export function layerFields(layer: Layer): Field[] {
  return fieldRules(kindOf("layerFields", layer)).flatMap(([name, rule]): Field[] => {
    const content = fieldContent(layer, name);
    if (content === undefined && rule.isOptional) return [];
    const { role, storage, trains } = rule;
    const settings = layer as Settings<Layer>;
    const packed = rule.packed?.(settings);
    return [
      {
        ...{ name, role, storage, trains, content: content! },
        shape: rule.shape(settings),
        ...(packed && { packed }),
      },
    ];
  });
}

/** What a layer holds under the name of a field; undefined if it has none. */
export function fieldContent(layer: Layer, name: FieldName): Float32Array | MatrixSource | undefined {
  return (layer as Partial<Record<FieldName, Float32Array | MatrixSource>>)[name];
}
