import {
  createLayer,
  type Field,
  layerFields,
  type LayerSpec,
  type MappingLayer,
  type ParameterName,
} from "@reciprocal/network";

/** What a layer of a network is made of, in the order of the weights: groups, bias, matrices that never train. */
export function fieldsOf(layer: MappingLayer): Field[] {
  const rank = ({ role }: Field) => (role === "basis" ? 2 : role === "bias" ? 1 : 0);
  return layerFields(layer).sort((a, b) => rank(a) - rank(b));
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
  return {
    groups: fields.filter(({ trains }) => trains).map(({ name }) => name as ParameterName),
    matrices: fields.filter(({ storage }) => storage === "matrix").map(({ name }) => name),
    all: fields.map(({ name }) => name),
  };
}

/** A mapping of one node to one node. */
export function smallest(spec: LayerSpec): MappingLayer {
  return createLayer({ ...spec, units: 1 }, { inputs: 1 });
}

/** The groups of a layer that train. */
export function trainableGroups({ trainable }: MappingLayer): ParameterName[] {
  const flags = Object.entries(trainable) as [ParameterName, boolean][];
  return flags.filter(([, isTrained]) => isTrained).map(([name]) => name);
}
