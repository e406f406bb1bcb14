import {
  decodeModelProto,
  encodeModelProto,
  type ModelProto,
  OnnxFormatError,
  openTensor,
} from "@reciprocal/graph";
import {
  createNetwork,
  forward,
  inputSize,
  layerFields,
  type Network,
  toSpectral,
  toDense,
  withParameters,
} from "@reciprocal/network";
import { networks, withNodesRemoved } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { Budget } from "./decoding/budget.js";
import { Constants } from "./decoding/constants.js";
import { ExternalData } from "./decoding/external-data.js";
import { ownMappings } from "./decoding/own-form.js";
import { ownMetadata } from "./decoding/own-metadata.js";
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

  it.each<[string, Network]>([
    ...Object.entries(networks).filter(([, { layers }]) => layers.some((layer) => "madeAs" in layer)),
    [
      "square factors that were made for more outputs, so large that R is multiplied in bands",
      withNodesRemoved(createNetwork({ inputShape: 220, layers: [{ kind: "s-qr", units: 222 }] }), []),
    ],
  ])("gives factors that nodes were removed from: %s", (_, one) => {
    const again = decodeOnnx(encodeOnnx(one));
    expect(again.layers.map(({ kind }) => kind)).toEqual(one.layers.map(({ kind }) => kind));
    const inputs = Float32Array.from({ length: 2 * inputSize(one) }, (_, i) => Math.sin(i));
    expect(forward(again, inputs)).toEqual(forward(one, inputs));
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

  /** The model with another text in the metadata; undefined takes it away. */
  const withText = (key: string, text: string | undefined) =>
    changed(network, ({ metadata = [], ...rest }) => ({
      ...rest,
      metadata: [
        ...metadata.filter((entry) => entry.key !== key),
        ...(text === undefined ? [] : [{ key, value: text }]),
      ],
    }));
  const recipe = { rows: 5, columns: 6, kind: "normal", seed: 1, deviation: 1 };
  const stored = { kind: "spectral", phi: { values: expect.any(Float32Array) as Float32Array } };

  it.each([
    [
      "of other numbers, with a warning",
      recipe,
      [/the recipe of layer 0 \(spectral\): phi makes other numbers/],
    ],
    ["of another size, as where some are selected", { ...recipe, rows: 9 }, []],
    ["of no finite numbers", { ...recipe, deviation: 1e308 }, [/layer 0 \(spectral\): phi/]],
  ])("keeps the numbers where there is a recipe %s", (_, other, expected) => {
    const warnings: string[] = [];
    const read = decodeOnnx(withText("reciprocal.layer0.phi.recipe", JSON.stringify(other)), {
      onWarning: (message) => warnings.push(message),
    });
    expect(read.layers[0]).toMatchObject(stored);
    expect(forward(read, x)).toEqual(forward(network, x));
    expect(warnings).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as string));
  });

  it.each<[string, string, string, RegExp]>([
    ["a broken recipe", "layer0.phi.recipe", "{", /recipe of layer 0 \(spectral\): phi is broken/],
    [
      "a recipe that is none",
      "layer0.phi.recipe",
      "null",
      /recipe of layer 0 .* is broken: it must be an object, got null/,
    ],
    ["a recipe without settings", "layer0.phi.recipe", '{"rows":5,"columns":6}', /no recipe: .*kind/],
    [
      "a recipe with a field more",
      "layer0.phi.recipe",
      JSON.stringify({ ...recipe, seeds: 2 }),
      /no recipe: layer 0.*seeds/,
    ],
    ["sizes twice", "layer0.phi.recipe", '{"rows":5,"rows":5,"columns":6}', /"rows" twice/],
    [
      "another digest",
      "layer0.phi.sha256",
      "0".repeat(64),
      /phi must have the SHA-256 "0+", got [0-9a-f]{64}/,
    ],
    ["a field that is not known", "layer0.phase", "1", /unknown field "reciprocal\.layer0\.phase"/],
    ["a layer that is not there", "layer99.kind", "dense", /"reciprocal\.layer99\.kind".*belongs to nothing/],
    [
      "a matrix of another kind",
      "layer0.Q.recipe",
      JSON.stringify(recipe),
      /layer0\.Q\.recipe".*belongs to nothing/,
    ],
  ])("refuses metadata with %s", (_, key, text, message) => {
    const run = () => decodeOnnx(withText(`reciprocal.${key}`, text));
    expect(run).toThrow(message);
    expect(run).toThrow(expect.objectContaining({ code: "ERR_ONNX_FORMAT" }) as Error);
  });

  it("refuses a field that stands twice, and passes over those of other tools", () => {
    const add = (key: string) =>
      changed(network, ({ metadata = [], ...rest }) => ({
        ...rest,
        metadata: [...metadata, { key, value: "spectral" }, { key, value: "spectral" }],
      }));
    expect(() => decodeOnnx(add("reciprocal.form"))).toThrow(/"reciprocal\.form" twice/);
    expect(decodeOnnx(add("framework"))).toEqual(network);
  });

  it("takes the numbers as they are without verify, and makes nothing", () => {
    const bytes = withText("reciprocal.layer0.phi.sha256", "0".repeat(64));
    const read = decodeOnnx(bytes, { verify: false, maxEntries: 0 });
    expect(read.layers[0]).toMatchObject(stored);
    expect(forward(read, x)).toEqual(forward(network, x));
  });

  it("makes no more entries than it is told", () => {
    const bytes = encodeOnnx(network);
    expect(() => decodeOnnx(bytes, { maxEntries: 29 })).toThrow(
      "decodeOnnx: the matrices that are made, up to layer 0 (spectral): phi, must have at most 29 entries together (maxEntries), got 30",
    );
    const { layers } = network;
    const all = layers
      .flatMap((layer) => (layer.kind === "activation" ? [] : layerFields(layer)))
      .reduce((sum, { content }) => sum + ("rows" in content ? content.rows * content.columns : 0), 0);
    expect(decodeOnnx(bytes, { maxEntries: all })).toEqual(network);
    expect(() => decodeOnnx(bytes, { maxEntries: all - 1 })).toThrow(`got ${all}`);
  });

  it("ends in an error of the format for an R that is no square, whatever it claims", () => {
    for (const dimensions of [[1_000_000, 0], [0, 1_000_000], [49], [7, 7, 1]]) {
      const bytes = changed(network, ({ graph, ...rest }) => ({
        ...rest,
        graph: {
          ...graph,
          constants: graph!.constants!.map((tensor) =>
            tensor.name === "layer4.R"
              ? { ...tensor, dimensions, ...(dimensions.includes(0) && { rawData: new Uint8Array(0) }) }
              : tensor,
          ),
        },
      }));
      expect(() => decodeOnnx(bytes)).toThrow(OnnxFormatError);
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
      return ownMappings(model, ownMetadata(model), { constants: open, budget })?.size;
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

  it.each([6, 60])(
    "reads one of width %i that lost its metadata as the kernels that it computes",
    (width) => {
      const plain = createNetwork({
        inputShape: width,
        layers: [
          { kind: "spectral", units: width - 1, activation: "tanh" },
          { kind: "dense", units: 2 },
        ],
        seed: 1,
      });
      const read = decodeOnnx(changed(plain, (model) => ({ ...model, metadata: [] })));
      expect(read.layers.map(({ kind }) => kind)).toEqual(["dense", "activation", "dense"]);
      const inputs = Float32Array.from({ length: 3 * width }, (_, i) => Math.sin(i));
      expect(forward(read, inputs)).toBeCloseRelative(forward(plain, inputs), {
        relative: 1e-6,
        absolute: 1e-7,
      });
    },
  );
});
