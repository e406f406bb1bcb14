import { type MappingLayer, materialize, type MatrixSource, type ParameterName } from "@reciprocal/network";
import { tensor, tidy } from "@tensorflow/tfjs-core";
import { transposed } from "../mapping/in-out.js";
import type { Part } from "../mapping/initial-parts.js";
import { type Mapping, networkSettings, partsOf } from "../mapping/mapping.js";
import type { MappingArguments } from "../mapping/mapping-arguments.js";
import type { MatrixArgument } from "../mapping/matrix-argument.js";
import { fieldsOf, namesOf, trainableGroups } from "../mapping/network-fields.js";
import { numbersOf } from "../mapping/numbers-of.js";
import { weightNamed } from "../mapping/weight-named.js";
import type { Place, TfjsLayer } from "./kind.js";

// What the kinds that are mappings have in common on their way to TensorFlow.js and back.

/** The arguments that every kind of mapping has. */
export function mappingArguments(layer: MappingLayer, place: Place): MappingArguments {
  const { outputs: units, bias, sparsity = 0 } = layer;
  return {
    ...{ ...place, units, sparsity },
    ...{ useBias: bias !== undefined, trainableGroups: trainableGroups(layer) },
  };
}

/** A matrix of a network as an argument of a layer: its recipe, or else its numbers. */
export function matrixArgument(source: MatrixSource): MatrixArgument {
  return "recipe" in source ? source.recipe : materialize(source);
}

/** Writes the arrays of a mapping over the initial values of its layer, which is built. */
export function writeNumbers(layer: TfjsLayer, mapping: MappingLayer): void {
  tidy(() => {
    for (const { name, shape, content } of fieldsOf(mapping)) {
      const weight = weightNamed(layer, name);
      if (!weight || !(content instanceof Float32Array)) continue;
      const [rows, columns] = shape;
      const numbers = columns === undefined ? content.slice() : transposed(content, [rows!, columns]);
      weight.write(tensor(numbers, weight.shape as number[]));
    }
  });
}

/** A layer of this package as the mapping that it stands for. */
export async function fromMapping<L extends MappingLayer>(layer: TfjsLayer): Promise<L> {
  const mapping = layer as Mapping;
  const { sparsity } = mapping;
  const fields: Record<string, Float32Array | MatrixSource> = {};
  for (const part of partsOf(mapping)) fields[part.name] = await readPart(layer, part);
  return {
    ...networkSettings(mapping),
    ...fields,
    ...(sparsity !== 0 && { sparsity }),
    trainable: flagsOf(mapping),
    // the kind of layer has just these settings and fields, which the compiler cannot follow
  } as unknown as L;
}

async function readPart(layer: TfjsLayer, part: Part): Promise<Float32Array | MatrixSource> {
  const { name, shape, isTransposed, isMatrix, recipe } = part;
  const weight = weightNamed(layer, name);
  const [rows, columns] = (isTransposed ? [...shape].reverse() : shape) as [number, number];
  if (isMatrix && !weight) return { rows, columns, recipe: recipe! };
  if (!weight) return new Float32Array(rows); // λ_in of one set of eigenvalues
  const numbers = await numbersOf(weight);
  const values = isTransposed ? transposed(numbers, [columns, rows]) : numbers;
  return isMatrix ? { rows, columns, values } : values;
}

/** What trains; a group that is no weight (a bias that is not there, say) has the flag that the layer was given. */
function flagsOf(layer: Mapping): Record<string, boolean> {
  const trains = (name: ParameterName) =>
    layer.trainable && layer.trainableGroups.has(name) && (weightNamed(layer, name)?.trainable ?? true);
  return Object.fromEntries(namesOf(layer.kind).groups.map((name) => [name, trains(name)]));
}
