import { materialize, type MappingLayer, type Recipe } from "@reciprocal/network";
import type { Mapping } from "../mapping/mapping.js";
import { namesOf } from "../mapping/network-fields.js";
import { weightNamed } from "../mapping/weight-named.js";
import { transposed } from "../mapping/in-out.js";

/** A layer's groups and matrices as a network holds them: out × in, row-major. */
export type Numbers = Readonly<Record<string, Float64Array>>;

/** Rows and columns of a matrix of the network. */
export function shapeOf(name: string, inputs: number, outputs: number): [number, number] {
  const k = Math.min(inputs, outputs);
  if (name === "U") return [outputs, k];
  if (name === "V") return [inputs, k];
  return [outputs, inputs];
}

/** Reads back everything that a built layer computes with. */
export function numbersOf(layer: Mapping, inputs: number): Numbers {
  const numbers: Record<string, Float64Array> = {};
  const config = layer.getConfig() as Record<string, unknown>;
  for (const name of namesOf(layer.kind).all) {
    const weight = weightNamed(layer, name);
    const [rows, columns] = shapeOf(name, inputs, layer.units);
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

/** The network's layer with these numbers. */
export function networkLayerOf(layer: Mapping, inputs: number): MappingLayer {
  const { kind, units: outputs, sparsity, trainableGroups } = layer;
  const { groups } = namesOf(kind);
  const entries = Object.entries(numbersOf(layer, inputs)).map(([name, numbers]) => {
    const values = Float32Array.from(numbers);
    if (!["phi", "U", "V", "Q"].includes(name)) return [name, values];
    const [rows, columns] = shapeOf(name, inputs, outputs);
    return [name, { rows, columns, values }];
  });
  const trainable = Object.fromEntries(groups.map((name) => [name, trainableGroups.has(name)]));
  return {
    kind,
    inputs,
    outputs,
    ...(sparsity > 0 && { sparsity }),
    ...Object.fromEntries(entries),
    trainable,
  } as MappingLayer;
}
