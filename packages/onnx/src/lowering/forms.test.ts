import {
  constant,
  type Feed,
  gradients,
  type Input,
  input,
  interpret,
  multiply,
  reduceSum,
} from "@reciprocal/graph";
import {
  createNetwork,
  forward,
  layerFields,
  type MappingLayer,
  materialize,
  type Network,
  packTriangle,
  type Parameter,
  type ParameterName,
  parameters,
  triangleOf,
  triangleRows,
  unpackTriangle,
  withLayers,
  withParameters,
} from "@reciprocal/network";
import { Random, randomUniform } from "@reciprocal/spectral";
import { type MappingKind, mappingKinds, specOf } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import type { LayerContext, MappingForm } from "./form.js";
import { formsOf } from "./kinds/index.js";
import { maskedKernel } from "./masked-kernel.js";

const samples = 3;
const sizes = [
  [5, 3],
  [3, 5],
  [4, 4],
] as const;

/**
 * A network of one mapping whose numbers are multiples of 1/256, so that float32 holds them, moved by 1/8 too, exactly.
 * Its outputs are linear in every number by itself, so that a central difference with steps of 1/8 is the slope.
 */
function oneMapping(kind: MappingKind, [inputs, units]: readonly [number, number]): Network {
  const network = createNetwork({ inputShape: inputs, layers: [specOf(kind, units)], seed: 2 });
  const random = new Random(4);
  const updates = parameters(network).map(({ layer, name, values }) => ({
    layer,
    name,
    values: values.map(() => (random.integer(512) - 256) / 256),
  }));
  return withParameters(network, updates);
}

/** Every way to choose from some names. */
const choices = (names: readonly ParameterName[]): ParameterName[][] =>
  names.reduce<ParameterName[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);

/** A group as the graph takes it: a packed triangle as a square. */
function asFed(layer: MappingLayer, { name, values, shape }: Parameter): Feed {
  if (!isPacked(layer, name)) return { data: values, shape };
  const triangle = triangleOf(layer);
  const { rows, columns } = triangleRows(triangle);
  return {
    data: unpackTriangle(values, triangle.size, triangle.side, triangle.lines),
    shape: [rows, columns],
  };
}

/** A gradient of the graph as the network stores its group. */
function asStored(layer: MappingLayer, name: string, slope: Float64Array): ArrayLike<number> {
  const { size, side, lines } = triangleOf(layer);
  return isPacked(layer, name) ? packTriangle(slope, size, side, lines) : slope;
}

const isPacked = (layer: MappingLayer, name: string): boolean =>
  layerFields(layer).some((field) => field.name === name && field.packed !== undefined);

/** The forms of a layer, and the groups that are inputs. */
function lowerForms(layer: MappingLayer, fed: readonly ParameterName[]) {
  const inputs: { group: ParameterName; value: Input }[] = [];
  const name: LayerContext["name"] = (value) => value;
  const forms = formsOf(layer, {
    ...{ where: "a layer", shape: [layer.inputs], name },
    group(group, values, shape) {
      if (!fed.includes(group)) return constant(values(), shape);
      const value = input(group, shape);
      inputs.push({ group, value });
      return value;
    },
    basis: (_, source) => constant(materialize(source), [source.rows, source.columns]),
    masked: (w) => maskedKernel(w, layer, { index: 0, keepsParts: false, name, onMask: () => {} }),
    precompute: (value) => value,
  });
  return { forms: forms as readonly MappingForm[], inputs };
}

describe.each(mappingKinds)("every form of %s", (kind) => {
  const cases = sizes.flatMap((size) =>
    [false, true].map((isMasked) => ({ size: size.join(" → "), isMasked, network: oneMapping(kind, size) })),
  );

  it.each(cases)(
    "is the reference, and so are its slopes: $size, masked $isMasked",
    ({ network, isMasked }) => {
      const [whole] = network.layers as [MappingLayer];
      const mask = Uint8Array.from({ length: whole.inputs * whole.outputs }, (_, i) => Number(i % 3 > 0));
      const layer = isMasked ? { ...whole, mask } : whole;
      const masked = withLayers(network, [layer]);
      const x = Float64Array.from(randomUniform(samples * layer.inputs, { seed: 5, low: -1, high: 1 }));
      const weights = Float32Array.from(
        randomUniform(samples * layer.outputs, { seed: 6, low: 0.5, high: 1.5 }),
      );

      const lossOf = (moved: Network, rows: ArrayLike<number>): number =>
        forward(moved, rows).reduce((sum, z, i) => sum + weights[i]! * z, 0);
      const slopesOf = (values: ArrayLike<number>, loss: (values: Float64Array) => number) =>
        Float64Array.from(values, (value, at) => {
          const moved = Float64Array.from(values);
          const [above, below] = [1, -1].map((sign) => {
            moved[at] = value + sign / 8;
            return loss(moved);
          }) as [number, number];
          return (above - below) * 4;
        });
      const groups = parameters(masked);
      const expected = new Map<string, Float64Array>([["x", slopesOf(x, (rows) => lossOf(masked, rows))]]);
      for (const { name, values } of groups) {
        const loss = (moved: Float64Array) =>
          lossOf(withParameters(masked, [{ layer: 0, name, values: Float32Array.from(moved) }]), x);
        expected.set(name, slopesOf(values, loss));
      }
      const feeds: Record<string, Feed> = { x: { data: x, shape: [samples, layer.inputs] } };
      for (const group of groups) feeds[group.name] = asFed(layer, group);
      // a masked kernel that is a constant is rounded to float32
      const tolerance = isMasked ? { relative: 1e-6, absolute: 1e-6 } : { relative: 1e-12, absolute: 1e-12 };

      for (const fed of choices(groups.map(({ name }) => name))) {
        const { forms, inputs } = lowerForms(layer, fed);
        expect(inputs.map(({ group }) => group).sort()).toEqual([...fed].sort());
        for (const form of forms) {
          const data = input("x", [samples, layer.inputs]);
          const z = form.build(data);
          const loss = reduceSum(multiply(z, constant(weights, [samples, layer.outputs])));
          const variables = [{ group: "x", value: data }, ...inputs];
          const slopes = gradients(
            loss,
            variables.map(({ value }) => value),
          );
          const results = interpret(Object.fromEntries([z, ...slopes].map((value, i) => [i, value!])), feeds);
          expect(results[0]!.data).toBeCloseRelative(forward(masked, x), tolerance);
          variables.forEach(({ group }, i) => {
            const slope = results[i + 1]!.data;
            const got = group === "x" ? slope : asStored(layer, group, slope);
            expect(got).toBeCloseRelative(expected.get(group)!, tolerance);
          });
        }
      }
    },
  );
});
