import {
  encodeNetwork,
  layerFields,
  mappings,
  matrixDigest,
  type Network,
  type NetworkSummary,
  parameters,
  type PlainData,
  type RecipeSource,
  type Recipe,
  summary,
} from "@reciprocal/network";
import { histogram, type Histogram } from "./histogram.js";

/** A matrix that a recipe makes. */
export interface FrozenMatrix {
  readonly layer: number;
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly recipe: Recipe;
  /** Whether these are some rows and columns of what the recipe makes. */
  readonly selected: boolean;
  /** SHA-256 of its float32 numbers; absent if it was not made. */
  readonly digest?: string;
}

/** A list of stored numbers, and how they are distributed. */
export interface Group {
  readonly layer: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** Share of zeros. */
  readonly zeros: number;
  readonly histogram: Histogram;
}

/** Weights that a fixed mask keeps at zero. */
export interface FixedMask {
  readonly layer: number;
  readonly zeros: number;
  readonly weights: number;
}

export interface Inspection {
  readonly summary: NetworkSummary;
  /** As a compact file; absent if matrices are not to be made. */
  readonly compactBytes?: { readonly float32: number; readonly float16: number };
  readonly matrices: readonly FrozenMatrix[];
  readonly masks: readonly FixedMask[];
  readonly groups: readonly Group[];
}

/** What there is to know of a network. Without `verify` no matrix is made. */
export function inspectNetwork(
  network: Network,
  { verify, data }: { readonly verify: boolean; readonly data?: PlainData | undefined },
): Inspection {
  const made = network.layers.flatMap((layer, index) =>
    layerFields(layer).flatMap(({ name, content }) =>
      content instanceof Float32Array || "values" in content ? [] : [{ layer: index, name, source: content }],
    ),
  );
  const bytes = (spectra: "float32" | "float16") =>
    encodeNetwork(network, { spectra, ...(data !== undefined && { data }) }).length;
  return {
    summary: summary(network),
    ...(verify && { compactBytes: { float32: bytes("float32"), float16: bytes("float16") } }),
    matrices: made.map(({ layer, name, source }): FrozenMatrix => {
      const { rows, columns } = source;
      const { recipe }: Pick<RecipeSource, "recipe"> = "selection" in source ? source.selection.of : source;
      const digest = verify ? { digest: matrixDigest(source) } : {};
      return { layer, name, rows, columns, recipe, selected: "selection" in source, ...digest };
    }),
    masks: mappings(network).flatMap(({ index, layer: { mask } }) =>
      mask === undefined
        ? []
        : [{ layer: index, zeros: mask.filter((kept) => kept === 0).length, weights: mask.length }],
    ),
    groups: parameters(network)
      .filter(({ layer, name }) => !made.some((one) => one.layer === layer && one.name === name))
      .map(({ layer, name, shape, trainable, values }) => ({
        ...{ layer, name, shape, trainable },
        zeros: values.filter((value) => value === 0).length / values.length,
        histogram: histogram(values),
      })),
  };
}
