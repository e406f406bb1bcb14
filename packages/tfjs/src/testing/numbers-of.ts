import { type MappingLayer, materialize } from "@reciprocal/network";
import { transposed } from "../mapping/in-out.js";
import { type Mapping, networkSettings, partsOf } from "../mapping/mapping.js";
import { namesOf } from "../mapping/network-fields.js";
import { weightNamed } from "../mapping/weight-named.js";

/** A layer's groups and matrices as a network holds them: out × in, row-major. */
export type Numbers = Readonly<Record<string, Float64Array>>;

/** Reads back everything that a built layer computes with. */
export function numbersOf(layer: Mapping): Numbers {
  const numbers: Record<string, Float64Array> = {};
  for (const { name, shape, isTransposed, recipe } of partsOf(layer)) {
    const weight = weightNamed(layer, name);
    const size = shape as [number, number];
    if (weight) {
      const values = weight.read().dataSync<"float32">();
      numbers[name] = Float64Array.from(isTransposed ? transposed(values, size) : values);
    } else if (recipe) {
      const [rows, columns] = isTransposed ? size.toReversed() : size;
      numbers[name] = Float64Array.from(materialize({ rows: rows!, columns: columns!, recipe }));
    } else numbers[name] = new Float64Array(shape[0]!); // a constant of zeros
  }
  return numbers;
}

/** The network's layer with these numbers, its matrices stored. */
export function networkLayerOf(layer: Mapping): MappingLayer {
  const { kind, sparsity, trainableGroups } = layer;
  const numbers = numbersOf(layer);
  const entries = partsOf(layer).flatMap(({ name, shape, isTransposed, isMatrix }) => {
    const values = Float32Array.from(numbers[name]!);
    const [rows, columns] = isTransposed ? shape.toReversed() : shape;
    return [[name, isMatrix ? { rows, columns, values } : values]];
  });
  const trainable = namesOf(kind).groups.map((name) => [name, trainableGroups.has(name)]);
  return {
    ...networkSettings(layer),
    ...(sparsity > 0 && { sparsity }),
    ...Object.fromEntries(entries),
    trainable: Object.fromEntries(trainable) as object,
  } as MappingLayer;
}
