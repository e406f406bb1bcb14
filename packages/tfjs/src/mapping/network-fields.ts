import {
  createNetwork,
  type LayerSpec,
  type MappingLayer,
  type MatrixSource,
  type ParameterName,
  parameters,
} from "@reciprocal/network";

/** A group or matrix of a layer of a network. */
export interface Field {
  readonly name: string;
  readonly isBasis: boolean;
  readonly shape: readonly number[];
  readonly content: Float32Array | MatrixSource;
}

/** In the order of the weights: groups, bias, matrices that never train. */
export function fieldsOf(layer: MappingLayer): readonly Field[] {
  const groups = parameters({ inputShape: [layer.inputs], layers: [layer] });
  const all = Object.entries(layer).flatMap(([name, content]: [string, unknown]): Field[] => {
    const isBasis = !(name in layer.trainable);
    if (content instanceof Float32Array) {
      return [{ name, isBasis, content, shape: groups.find((group) => group.name === name)!.shape }];
    }
    if (typeof content !== "object" || content === null || !("rows" in content)) return [];
    const source = content as MatrixSource;
    return [{ name, isBasis, content: source, shape: [source.rows, source.columns] }];
  });
  const rank = ({ name, isBasis }: Field) => (isBasis ? 2 : name === "bias" ? 1 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** The names of the groups and matrices of a kind, in the order of the weights. */
export interface KindNames {
  /** Groups that may train, bias last. */
  readonly groups: readonly ParameterName[];
  readonly matrices: readonly string[];
  readonly all: readonly string[];
}

/** What layers of a kind are made of, whatever their size. */
export function namesOf(kind: MappingLayer["kind"]): KindNames {
  const fields = fieldsOf(smallest({ kind, units: 1 }));
  const groups = fields.filter(({ isBasis }) => !isBasis).map(({ name }) => name as ParameterName);
  const matrices = fields.filter(({ content }) => "rows" in content).map(({ name }) => name);
  return { groups, matrices, all: fields.map(({ name }) => name) };
}

/** A mapping of one node to one node. */
export function smallest(spec: LayerSpec): MappingLayer {
  return createNetwork({ inputShape: 1, layers: [{ ...spec, units: 1 }] }).layers[0] as MappingLayer;
}

/** The groups of a layer that train. */
export function trainableGroups({ trainable }: MappingLayer): ParameterName[] {
  const flags = Object.entries(trainable) as [ParameterName, boolean][];
  return flags.filter(([, isTrained]) => isTrained).map(([name]) => name);
}
