import { createNetwork, type MappingLayer, materialize, type Recipe } from "@reciprocal/network";
import { transposed } from "../mapping/in-out.js";
import type { Mapping } from "../mapping/mapping.js";
import { fieldsOf, namesOf } from "../mapping/network-fields.js";
import { weightNamed } from "../mapping/weight-named.js";

/** A layer's groups and matrices as a network holds them: out × in, row-major. */
export type Numbers = Readonly<Record<string, Float64Array>>;

/** Reads back everything that a built layer computes with. */
export function numbersOf(layer: Mapping, inputs: number): Numbers {
  const numbers: Record<string, Float64Array> = {};
  const config = layer.getConfig() as Record<string, unknown>;
  for (const { name, shape } of fieldsFor(layer, inputs)) {
    const weight = weightNamed(layer, name);
    const [rows, columns] = shape as [number, number];
    if (weight) {
      const values = weight.read().dataSync<"float32">();
      const isTransposed = weight.shape.length === 2 && name !== "V";
      numbers[name] = Float64Array.from(isTransposed ? transposed(values, [columns, rows]) : values);
    } else if (name === "lambdaIn") numbers[name] = new Float64Array(inputs);
    else if (name !== "bias") {
      numbers[name] = Float64Array.from(materialize({ rows, columns, recipe: config[name] as Recipe }));
    }
  }
  return numbers;
}

/** The network's layer with these numbers, its matrices stored. */
export function networkLayerOf(layer: Mapping, inputs: number): MappingLayer {
  const { kind, units: outputs, sparsity, trainableGroups } = layer;
  const numbers = numbersOf(layer, inputs);
  const entries = fieldsFor(layer, inputs).flatMap(({ name, storage, shape }) => {
    if (!numbers[name]) return [];
    const values = Float32Array.from(numbers[name]);
    return [[name, storage === "matrix" ? { rows: shape[0], columns: shape[1], values } : values]];
  });
  const trainable = namesOf(kind).groups.map((name) => [name, trainableGroups.has(name)]);
  return {
    ...{ kind, inputs, outputs },
    ...(sparsity > 0 && { sparsity }),
    ...Object.fromEntries(entries),
    trainable: Object.fromEntries(trainable) as object,
  } as MappingLayer;
}

function fieldsFor({ kind, units }: Mapping, inputs: number) {
  return fieldsOf(createNetwork({ inputShape: inputs, layers: [{ kind, units }] }).layers[0] as MappingLayer);
}
