import { deriveSeed, spectralKernelValues } from "@reciprocal/spectral";
import { type InitialValues, makeInitialValues } from "./initial-values.js";
import type { Basis, Group } from "./layer-kind.js";
import { mappingFields, type MappingKind, mappingKind, type MappingSpec } from "./mapping-kind.js";
import type { MappingLayer } from "./network.js";

/** The layers with eigenvalues: w_ij = (λ_in_j − λ_out_i) φ_ij, each with its own φ. */
export type ReciprocalLayer = Extract<MappingLayer, { readonly lambdaIn: Float32Array }>;

/** What the specs of all layers with eigenvalues have in common. */
export interface ReciprocalSpec extends MappingSpec {
  /** Where λ_in starts; the default is that of the kind. */
  readonly lambdaIn?: InitialValues;
  /** Where λ_out starts; the default is that of the kind. */
  readonly lambdaOut?: InitialValues;
}

/** A kind of layer that says how its eigenvector block φ is made; its kernel follows. */
export interface ReciprocalKind<L extends ReciprocalLayer, S extends ReciprocalSpec> extends MappingKind<
  L,
  S
> {
  /** φ, m×n, in float64. */
  phi(layer: L): Float64Array;
}

interface ReciprocalParts<L extends ReciprocalLayer, S extends ReciprocalSpec> {
  /** Keys of the spec beside those of every layer with eigenvalues. */
  options: readonly (Exclude<keyof S, keyof ReciprocalSpec | "kind"> & string)[];
  create: MappingKind<L, S>["create"];
  phi: (layer: L) => Float64Array;
  /** Eigenvalues and bias aside. */
  groups: (layer: L) => readonly Group[];
  bases: (layer: L) => readonly Basis[];
}

export function reciprocalKind<L extends ReciprocalLayer, S extends ReciprocalSpec>({
  options,
  create,
  phi,
  groups,
  bases,
}: ReciprocalParts<L, S>): ReciprocalKind<L, S> {
  const kind = mappingKind<L, S>({
    options: ["lambdaIn", "lambdaOut", ...options],
    create,
    bases,
    kernel: (layer) => spectralKernelValues(phi(layer), layer.lambdaIn, layer.lambdaOut),
    groups: (layer) => [
      { name: "lambdaIn", role: "eigenvalues", shape: [layer.inputs], content: layer.lambdaIn },
      { name: "lambdaOut", role: "eigenvalues", shape: [layer.outputs], content: layer.lambdaOut },
      ...groups(layer),
    ],
  });
  return { ...kind, phi };
}

/** The fields that every layer with eigenvalues starts with; `defaults` are the published initial values. */
export function reciprocalFields(
  where: string,
  spec: ReciprocalSpec,
  {
    inputs,
    seed,
    defaults,
  }: { inputs: number; seed: number; defaults: { lambdaIn: InitialValues; lambdaOut: InitialValues } },
) {
  const spectrum = (name: "lambdaIn" | "lambdaOut", length: number) =>
    makeInitialValues(`${where}: ${name}`, spec[name] ?? defaults[name], {
      length,
      seed: deriveSeed(seed, name),
    });
  return {
    ...mappingFields(spec, inputs),
    lambdaIn: spectrum("lambdaIn", inputs),
    lambdaOut: spectrum("lambdaOut", spec.units),
  };
}
