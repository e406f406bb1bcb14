import { activationKind } from "./activation-layer.js";
import { denseKind, type DenseSpec } from "./dense-layer.js";
import type { LayerKind } from "./layer-kind.js";
import type { MappingKind } from "./mapping-kind.js";
import type { Layer, MappingLayer } from "./network.js";
import type { ReciprocalKind, ReciprocalLayer, ReciprocalSpec } from "./reciprocal-kind.js";
import { qrKind, type QrSpec } from "./qr-layer.js";
import { spectralKind, type SpectralSpec } from "./spectral-layer.js";
import { svdKind, type SvdSpec } from "./svd-layer.js";

/** A mapping for `createNetwork` to fill with initial values, and the activation after it. */
export type LayerSpec = DenseSpec | SpectralSpec | SvdSpec | QrSpec;

type SpecOf<K> = Extract<LayerSpec, { kind: K }>;

const reciprocalKinds: {
  readonly [K in ReciprocalLayer["kind"]]: ReciprocalKind<Extract<ReciprocalLayer, { kind: K }>, SpecOf<K>>;
} = { spectral: spectralKind, "s-svd": svdKind, "s-qr": qrKind };

const mappingKinds: {
  readonly [K in MappingLayer["kind"]]: MappingKind<Extract<MappingLayer, { kind: K }>, SpecOf<K>>;
} = { dense: denseKind, ...reciprocalKinds };

const layerKinds: { readonly [K in Layer["kind"]]: LayerKind<Extract<Layer, { kind: K }>> } = {
  ...mappingKinds,
  activation: activationKind,
};

/** @throws {TypeError} for a kind that is not known */
export function kindOf(where: string, layer: Layer): LayerKind<Layer> {
  return lookUp(where, layerKinds, layer.kind);
}

/** @throws {TypeError} for a kind that is not known, or that has no kernel */
export function mappingKindOf(
  where: string,
  { kind }: { kind: MappingLayer["kind"] },
): MappingKind<MappingLayer, LayerSpec> {
  return lookUp(where, mappingKinds, kind);
}

/** @throws {TypeError} for a kind that is not known, or that has no eigenvalues */
export function reciprocalKindOf(
  where: string,
  { kind }: ReciprocalLayer,
): ReciprocalKind<ReciprocalLayer, ReciprocalSpec> {
  return lookUp(where, reciprocalKinds, kind);
}

function lookUp<K extends string, T>(where: string, kinds: Readonly<Record<K, T>>, kind: K): T {
  // a list of one name would find it too
  if (typeof kind === "string" && Object.hasOwn(kinds, kind)) return kinds[kind];
  throw new TypeError(`${where}: kind must be one of ${Object.keys(kinds).join(", ")}, got ${String(kind)}`);
}
