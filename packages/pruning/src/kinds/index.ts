import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { dense } from "./dense.js";
import { pick, places } from "./kept.js";
import type { Kept, PruningKind } from "./pruning-kind.js";
import { sQr } from "./s-qr.js";
import { sSvd } from "./s-svd.js";
import { spectral } from "./spectral.js";

const kinds = { dense, spectral, "s-svd": sSvd, "s-qr": sQr } satisfies {
  readonly [K in MappingLayer["kind"]]: PruningKind<Extract<MappingLayer, { readonly kind: K }>>;
};

/** The layer with the zeros of its masks in its stored numbers, and without the masks. */
export function bakeLayer(layer: MappingLayer): MappingLayer {
  const { mask, sparsity = 0, ...bare } = layer;
  if (!mask && sparsity === 0) return layer;
  const bake = stepOf(layer, "bake", "baked");
  return bake(bare, mask && sparsity === 0 ? mask : nonZeroWeights(layer));
}

/** The layer with the weights at these places, which grow again, at 0; the same if it stores no weights. */
export function renewWeights(layer: MappingLayer, places: readonly number[]): MappingLayer {
  const { renew } = kindOf(layer);
  return renew ? renew(layer, places) : layer;
}

/** The layer on fewer nodes; the same object if all stay. */
export function cutLayer(layer: MappingLayer, kept: Kept): MappingLayer {
  const { rows, columns } = kept;
  if (rows.length === layer.outputs && columns.length === layer.inputs) return layer;
  const cut = stepOf(layer, "cut", "cut");
  const { mask: whole, bias, ...rest } = layer;
  const mask = whole && Uint8Array.from(places(kept, layer.inputs), (at) => whole[at]!);
  const smaller = {
    ...rest,
    inputs: columns.length,
    outputs: rows.length,
    ...(bias && { bias: pick(bias, rows) }),
    ...(mask?.includes(0) && { mask }),
    ...cut(layer, kept),
  };
  return withoutAbsent(smaller);
}

/** The layer with factors of its own size; the same object if it has them. */
export function refactorLayer(layer: MappingLayer): MappingLayer {
  const changed = kindOf(layer).refactor?.(layer) ?? layer;
  return changed === layer ? layer : withoutAbsent({ ...layer, ...changed });
}

/** What is said to be undefined is not there: no file would hold it. */
function withoutAbsent(layer: object): MappingLayer {
  return Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined)) as never;
}

/** @throws {TypeError} if the layer's kind lacks the step */
function stepOf<Step extends "bake" | "cut">(layer: MappingLayer, step: Step, done: string) {
  const found = kindOf(layer)[step];
  if (found) return found as NonNullable<PruningKind<MappingLayer>[Step]>;
  throw new TypeError(`${step === "cut" ? "shrink" : step}: ${layer.kind} layers cannot be ${done} yet`);
}

function kindOf({ kind }: MappingLayer): PruningKind<MappingLayer> {
  // every kind gets layers of its own kind only
  return (kinds as unknown as Readonly<Record<string, PruningKind<MappingLayer>>>)[kind] ?? {};
}

function nonZeroWeights(layer: MappingLayer): Uint8Array {
  return Uint8Array.from(layerKernel(layer), (w) => (w === 0 ? 0 : 1));
}
