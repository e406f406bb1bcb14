import { decodeModelProto, encodeModelProto, type ModelProto, openTensor } from "@reciprocal/graph";
import {
  createNetwork,
  forward,
  type Network,
  toSpectral,
  toDense,
  withParameters,
} from "@reciprocal/network";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { Budget } from "./decoding/budget.js";
import { Constants } from "./decoding/constants.js";
import { ExternalData } from "./decoding/external-data.js";
import { ownMappings } from "./decoding/own-form.js";
import { encodeOnnx } from "./encode-onnx.js";

const network = createNetwork({
  inputShape: 6,
  layers: [
    { kind: "spectral", units: 5, activation: "relu" },
    { kind: "s-svd", units: 4, activation: "tanh", useBias: false },
    { kind: "s-qr", units: 7, activation: "silu" },
    { kind: "s-qr", units: 7, activation: "leaky-relu", slope: 0.2 },
    { kind: "spectral", units: 4, activation: "hard-swish" },
    { kind: "s-svd", units: 4, activation: "softplus" },
    { kind: "s-qr", units: 4, activation: "sigmoid" },
    { kind: "dense", units: 3, activation: "softmax" },
  ],
  seed: 3,
});
const linear = { kind: "activation", activation: "linear" } as const;
const x = Float32Array.from({ length: 18 }, (_, i) => Math.sin(i));

function changed(network: Network, change: (model: ModelProto) => ModelProto): Uint8Array {
  return encodeModelProto(change(decodeModelProto(encodeOnnx(network))));
}

describe("decodeOnnx of a model in spectral form", () => {
  it.each<[string, Network]>([
    ["every kind, with its recipes", network],
    [
      "of S-QR so large that its triangle is multiplied in bands",
      createNetwork({ inputShape: 230, layers: [{ kind: "s-qr", units: 220 }], seed: 1 }),
    ],
    ["with a φ that is stored", toSpectral(toDense(network))],
    [
      "with activations that do nothing, between layers and at first",
      { ...network, layers: [linear, network.layers[0]!, linear, ...network.layers.slice(1)] },
    ],
  ])("gives back the network: %s", (_, one) => {
    expect(decodeOnnx(encodeOnnx(one))).toEqual(one);
    expect(decodeOnnx(encodeOnnx(one, { opset: 13, name: "digits" }))).toEqual(one);
  });

  it("gives changed numbers, and groups that train by default", () => {
    const [first, ...rest] = network.layers;
    const frozen = {
      ...network,
      layers: [
        { ...first, trainable: { lambdaIn: false, lambdaOut: false, phi: true, bias: false } },
        ...rest,
      ],
    } as Network;
    const moved = (one: Network) =>
      withParameters(one, [{ layer: 0, name: "lambdaOut", values: [1, 2, 3, 4, 5] }]);
    expect(decodeOnnx(encodeOnnx(moved(frozen)))).toEqual(moved(network));
  });

  it("gives what masks left as a fixed mask", () => {
    const sparse = createNetwork({
      inputShape: 6,
      layers: [
        { kind: "spectral", units: 5, sparsity: 0.5 },
        { kind: "dense", units: 4, sparsity: 0.25 },
      ],
      seed: 2,
    });
    const read = decodeOnnx(encodeOnnx(sparse));
    expect(read.layers.map(({ kind }) => kind)).toEqual(["spectral", "dense"]);
    expect(forward(read, x)).toEqual(forward(sparse, x));
    const [layer] = read.layers;
    expect("mask" in layer! && layer.mask.filter((kept) => kept === 0).length).toBe(15);
  });

  it("stores a matrix whose recipe makes another one, or is of another size, or no text of one", () => {
    const [layer] = network.layers;
    if (layer?.kind !== "spectral") throw new Error("not spectral");
    const text = JSON.stringify({ rows: 5, columns: 6, kind: "normal", seed: 1, deviation: 1 });
    for (const wrong of [
      text,
      text.replace("5", "9"),
      "{",
      "null",
      JSON.stringify({ rows: 5, columns: 6 }),
    ]) {
      const bytes = changed(network, ({ metadata = [], ...rest }) => ({
        ...rest,
        metadata: metadata.map((entry) =>
          entry.key === "reciprocal.layer0.phi.recipe" ? { ...entry, value: wrong } : entry,
        ),
      }));
      const read = decodeOnnx(bytes);
      expect(read.layers[0]).toMatchObject({
        kind: "spectral",
        phi: { values: expect.any(Float32Array) as Float32Array },
      });
      expect(forward(read, x)).toEqual(forward(network, x));
    }
  });

  it("makes no layers up to a number that only names have", () => {
    const plain = createNetwork({ inputShape: 6, layers: [{ kind: "spectral", units: 5 }], seed: 1 });
    const far = (text = "") => text.replace("layer0.", "layer900000000.");
    const read = decodeOnnx(
      changed(plain, ({ graph, metadata = [], ...rest }) => ({
        ...rest,
        metadata: metadata.map(({ key, ...entry }) => ({ ...entry, key: far(key) })),
        graph: {
          ...graph,
          nodes: graph!.nodes!.map(({ inputs = [], outputs = [], ...node }) => ({
            ...node,
            inputs: inputs.map(far),
            outputs: outputs.map(far),
          })),
          constants: graph!.constants!.map(({ name, ...tensor }) => ({ ...tensor, name: far(name) })),
          outputs: graph!.outputs!.map(({ name, ...output }) => ({ ...output, name: far(name) })),
        },
      })),
    );
    expect(read.layers.map(({ kind }) => kind)).toEqual(["dense"]);
  });

  it("counts the numbers of layers that share one file, which would fill the memory", () => {
    const size = 40;
    const read = (count: number) => {
      const layers = Array.from({ length: count }, () => ({ kind: "spectral", units: size }) as const);
      const { graph, ...rest } = decodeModelProto(
        encodeOnnx(createNetwork({ inputShape: size, layers, seed: 1 })),
      );
      const [phi] = graph!.constants!.filter(({ name }) => name === "layer0.phi");
      const external = new ExternalData(() => phi!.rawData!);
      const constants = graph!.constants!.map(({ name = "", rawData, ...tensor }) =>
        name.endsWith(".phi")
          ? { name, ...tensor, dataLocation: 1, externalData: [{ key: "location", value: "phi.data" }] }
          : { name, ...tensor, ...(rawData && { rawData }) },
      );
      const model = { ...rest, graph: { ...graph, constants } };
      const bytes = encodeModelProto(model);
      const open = new Constants((tensor, where) => openTensor(external.inside(tensor, where), where));
      for (const tensor of constants) open.add(tensor);
      const budget = new Budget(() => bytes.length + external.length);
      return ownMappings(model, { constants: open, budget })?.size;
    };
    expect(read(3)).toBe(3);
    expect(() => read(60)).toThrow(
      /layer \d+ uses constants too often .* 16 steps for each of the \d+ bytes of the model/,
    );
  });

  it("does not believe names and metadata where the graph computes something else", () => {
    const plain = createNetwork({ inputShape: 6, layers: [{ kind: "spectral", units: 5 }], seed: 1 });
    const other = (operator: string, by: string) =>
      changed(plain, ({ graph, ...rest }) => ({
        ...rest,
        graph: {
          ...graph,
          nodes: graph!.nodes!.map((node) => (node.operator === operator ? { ...node, operator: by } : node)),
        },
      }));
    // λ_in + λ_out: read as what the graph computes, a dense kernel
    const read = decodeOnnx(other("Sub", "Add"));
    const [layer] = plain.layers;
    if (layer?.kind !== "spectral" || read.layers[0]?.kind !== "dense") throw new Error("other kinds");
    const opposite = { ...layer, lambdaOut: layer.lambdaOut.map((value) => -value) };
    expect(forward(read, x)).toBeCloseRelative(forward({ ...plain, layers: [opposite] }, x), {
      relative: 1e-6,
      absolute: 1e-9,
    });
    // a product where the names say a sum
    expect(() =>
      decodeOnnx(
        changed(network, ({ graph, ...rest }) => ({
          ...rest,
          graph: {
            ...graph,
            nodes: graph!.nodes!.map((node) =>
              node.outputs?.[0] === "layer2.gap" ? { ...node, operator: "Mul" } : node,
            ),
          },
        })),
      ),
    ).toThrow(/node "layer2.phi" \(Gemm\) takes .*branches are not supported/);
  });

  it("reads one that lost its metadata as the kernels that it computes", () => {
    const plain = createNetwork({
      inputShape: 6,
      layers: [
        { kind: "spectral", units: 5, activation: "tanh" },
        { kind: "dense", units: 2 },
      ],
      seed: 1,
    });
    const read = decodeOnnx(changed(plain, (model) => ({ ...model, metadata: [] })));
    expect(read.layers.map(({ kind }) => kind)).toEqual(["dense", "activation", "dense"]);
    expect(forward(read, x)).toBeCloseRelative(forward(plain, x), { relative: 1e-6, absolute: 1e-9 });
  });
});
