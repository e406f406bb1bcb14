import {
  type Layer,
  type LayerSpec,
  type MappingLayer,
  materialize,
  type MatrixSource,
} from "@reciprocal/network";

export type MappingKind = MappingLayer["kind"];

type LayerOf<K> = Extract<Layer, { readonly kind: K }>;

/** What a spec says besides kind and number of nodes. */
export type SpecRest<K extends MappingKind = MappingKind> = Omit<
  Extract<LayerSpec, { kind: K }>,
  "kind" | "units"
>;

/** Everything that the tests of all packages know of one kind. */
interface KindCase<K extends MappingKind> {
  /** Makes initial values so large that the outputs of a layer of a few nodes are of order one. */
  readonly large: SpecRest<K>;
  /** What is special to the kind: each becomes a network of its own. */
  readonly variants: Readonly<Record<string, SpecRest<K>>>;
  /** w, m×n, in float64, by the formula of the kind, written as plainly as can be; no masks. */
  readonly kernel: (layer: LayerOf<K>) => number[][];
  /** How many numbers train as the spec `large` has it, the m biases aside. */
  count(n: number, m: number): number;
}

const spectra = { lambdaIn: { low: -1, high: 1 }, lambdaOut: { low: -1, high: 1 } };
const phi = { kind: "normal", deviation: 1 } as const;

/** The one list: a kind that is added to `@reciprocal/network` does not compile without a line here. */
const kindCases: { readonly [K in MappingKind]: KindCase<K> } = {
  dense: {
    large: {},
    variants: {},
    kernel: ({ inputs, outputs, kernel }) => table(outputs, inputs, (i, j) => kernel[i * inputs + j]!),
    count: (n, m) => n * m,
  },
  spectral: {
    large: { ...spectra, phi },
    variants: {
      "as published": {},
      "one set of eigenvalues": { eigenvalues: "one", phi },
      "phi trained": { ...spectra, phi, trainable: { phi: true } },
    },
    kernel: (layer) => reciprocal(layer, rows(layer.phi)),
    count: (n, m) => n + m,
  },
  "s-svd": {
    large: { ...spectra, deviation: 0.7 },
    variants: { "as published": {} },
    kernel({ U, s, V, ...layer }) {
      const [left, right] = [rows(U), rows(V)];
      const sum = (i: number, j: number) =>
        s.reduce((total, value, l) => total + left[i]![l]! * value * right[j]![l]!, 0);
      return reciprocal(layer, table(layer.outputs, layer.inputs, sum));
    },
    count: (n, m) => n + m + Math.min(n, m),
  },
  "s-qr": {
    large: { ...spectra, deviation: 1 },
    variants: { "as in sparse runs": { lambdaIn: 1, lambdaOut: 0, deviation: 1 } },
    kernel({ Q, R, ...layer }) {
      const { inputs: n, outputs: m } = layer;
      const [madeM, madeN] = layer.madeAs ?? [m, n];
      const k = Math.min(madeM, madeN);
      const packed = R.values();
      const isLower = madeN >= madeM;
      const lines = [...Array(k).keys()].filter((line) => layer.lines?.[line] !== 0);
      const triangle = isLower
        ? table(lines.length, k, (i, j) => (j <= lines[i]! ? packed.next().value! : 0))
        : table(k, lines.length, (i, j) => (lines[j]! >= i ? packed.next().value! : 0));
      const [left, right] = isLower ? [triangle, rows(Q)] : [rows(Q), triangle];
      const sum = (i: number, j: number) =>
        left[i]!.reduce((total, value, l) => total + value * right[l]![j]!, 0);
      return reciprocal(layer, table(m, n, sum));
    },
    count: (n, m) => n + m + (Math.min(n, m) * (Math.min(n, m) + 1)) / 2,
  },
};

/** The kinds of mappings: `describe.each(mappingKinds)("… %s …", (kind) => …)`. */
export const mappingKinds = Object.keys(kindCases) as readonly MappingKind[];

/** A spec whose initial values are so large that the outputs of a layer of a few nodes are of order one. */
export function specOf(kind: MappingKind, units: number, rest: SpecRest = {}): LayerSpec {
  return { kind, units, ...kindCases[kind].large, ...rest };
}

/** Specs of what is special to a kind, by name. */
export function variantsOf(kind: MappingKind, units: number): Readonly<Record<string, LayerSpec>> {
  return Object.fromEntries(
    Object.entries(kindCases[kind].variants).map(([name, rest]) => [
      name,
      { kind, units, ...rest } as LayerSpec,
    ]),
  );
}

/** w of a layer, m×n, row-major, in float64, by the formula of its kind, with its fixed mask and without a dynamic one. */
export function kernelByFormula(layer: MappingLayer): Float64Array {
  const { kernel } = kindCases[layer.kind] as KindCase<MappingKind>;
  const w = Float64Array.from(kernel(layer as never).flat());
  return layer.mask ? w.map((value, index) => value * layer.mask![index]!) : w;
}

/** How many numbers of a mapping that `specOf` asks for train, its bias aside. */
export function countByFormula(kind: MappingKind, n: number, m: number): number {
  return kindCases[kind].count(n, m);
}

function reciprocal(
  {
    inputs,
    outputs,
    lambdaIn,
    lambdaOut,
  }: { inputs: number; outputs: number; lambdaIn: Float32Array; lambdaOut: Float32Array },
  phi: number[][],
): number[][] {
  return table(outputs, inputs, (i, j) => (lambdaIn[j]! - lambdaOut[i]!) * phi[i]![j]!);
}

function rows(source: MatrixSource): number[][] {
  const values = materialize(source);
  return table(source.rows, source.columns, (i, j) => values[i * source.columns + j]!);
}

function table(rowCount: number, columns: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: rowCount }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));
}
