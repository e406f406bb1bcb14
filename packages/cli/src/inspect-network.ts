import {
  encodeNetwork,
  matrixDigest,
  type MatrixSource,
  type MappingLayer,
  type Network,
  type NetworkSummary,
  parameters,
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
  /** SHA-256 of its float32 numbers; absent where it was not made. */
  readonly digest?: string;
}

/** A group of stored numbers, and how they are distributed. */
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
  /** As a compact file; absent where matrices are not to be made. */
  readonly compactBytes?: { readonly float32: number; readonly float16: number };
  readonly matrices: readonly FrozenMatrix[];
  readonly masks: readonly FixedMask[];
  readonly groups: readonly Group[];
}

/** What there is to know of a network. Without `verify` no matrix is made. */
export function inspectNetwork(network: Network, { verify }: { readonly verify: boolean }): Inspection {
  const frozen = network.layers.flatMap((layer, index) =>
    layer.kind === "activation"
      ? []
      : matricesOf(layer).map(([name, source]) => ({ layer: index, name, source })),
  );
  const recipes = new Set(
    frozen.filter(({ source }) => !("values" in source)).map(({ layer, name }) => `${layer} ${name}`),
  );
  const bytes = (spectra: "float32" | "float16") => encodeNetwork(network, { spectra }).length;
  return {
    summary: summary(network),
    ...(verify && { compactBytes: { float32: bytes("float32"), float16: bytes("float16") } }),
    matrices: frozen.flatMap(({ layer, name, source }): FrozenMatrix[] => {
      if ("values" in source) return [];
      const { rows, columns } = source;
      const { recipe }: Pick<RecipeSource, "recipe"> = "selection" in source ? source.selection.of : source;
      const digest = verify ? { digest: matrixDigest(source) } : {};
      return [{ layer, name, rows, columns, recipe, selected: "selection" in source, ...digest }];
    }),
    masks: network.layers.flatMap((layer, index) =>
      layer.kind === "activation" || layer.mask === undefined
        ? []
        : [
            {
              layer: index,
              zeros: layer.mask.filter((kept) => kept === 0).length,
              weights: layer.mask.length,
            },
          ],
    ),
    groups: parameters(network)
      .filter(({ layer, name }) => !recipes.has(`${layer} ${name}`))
      .map(({ layer, name, shape, trainable, values }) => ({
        ...{ layer, name, shape, trainable },
        zeros: values.filter((value) => value === 0).length / values.length,
        histogram: histogram(values),
      })),
  };
}

function matricesOf(layer: MappingLayer): [string, MatrixSource][] {
  switch (layer.kind) {
    case "dense":
      return [];
    case "spectral":
      return [["phi", layer.phi]];
    case "s-svd":
      return [
        ["U", layer.U],
        ["V", layer.V],
      ];
    case "s-qr":
      return [["Q", layer.Q]];
  }
}
