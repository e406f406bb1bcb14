import { deriveSeed, spectralKernelValues } from "@reciprocal/spectral";
import { type InitialValues, initialValues, makeInitialValues } from "./initial-values.js";
import type { FieldTable } from "./kind.js";
import { type Creation, type Start, startingBias } from "./start.js";
import {
  type Mapping,
  mappingKind,
  type MappingKind,
  mappingOptions,
  type MappingParts,
  type MappingSpec,
  mappingStart,
} from "./mapping.js";

/** What the layers with eigenvalues have: w_ij = (λ_in_j − λ_out_i) φ_ij, each with its own φ. */
export interface ReciprocalMapping extends Mapping {
  /** λ_in, length n */
  readonly lambdaIn: Float32Array;
  /** λ_out, length m */
  readonly lambdaOut: Float32Array;
}

/** What the specs of all layers with eigenvalues have in common. */
export interface ReciprocalSpec<Group extends string = string> extends MappingSpec<
  "lambdaIn" | "lambdaOut" | Group
> {
  /** Where λ_in starts; default by `start`: 1, or as published. */
  readonly lambdaIn?: InitialValues;
  /** Where λ_out starts; default by `start`: 0, or as published. */
  readonly lambdaOut?: InitialValues;
}

/** A kind of layer that says how its eigenvector block φ is made; its kernel follows. */
export interface ReciprocalKind<
  L extends ReciprocalMapping & { readonly kind: string },
  S extends ReciprocalSpec,
> extends MappingKind<L, S> {
  /** φ, m×n, in float64. */
  phi(layer: L): Float64Array;
}

interface ReciprocalParts<L extends ReciprocalMapping & { readonly kind: string }, S extends ReciprocalSpec> {
  readonly code: number;
  readonly version: number;
  /** Eigenvalues and bias aside. */
  readonly fields: Omit<FieldTable<L>, "lambdaIn" | "lambdaOut" | "bias">;
  readonly settings?: MappingParts<L, S>["settings"];
  readonly check?: MappingParts<L, S>["check"];
  readonly create: MappingParts<L, S>["create"];
  readonly phi: (layer: L) => Float64Array;
}

const eigenvalues: Pick<FieldTable<ReciprocalMapping>, "lambdaIn" | "lambdaOut"> = {
  lambdaIn: { role: "eigenvalues", storage: "vector", trains: true, shape: ({ inputs }) => [inputs] },
  lambdaOut: { role: "eigenvalues", storage: "vector", trains: true, shape: ({ outputs }) => [outputs] },
};

export function reciprocalKind<
  L extends ReciprocalMapping & { readonly kind: string },
  S extends ReciprocalSpec,
>({ code, version, fields, settings, check, create, phi }: ReciprocalParts<L, S>): ReciprocalKind<L, S> {
  const kind = mappingKind<L, S>({
    code,
    version,
    // the fields of the kind, which the compiler cannot follow for any L
    fields: { ...eigenvalues, ...fields } as unknown as Omit<FieldTable<L>, "bias">,
    ...(settings && { settings }),
    check,
    create,
    kernel: (layer) => spectralKernelValues(phi(layer), layer.lambdaIn, layer.lambdaOut),
  });
  return { ...kind, phi };
}

/** The options that the specs of all layers with eigenvalues have; `group` is the one that may train besides them. */
/* @__NO_SIDE_EFFECTS__ */
export function reciprocalOptions<Group extends string>(group: Group) {
  return {
    ...mappingOptions(["lambdaIn", "lambdaOut", group]),
    lambdaIn: initialValues().optional(),
    lambdaOut: initialValues().optional(),
  };
}

/** Where the eigenvalues of a kind start. */
export type StartingSpectra = Readonly<Record<"lambdaIn" | "lambdaOut", InitialValues>>;

/** w = φ. */
const unitSpectra: StartingSpectra = { lambdaIn: 1, lambdaOut: 0 };

/** What every layer with eigenvalues starts with; `published` are the initial values of the publication. */
export function reciprocalStart(
  spec: Parameters<typeof mappingStart>[0] &
    Pick<ReciprocalSpec, "lambdaIn" | "lambdaOut"> & { start: Start },
  { inputs, seed, isHidden }: Creation,
  { published, unit = unitSpectra }: { published: StartingSpectra; unit?: StartingSpectra },
): ReciprocalMapping {
  const { start, units } = spec;
  const defaults = start === "published" ? published : unit;
  const spectrum = (name: "lambdaIn" | "lambdaOut", length: number) =>
    makeInitialValues(spec[name] ?? defaults[name], { length, seed: deriveSeed(seed, name) });
  const mapping = mappingStart(spec, inputs);
  return {
    ...mapping,
    ...(mapping.bias && {
      bias: startingBias(units, { start, isHidden, seed: deriveSeed(seed, "bias") }),
    }),
    lambdaIn: spectrum("lambdaIn", inputs),
    lambdaOut: spectrum("lambdaOut", units),
  };
}
