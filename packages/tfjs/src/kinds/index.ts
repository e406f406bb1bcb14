import type { Layer } from "@reciprocal/network";
import { Mapping } from "../mapping/mapping.js";
import { activation } from "./activation.js";
import { dense } from "./dense.js";
import type { TfjsKind, TfjsLayer } from "./kind.js";
import { sQr } from "./s-qr.js";
import { sSvd } from "./s-svd.js";
import { spectral } from "./spectral.js";

/** Every kind of layer that a network has. */
const kinds = {
  dense,
  spectral,
  "s-svd": sSvd,
  "s-qr": sQr,
  activation,
} satisfies { readonly [K in Layer["kind"]]: TfjsKind<Extract<Layer, { kind: K }>> };

type KindName = keyof typeof kinds;

/** What a layer of a network is in TensorFlow.js. */
export function tfjsKind(kind: KindName): TfjsKind<Layer> {
  return kinds[kind];
}

/** The kind of which a layer of TensorFlow.js is, if it has one. */
export function kindOfLayer(layer: TfjsLayer): KindName | undefined {
  if (layer instanceof Mapping) return layer.kind;
  const className = layer.getClassName();
  return kindNames().find((kind) => {
    const { layerClass, stockClasses } = tfjsKind(kind);
    return layerClass?.className === className || stockClasses?.includes(className);
  });
}

/** The classes of this package, by kind. */
export function layerClasses(): NonNullable<TfjsKind<Layer>["layerClass"]>[] {
  return kindNames().flatMap((kind) => tfjsKind(kind).layerClass ?? []);
}

/** The classes of TensorFlow.js that `fromLayersModel` reads as a kind of layer. */
export function stockClasses(): string[] {
  return kindNames().flatMap((kind) => tfjsKind(kind).stockClasses ?? []);
}

function kindNames(): KindName[] {
  return Object.keys(kinds) as KindName[];
}
