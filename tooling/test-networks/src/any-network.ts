import {
  activations,
  createNetwork,
  type Field,
  isMapping,
  type Layer,
  layerFields,
  type MatrixSource,
  type Network,
  type RecipeSource,
  shapeSize,
} from "@reciprocal/network";
import fc, { type Arbitrary } from "fast-check";
import { type MappingKind, mappingKinds } from "./kinds.js";

const size = fc.integer({ min: 1, max: 9 });
const smallSize = fc.integer({ min: 1, max: 3 });
const kinds = ["activation", ...mappingKinds] as const;

/** Networks of up to four layers, small, with everything that a layer may have. */
export const anyNetwork: Arbitrary<Network> = fc
  .record({
    inputShape: fc.oneof(fc.tuple(size), fc.tuple(smallSize, smallSize, smallSize)),
    plans: fc.array(fc.record({ kind: fc.constantFrom(...kinds), outputs: size }), { maxLength: 4 }),
  })
  .chain(({ inputShape, plans }) => {
    let width = shapeSize(inputShape);
    const layers = plans.map(({ kind, outputs }) => {
      if (kind === "activation") return anyActivation;
      const layer = anyMapping(kind, width, outputs);
      width = outputs;
      return layer;
    });
    return fc.tuple(...layers).map((layers) => ({ inputShape, layers }));
  });

const anyActivation: Arbitrary<Layer> = fc.oneof(
  fc.record({ kind: fc.constant("activation"), activation: fc.constantFrom(...activations) }),
  fc.record({
    kind: fc.constant("activation"),
    activation: fc.constant("leaky-relu"),
    slope: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

/** Another network that shares all that a patch cannot change. */
export function anyChange(network: Network): Arbitrary<Network> {
  const layers = network.layers.map((layer): Arbitrary<Layer> => {
    const fields = layerFields(layer).filter(({ trains }) => trains);
    if (fields.length === 0) return fc.constant(layer);
    const changes = Object.fromEntries(fields.map((field) => [field.name, anyContent(field, anyStored)]));
    return fc
      .record({ ...changes, trainable: anyFlags(layer) }, { requiredKeys: [] })
      .map((change) => ({ ...layer, ...change }) as Layer);
  });
  return fc.tuple(...layers).map((layers) => ({ ...network, layers }));
}

function anyMapping(kind: MappingKind, inputs: number, outputs: number): Arbitrary<Layer> {
  const [layer] = createNetwork({ inputShape: inputs, layers: [{ kind, units: outputs }] }).layers;
  if (!layer || !isMapping(layer)) throw new Error("a spec must make a mapping first");
  const contents = layerFields(layer).map((field) => [field.name, anyContent(field, anyMatrix)]);
  const model = {
    ...constants(layer),
    ...(Object.fromEntries(contents) as Record<string, Arbitrary<unknown>>),
    sparsity: fc.constantFrom(0, 0.25, 0.9),
    mask: fc.uint8Array({ minLength: inputs * outputs, maxLength: inputs * outputs, max: 1 }),
    trainable: anyFlags(layer),
  };
  const optional = ["bias", "sparsity", "mask"];
  const requiredKeys = Object.keys(model).filter((key) => !optional.includes(key)) as "trainable"[];
  // the fields are those of the kind, which the compiler cannot follow; encoding checks the network
  return fc.record(model, { requiredKeys }).map((layer) => layer as unknown as Layer);
}

/** What a kind has besides fields, as its spec makes it. */
function constants(layer: Layer): Record<string, Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(layer).map(([name, value]) => [name, fc.constant(value)]));
}

function anyFlags(layer: Layer): Arbitrary<Record<string, boolean>> {
  const flags = "trainable" in layer ? Object.keys(layer.trainable) : [];
  return fc.record(Object.fromEntries(flags.map((name) => [name, fc.boolean()])));
}

function anyContent(
  { storage, shape }: Field,
  matrix: typeof anyMatrix,
): Arbitrary<Float32Array | MatrixSource> {
  return storage === "matrix" ? matrix(shape[0]!, shape[1]!) : anyNumbers(shapeSize(shape));
}

function anyNumbers(length: number): Arbitrary<Float32Array> {
  return fc.float32Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true });
}

function anyMatrix(rows: number, columns: number): Arbitrary<MatrixSource> {
  return fc.oneof(anyStored(rows, columns), anyRecipe(rows, columns), anySelection(rows, columns));
}

function anyStored(rows: number, columns: number): Arbitrary<MatrixSource> {
  return anyNumbers(rows * columns).map((values) => ({ rows, columns, values }));
}

function anyRecipe(rows: number, columns: number): Arbitrary<RecipeSource> {
  const seed = fc.maxSafeNat();
  const scale = fc.double({ min: 1e-3, max: 10, noNaN: true });
  return fc
    .oneof(
      fc.record({ kind: fc.constantFrom("normal", "q-of-normal"), seed, deviation: scale }),
      fc.record({ kind: fc.constant("svd-product"), seed, deviation: scale, maximum: scale }),
    )
    .map((recipe) => ({ rows, columns, recipe }));
}

function anySelection(rows: number, columns: number): Arbitrary<MatrixSource> {
  return fc.tuple(size, size).chain(([moreRows, moreColumns]) =>
    fc
      .record({
        of: anyRecipe(rows + moreRows, columns + moreColumns),
        rowIndices: anyPlaces(rows, rows + moreRows),
        columnIndices: anyPlaces(columns, columns + moreColumns),
      })
      .map((selection) => ({ rows, columns, selection })),
  );
}

/** In increasing order, as pruning leaves them, or in any, with repetitions. */
function anyPlaces(count: number, limit: number): Arbitrary<Uint32Array> {
  const place = fc.nat(limit - 1);
  const length = { minLength: count, maxLength: count };
  return fc
    .oneof(
      fc.uniqueArray(place, length).map((places) => places.sort((a, b) => a - b)),
      fc.array(place, length),
    )
    .map((places) => Uint32Array.from(places));
}
