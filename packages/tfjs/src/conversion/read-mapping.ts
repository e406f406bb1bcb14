import type { MappingLayer, MatrixSource, ParameterName, Recipe } from "@reciprocal/network";
import type { Mapping } from "../layers/mapping.js";
import type { MatrixName } from "../layers/matrix-argument.js";
import { transposeValues } from "../transpose-values.js";
import { numbersOf } from "./numbers-of.js";
import { weightNamed } from "./weight-named.js";

/** A layer of this package as the mapping that it stands for. */
export async function readMapping(layer: Mapping, inputs: number): Promise<MappingLayer> {
  const { kind, units: outputs, sparsity, useBias } = layer;
  const matrices: readonly string[] = kind.matrices;
  const fields: Record<string, Float32Array | MatrixSource> = {};
  for (const name of layer.names) {
    if (name === "bias" && !useBias) continue;
    const weight = weightNamed(layer, name);
    const numbers = weight && (await numbersOf(weight));
    if (matrices.includes(name)) {
      fields[name] = sourceOf(layer, name as MatrixName, { inputs, outputs, numbers });
    } else if (name === "kernel") fields[name] = transposeValues(numbers!, inputs, outputs);
    else fields[name] = numbers ?? new Float32Array(inputs); // λ_in of one set of eigenvalues
  }
  return {
    kind: kind.kind,
    inputs,
    outputs,
    ...fields,
    ...(sparsity !== 0 && { sparsity }),
    trainable: flagsOf(layer),
    // the kind of layer has just these fields, which the compiler cannot follow
  } as unknown as MappingLayer;
}

function sourceOf(
  layer: Mapping,
  name: MatrixName,
  { inputs, outputs, numbers }: { inputs: number; outputs: number; numbers: Float32Array | undefined },
): MatrixSource {
  const inner = Math.min(inputs, outputs);
  const rows = name === "V" ? inputs : outputs;
  const columns = name === "U" || name === "V" ? inner : inputs;
  if (!numbers) return { rows, columns, recipe: layer.getConfig()[name] as unknown as Recipe };
  // V, from n inputs to k, is in × out itself
  const values = name === "V" ? numbers : transposeValues(numbers, columns, rows);
  return { rows, columns, values };
}

/** A group that is no weight (a bias that is not there, say) has the flag that the layer was given. */
function flagsOf(layer: Mapping): Record<string, boolean> {
  const trains = (name: ParameterName) => {
    const weight = weightNamed(layer, name);
    return weight ? layer.trainableWeights.includes(weight) : layer.trainable && layer.train.has(name);
  };
  return Object.fromEntries([...layer.kind.groups, "bias" as const].map((name) => [name, trains(name)]));
}
