import { printable } from "@reciprocal/guards";
import { activationKind } from "./activation.js";
import { denseKind } from "./dense.js";
import type { FieldNames, FieldRule, LayerKind, SettingRule } from "./kind.js";
import type { MappingKind } from "./mapping.js";
import type { ReciprocalKind } from "./reciprocal.js";
import { qrKind } from "./s-qr.js";
import { svdKind } from "./s-svd.js";
import { spectralKind } from "./spectral.js";

/** Every kind of layer. All that the package knows of kinds follows from here. */
const kinds = {
  dense: denseKind,
  spectral: spectralKind,
  "s-svd": svdKind,
  "s-qr": qrKind,
  activation: activationKind,
};

type Kind = (typeof kinds)[keyof typeof kinds];

/** A layer of any kind. */
export type Layer = LayerOf<Kind>;

/** A layer y = w x + b, however w is made: n inputs to m outputs. */
export type MappingLayer = MappingOf<Kind>;

/** The layers with eigenvalues: w_ij = (λ_in_j − λ_out_i) φ_ij, each with its own φ. */
export type ReciprocalLayer = ReciprocalOf<Kind>;

/** A mapping for `createNetwork` to fill with initial values, and the activation after it. */
export type LayerSpec = SpecOf<Kind>;

// each member of a union in turn
type LayerOf<K> = K extends LayerKind<infer L> ? L : never;
type MappingOf<K> = K extends { readonly kernel: unknown } ? LayerOf<K> : never;
type ReciprocalOf<K> = K extends { readonly phi: unknown } ? LayerOf<K> : never;
type SpecOf<K> = K extends { create(spec: infer S, creation: never, where: string): unknown } ? S : never;

/** The name of a group of numbers that training may change. */
export type ParameterName = Layer extends infer L
  ? L extends { readonly trainable: infer T }
    ? keyof T & string
    : never
  : never;

/** The name of any list of numbers or matrix of a layer. */
export type FieldName = FieldNamesOf<Layer>;

/** Of every kind in a union. */
type FieldNamesOf<L> = L extends unknown ? FieldNames<L> : never;

/** @throws {TypeError} for a kind that is not known */
export function kindOf(where: string, layer: { readonly kind: Layer["kind"] }): LayerKind<Layer> {
  return lookUp(where, kinds, layer.kind) as LayerKind<Layer>;
}

/** @throws {TypeError} for a kind that is not known, or that has no kernel */
export function mappingKindOf(
  where: string,
  { kind }: { readonly kind: MappingLayer["kind"] },
): MappingKind<MappingLayer, LayerSpec> {
  return lookUp(where, withPart("kernel"), kind) as MappingKind<MappingLayer, LayerSpec>;
}

/** @throws {TypeError} for a kind that is not known, or that has no eigenvalues */
export function reciprocalKindOf(
  where: string,
  { kind }: { readonly kind: ReciprocalLayer["kind"] },
): ReciprocalKind<ReciprocalLayer, Extract<LayerSpec, { kind: ReciprocalLayer["kind"] }>> {
  return lookUp(where, withPart("phi"), kind) as ReturnType<typeof reciprocalKindOf>;
}

/**
 * Whether a layer is y = w x + b, however w is made.
 *
 * @param layer - any layer
 *
 * @example
 * import { createNetwork, isMapping } from "@reciprocal/network";
 *
 * const { layers } = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2, activation: "relu" }] });
 * console.log(layers.map(isMapping)); // a mapping, then its activation
 * // => [ true, false ]
 */
export function isMapping(layer: Layer): layer is MappingLayer {
  return Object.hasOwn(kinds, layer.kind) && "kernel" in kinds[layer.kind];
}

/**
 * Whether a layer has eigenvalues and an eigenvector block φ.
 *
 * @param layer - any layer
 *
 * @example
 * import { createNetwork, isReciprocal } from "@reciprocal/network";
 *
 * const layers = [{ kind: "spectral", units: 3 }, { kind: "dense", units: 2 }] as const;
 * console.log(createNetwork({ inputShape: 4, layers }).layers.map(isReciprocal));
 * // => [ true, false ]
 */
export function isReciprocal(layer: Layer): layer is ReciprocalLayer {
  return Object.hasOwn(kinds, layer.kind) && "phi" in kinds[layer.kind];
}

/** Names and rules of the fields of a kind, in the order of files. */
export function fieldRules(kind: LayerKind<Layer>): [FieldName, FieldRule<Layer>][] {
  return Object.entries(kind.fields) as [FieldName, FieldRule<Layer>][];
}

/** Names and rules of what layers of a kind have besides their fields, in the order of files. */
export function settingRules(kind: LayerKind<Layer>): [string, SettingRule<Layer>][] {
  return Object.entries(kind.settings);
}

/** The kinds by the bytes that stand for them in files. */
export const layerCodes = Object.fromEntries(
  Object.entries(kinds)
    .map(([name, { code }]) => [name, code] as const)
    .sort(([, a], [, b]) => a - b),
) as Readonly<Record<Layer["kind"], number>>;

/** The lowest version of the file format that has the kind of a layer, and all its settings. */
export function layerVersion(layer: Layer): number {
  const kind = kindOf("files", layer);
  const values = layer as unknown as Readonly<Record<string, string>>;
  const ofSettings = settingRules(kind).map(([name, rule]) =>
    rule.storage === "sizes" && values[name] !== undefined
      ? rule.since
      : (choiceVersions(rule)[values[name]!] ?? 1),
  );
  return Math.max(kind.version, ...ofSettings);
}

/** The lowest version of the file format that has every kind and every setting. */
export const kindsVersion = Math.max(
  ...Object.values(kinds as unknown as Readonly<Record<string, LayerKind<Layer>>>).flatMap((kind) => [
    kind.version,
    ...settingRules(kind).flatMap(([, rule]) =>
      rule.storage === "sizes" ? [rule.since] : Object.values(choiceVersions(rule)),
    ),
  ]),
);

/** The choices that came with a later version than the kind. */
function choiceVersions(rule: SettingRule<Layer>): Readonly<Record<string, number>> {
  return rule.storage === "choice" ? (rule.versions ?? {}) : {};
}

function withPart(part: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(kinds).filter(([, kind]) => part in kind));
}

function lookUp(where: string, among: Readonly<Record<string, unknown>>, kind: string): unknown {
  // an array of one name would be found too
  if (typeof kind === "string" && Object.hasOwn(among, kind)) return among[kind];
  throw new TypeError(
    `${where}: kind must be one of ${Object.keys(among).join(", ")}, got ${printable(String(kind), 60)}`,
  );
}
