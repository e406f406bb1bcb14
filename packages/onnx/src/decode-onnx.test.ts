import { OnnxFormatError, type TensorProto } from "@reciprocal/graph";
import {
  type ActivationFunction,
  createNetwork,
  type DenseLayer,
  forward,
  inputSize,
  type Network,
} from "@reciprocal/network";
import { randomUniform } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encodeOnnx } from "./encode-onnx.js";
import { decodeOnnx } from "./decode-onnx.js";
import { floats, foreignModel, node, type ForeignModel } from "./testing/foreign-model.js";
import { runModel } from "./testing/run-model.js";

const torchModel = () => new Uint8Array(readFileSync(new URL("./testing/torch-mlp.onnx", import.meta.url)));

const dense = createNetwork({
  inputShape: 5,
  layers: [
    { kind: "dense", units: 4, activation: "relu" },
    { kind: "dense", units: 4, activation: "tanh", useBias: false },
    { kind: "dense", units: 4, activation: "sigmoid" },
    { kind: "dense", units: 4, activation: "elu" },
    { kind: "dense", units: 4, activation: "leaky-relu" },
    { kind: "dense", units: 4, activation: "leaky-relu", slope: 0.3 },
    { kind: "dense", units: 4, activation: "gelu" },
    { kind: "dense", units: 4, activation: "silu" },
    { kind: "dense", units: 4, activation: "softplus" },
    { kind: "dense", units: 4, activation: "hard-swish" },
    { kind: "dense", units: 3, activation: "softmax" },
  ],
});

/** w = [[1, 2], [3, 4], [5, 6]] as 3×2 and as 2×3, and b = [7, 8, 9] */
const w = floats("w", [3, 2], [1, 2, 3, 4, 5, 6]);
const wt = floats("wt", [2, 3], [1, 3, 5, 2, 4, 6]);
const b = floats("b", [3], [7, 8, 9]);
const constants = [w, wt, b];

const layerOf = ({ layers }: Network) => layers[0] as DenseLayer;
const read = (model: ForeignModel) => decodeOnnx(foreignModel(model));
const kernelOf = (network: Network) => [...layerOf(network).kernel];
const biasOf = (network: Network) => layerOf(network).bias && [...layerOf(network).bias!];

const int = (name: string, value: number) => ({ name, int: value });
const float = (name: string, value: number) => ({ name, float: value });

/** What goes wrong: code, and message without "decodeOnnx: ". */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    return `${error.code.replace("ERR_ONNX_", "")} ${error.message.replace("decodeOnnx: ", "")}`;
  }
  return "nothing";
}

/** A field of a protobuf message: tag, length in groups of seven bits, content. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = bytes.length; rest > 127; rest >>= 7) length.push((rest & 127) | 128);
  length.push(bytes.length >> (7 * length.length));
  return Uint8Array.from([number * 8 + 2, ...length, ...bytes]);
}

describe("decodeOnnx", () => {
  it("gives back the dense network that was exported", () => {
    expect(decodeOnnx(encodeOnnx(dense))).toEqual(dense);
    expect(decodeOnnx(encodeOnnx(dense, { form: "dense", opset: 22 }))).toEqual(dense);
  });

  it("reads what PyTorch wrote", () => {
    const network = decodeOnnx(torchModel());
    expect(network.layers.map((layer) => ("activation" in layer ? layer.activation : layer.outputs))).toEqual(
      [5, "relu", 3, "softmax"],
    );
    // printed by testing/torch-mlp.py (PyTorch 1.13, float32)
    const printed = [0.242953, 0.3096017, 0.4474453, 0.2775378, 0.2972691, 0.425193];
    const x = Float32Array.from({ length: 12 }, (_, i) => -1 + (2 * i) / 11);
    expect(forward(network, x)).toBeCloseRelative(printed, { relative: 1e-6 });
  });

  // each: nodes from x to y that are y = w x + b, with b = [7, 8, 9] or none
  it.each<[string, ForeignModel["nodes"], boolean]>([
    ["Gemm", [node("Gemm", ["x", "wt", "b"], "y")], true],
    ["Gemm with transB", [node("Gemm", ["x", "w", "b"], "y", [int("transB", 1)])], true],
    ["Gemm without C", [node("Gemm", ["x", "wt"], "y")], false],
    ["Gemm with C left empty", [node("Gemm", ["x", "wt", ""], "y")], false],
    ["Gemm with beta 0", [node("Gemm", ["x", "wt", "b"], "y", [float("beta", 0)])], false],
    ["MatMul", [node("MatMul", ["x", "wt"], "y")], false],
    ["MatMul and Add", [node("MatMul", ["x", "wt"], "h"), node("Add", ["h", "b"], "y")], true],
    ["the constant first", [node("MatMul", ["x", "wt"], "h"), node("Add", ["b", "h"], "y")], true],
    ["Transpose", [node("Transpose", ["w"], "t"), node("MatMul", ["x", "t"], "y")], false],
    [
      "Identity and Cast of constants",
      [
        node("Identity", ["wt"], "t"),
        node("Cast", ["t"], "u", [int("to", 1)]),
        node("MatMul", ["x", "u"], "y"),
      ],
      false,
    ],
    [
      "what does nothing at inference",
      [
        node("Identity", ["x"], "i"),
        node("Cast", ["i"], "c", [int("to", 10)]),
        node("Dropout", ["c"], "d"),
        node("Flatten", ["d"], "f"),
        node("MatMul", ["f", "wt"], "y"),
      ],
      false,
    ],
  ])("reads %s", (_, nodes, isBiased) => {
    const network = read({ nodes, constants });
    expect(kernelOf(network)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(biasOf(network)).toEqual(isBiased ? [7, 8, 9] : undefined);
  });

  const number = (name: string, value: number) => floats(name, [], [value]);
  const [half, one, three] = [number("half", 0.5), number("one", 1), number("three", 3)] as const;
  const [six, root] = [floats("six", [1], [6]), number("root", Math.SQRT2)] as const;
  const low = { name: "min", float: 0 };

  it.each<[string, ForeignModel["nodes"], ActivationFunction]>([
    ["LeakyRelu", [node("LeakyRelu", ["x"], "y")], { activation: "leaky-relu" }],
    [
      "LeakyRelu with alpha",
      [node("LeakyRelu", ["x"], "y", [float("alpha", 0.3)])],
      { activation: "leaky-relu", slope: 0.3 },
    ],
    ["Softplus", [node("Softplus", ["x"], "y")], { activation: "softplus" }],
    ["HardSwish", [node("HardSwish", ["x"], "y")], { activation: "hard-swish" }],
    ["Gelu", [node("Gelu", ["x"], "y", [{ name: "approximate", string: "none" }])], { activation: "gelu" }],
    ["Swish", [node("Swish", ["x"], "y")], { activation: "silu" }],
    [
      "gelu as PyTorch writes it",
      [
        node("Div", ["x", "root"], "d"),
        node("Erf", ["d"], "e"),
        node("Constant", [], "c", [float("value_float", 1)]),
        node("Add", ["e", "c"], "a"),
        node("Mul", ["x", "a"], "m"),
        node("Mul", ["m", "half"], "y"),
      ],
      { activation: "gelu" },
    ],
    [
      "gelu as Keras computes it",
      [
        node("Mul", ["half", "x"], "h"),
        node("Div", ["x", "root"], "d"),
        node("Erf", ["d"], "e"),
        node("Add", ["one", "e"], "a"),
        node("Mul", ["h", "a"], "y"),
      ],
      { activation: "gelu" },
    ],
    ["silu", [node("Sigmoid", ["x"], "s"), node("Mul", ["x", "s"], "y")], { activation: "silu" }],
    [
      "silu with the sigmoid first, and an Identity",
      [node("Identity", ["x"], "i"), node("Sigmoid", ["i"], "s"), node("Mul", ["s", "i"], "y")],
      { activation: "silu" },
    ],
    [
      "hard-swish by a HardSigmoid",
      [
        node("HardSigmoid", ["x"], "s", [float("alpha", 1 / 6), float("beta", 0.5)]),
        node("Mul", ["x", "s"], "y"),
      ],
      { activation: "hard-swish" },
    ],
    [
      "hard-swish by Clip, with bounds as attributes",
      [
        node("Add", ["x", "three"], "t"),
        node("Clip", ["t"], "c", [low, float("max", 6)]),
        node("Mul", ["x", "c"], "m"),
        node("Div", ["m", "six"], "y"),
      ],
      { activation: "hard-swish" },
    ],
    [
      "hard-swish by Relu and Min",
      [
        node("Add", ["x", "three"], "t"),
        node("Relu", ["t"], "r"),
        node("Min", ["r", "six"], "c"),
        node("Mul", ["c", "x"], "m"),
        node("Div", ["m", "six"], "y"),
      ],
      { activation: "hard-swish" },
    ],
    [
      "softplus by its definition",
      [node("Exp", ["x"], "e"), node("Add", ["e", "one"], "a"), node("Log", ["a"], "y")],
      { activation: "softplus" },
    ],
    [
      "leaky-relu by Max",
      [node("Mul", ["x", "half"], "m"), node("Max", ["x", "m"], "y")],
      { activation: "leaky-relu", slope: 0.5 },
    ],
  ])("reads %s", (_, nodes, expected) => {
    const network = read({ nodes, constants: [half, one, three, six, root] });
    expect(network).toEqual({ inputShape: [2], layers: [{ kind: "activation", ...expected }] });
  });

  it("joins operators to an activation only where nothing else reads a part of them", () => {
    const silu = [node("Sigmoid", ["x"], "s"), node("Mul", ["x", "s"], "y")];
    expect(refusal(() => read({ nodes: silu, graph: { outputs: [{ name: "s" }] } }))).toMatch(
      /^UNSUPPORTED node "Mul y" \(Mul\)/,
    );
    const scaled = [node("Mul", ["x", "half"], "h"), ...silu.slice(0, 1), node("Mul", ["h", "s"], "y")];
    expect(refusal(() => read({ nodes: scaled, constants: [half] }))).toMatch(/^UNSUPPORTED node/);
    // a ReLU that ends at 20 is none
    const clipped = [node("Relu", ["x"], "r"), node("Min", ["r", "twenty"], "y")];
    expect(refusal(() => read({ nodes: clipped, constants: [number("twenty", 20)] }))).toMatch(
      /^UNSUPPORTED node "Min y" \(Min\)/,
    );
    const two = floats("two", [2], [1, 1]);
    const spread = [...[node("Exp", ["x"], "e"), node("Add", ["e", "two"], "a")], node("Log", ["a"], "y")];
    expect(refusal(() => read({ nodes: spread, constants: [two] }))).toMatch(
      /^UNSUPPORTED node "Exp e" \(Exp\) is not supported/,
    );
  });

  it("tells gelu in its form with a tanh, and settings that no activation of a network has", () => {
    const cubed = [
      ...[node("Pow", ["x", "three"], "p"), node("Mul", ["p", "small"], "q"), node("Add", ["x", "q"], "r")],
      ...[node("Mul", ["r", "factor"], "s"), node("Tanh", ["s"], "t"), node("Add", ["t", "one"], "u")],
      ...[node("Mul", ["x", "u"], "v"), node("Mul", ["v", "half"], "y")],
    ];
    const constants = [
      ...[half, one, three, number("small", 0.044715)],
      number("factor", Math.sqrt(2 / Math.PI)),
    ];
    expect(refusal(() => read({ nodes: cubed, constants }))).toBe(
      'UNSUPPORTED node "Mul y" is the last of gelu in its form with a tanh, which differs by up to 0.0005 from the gelu of a network',
    );
    const tanh = [node("Gelu", ["x"], "y", [{ name: "approximate", string: "tanh" }])];
    expect(refusal(() => read({ nodes: tanh }))).toBe(
      'UNSUPPORTED node "Gelu y" (Gelu) has approximate "tanh"; supported is none',
    );
    expect(refusal(() => read({ nodes: [node("LeakyRelu", ["x"], "y", [float("alpha", -0.1)])] }))).toBe(
      'UNSUPPORTED node "LeakyRelu y" (LeakyRelu) has alpha -0.1; supported is 0 to 1',
    );
    expect(refusal(() => read({ nodes: [node("Swish", ["x"], "y", [float("alpha", 1.702)])] }))).toMatch(
      /has alpha 1\.702.*; supported is 1$/,
    );
  });

  it("works alpha and beta into kernel and bias, and spreads a single number", async () => {
    const model = {
      nodes: [
        node("Gemm", ["x", "wt", "b"], "g", [
          { ...float("alpha", 0.5), type: 1 },
          { ...float("beta", 2), type: 1 },
        ]),
        node("Add", ["g", "c"], "y"),
      ],
      constants: [...constants, floats("c", [1, 1], [0.25])],
    };
    const network = read(model);
    expect(kernelOf(network)).toEqual([0.5, 1, 1.5, 2, 2.5, 3]);
    expect(biasOf(network)).toEqual([14.25, 16.25, 18.25]);
    const x = Float32Array.of(1, -2, 3, 0.5);
    const typed = foreignModel({
      ...model,
      graph: { name: "g", outputs: [{ name: "y", type: { tensor: { elementType: 1 } } }] },
    });
    expect([...forward(network, x)]).toEqual([...(await runModel(typed, x, [2, 2]))]);
  });

  it.each<[string, Omit<TensorProto, "name" | "dimensions">]>([
    ["float32, raw", { elementType: 1, rawData: new Uint8Array(Float32Array.of(1, -0.5).buffer) }],
    ["float64, raw", { elementType: 11, rawData: new Uint8Array(Float64Array.of(1, -0.5).buffer) }],
    ["float64, listed", { elementType: 11, doubles: [1, -0.5] }],
    ["float16, raw", { elementType: 10, rawData: Uint8Array.of(0x00, 0x3c, 0x00, 0xb8) }],
    ["float16, listed", { elementType: 10, ints32: [0x3c00, 0xb800] }],
  ])("reads constants as %s", (_, tensor) => {
    const given = { name: "k", dimensions: [2, 1], ...tensor };
    expect(kernelOf(read({ nodes: [node("MatMul", ["x", "k"], "y")], constants: [given] }))).toEqual([
      1, -0.5,
    ]);
    const made = [
      node("Constant", [], "k", [{ name: "value", tensor: given }]),
      node("MatMul", ["x", "k"], "y"),
    ];
    expect(kernelOf(read({ nodes: made }))).toEqual([1, -0.5]);
  });

  it("reads raw data wherever it lies in the file", () => {
    for (let shift = 0; shift < 4; shift++) {
      const bytes = new Uint8Array(encodeOnnx(dense).length + shift);
      bytes.set(encodeOnnx(dense), shift);
      expect(decodeOnnx(bytes.subarray(shift))).toEqual(dense);
    }
  });

  it.each<[string, readonly (number | string)[], readonly number[]]>([
    ["[-1, width]", ["n", 2, 3], [-1, 6]],
    ["[0, -1]", ["n", 2, 3], [0, -1]],
    ["[0, width]", ["n", "h", 3], [0, 6]],
    ["the batch that the input has", [4, 2, 3], [4, -1]],
  ])("reads Reshape to %s", (_, input, shape) => {
    const weights = floats("k", [6, 1], [1, 2, 3, 4, 5, 6]);
    const nodes = [node("Reshape", ["x", "s"], "f"), node("MatMul", ["f", "k"], "y")];
    const sizes = { name: "s", dimensions: [2], elementType: 7, ints64: shape };
    expect(inputSize(read({ input, nodes, constants: [weights, sizes] }))).toBe(6);
    const given = node("Constant", [], "s", [{ name: "value_ints", ints: shape }]);
    expect(inputSize(read({ input, nodes: [given, ...nodes], constants: [weights] }))).toBe(6);
  });

  it("takes constants that are listed among the inputs, as up to IR version 3", () => {
    const nodes = [node("MatMul", ["x", "wt"], "y")];
    expect(inputSize(read({ nodes, constants, graph: { inputs: [{ name: "wt" }, { name: "x" }] } }))).toBe(2);
  });

  it("passes over fields that it does not know", () => {
    const nodes = [node("MatMul", ["x", "wt"], "y")];
    const bytes = foreignModel({ nodes, constants });
    // field 100 as varint, 64 bits, bytes, a group with a varint in it, 32 bits; by hand
    const tag = (wire: number) => [((100 << 3) & 0x7f) | wire | 0x80, 100 >> 4];
    const unknown = [
      ...[...tag(0), 5, ...tag(1), 1, 2, 3, 4, 5, 6, 7, 8, ...tag(2), 2, 9, 9],
      ...[...tag(3), 8, 1, ...tag(4), ...tag(5), 1, 2, 3, 4],
    ];
    expect(kernelOf(decodeOnnx(Uint8Array.from([...bytes, ...unknown])))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("decodeOnnx refuses", () => {
  const gemm = (attributes: Parameters<typeof node>[3] = [], inputs = ["x", "wt"]) => ({
    nodes: [node("Gemm", inputs, "y", attributes)],
    constants,
  });
  const after = (...nodes: ForeignModel["nodes"]) => ({
    nodes: [node("MatMul", ["x", "wt"], "h"), ...nodes],
    constants,
  });
  const supported =
    "Gemm, MatMul, Add, Sub, Mul, Div, Neg, BatchNormalization, ai.onnx.ml.Scaler, Relu, Tanh, Sigmoid, Elu, LeakyRelu, PRelu, Gelu, Swish, Softplus, HardSwish, Softmax, LogSoftmax, Identity, Dropout, Cast, Flatten, Reshape, Squeeze, Unsqueeze, Concat, Constant, Transpose, Sqrt, Reciprocal, Shape, Gather, Slice, ReduceProd, ArgMax, ai.onnx.ml.ZipMap, ai.onnx.ml.Binarizer, ai.onnx.ml.ArrayFeatureExtractor, ai.onnx.ml.LabelEncoder";

  it.each<[string, ForeignModel, readonly string[]]>([
    [
      "other operators",
      { nodes: [node("Conv", ["x", "w"], "y")] },
      ["UNSUPPORTED", 'node "Conv y" (Conv)', supported],
    ],
    [
      "names of no operator that objects have",
      { nodes: [node("toString", ["x"], "y")] },
      ["UNSUPPORTED", 'node "toString y" (toString)'],
    ],
    [
      "nodes without a name by their number",
      { nodes: [{ operator: "Conv", inputs: ["x"], outputs: ["y"] }] },
      ["UNSUPPORTED", "node #0 (Conv)"],
    ],
    [
      "operators of other domains",
      { nodes: [{ ...node("Gemm", ["x", "wt"], "y"), domain: "com.microsoft" }], constants },
      ["UNSUPPORTED", 'node "Gemm y" (Gemm)', '"com.microsoft"'],
    ],
    ["transA", gemm([int("transA", 1)]), ["UNSUPPORTED", 'node "Gemm y" (Gemm)', "transA"]],
    [
      "a value on the right",
      gemm([], ["wt", "x"]),
      ["UNSUPPORTED", 'node "Gemm y" (Gemm)', "operand 1", "operand 0"],
    ],
    [
      "products of two values",
      gemm([], ["x", "x"]),
      ["UNSUPPORTED", 'node "Gemm y" (Gemm)', "operand 1", '"x"'],
    ],
    ["kernels that are no matrix", gemm([], ["x", "b"]), ["UNSUPPORTED", 'node "Gemm y" (Gemm)', "[3]"]],
    ["kernels that do not fit", gemm([], ["x", "w"]), ["FORMAT", 'node "Gemm y" (Gemm)', "3", "2"]],
    [
      "a bias that does not fit",
      gemm([], ["x", "wt", "w"]),
      ["UNSUPPORTED", 'node "Gemm y" (Gemm)', "3", "[3, 2]"],
    ],
    [
      "a bias of another length",
      { ...gemm([], ["x", "wt", "c"]), constants: [wt, floats("c", [2], [1, 2])] },
      ["3", "[2]"],
    ],
    [
      "a bias that differs between samples",
      { ...gemm([], ["x", "wt", "c"]), constants: [wt, floats("c", [2, 3], [1, 2, 3, 4, 5, 6])] },
      ["3", "[2, 3]"],
    ],
    [
      "Reshape where 0 means nothing",
      {
        nodes: [node("Reshape", ["x", "s"], "y", [int("allowzero", 1)])],
        constants: [{ name: "s", dimensions: [2], elementType: 7, ints64: [0, 2] }],
      },
      ["allowzero", "0 in its shape"],
    ],
    [
      "copies of what is no constant",
      after(node("Relu", ["h"], "r"), node("Identity", ["h"], "y")),
      ["UNSUPPORTED", 'node "Identity y" (Identity)', '"h"', '"r"', "branches"],
    ],
    [
      "sums that no mapping follows",
      { nodes: [node("Add", ["x", "c"], "y")], constants: [floats("c", [2], [1, 2])] },
      ["UNSUPPORTED", 'node "Add y" (Add)', "Gemm", "MatMul"],
    ],
    [
      "sums after an activation",
      after(node("Relu", ["h"], "r"), node("Add", ["r", "b"], "y")),
      ['"Add y"', "Gemm", "MatMul"],
    ],
    [
      "branches",
      after(node("Relu", ["h"], "r"), node("Tanh", ["h"], "y")),
      ["UNSUPPORTED", 'node "Tanh y" (Tanh)', '"h"', '"r"', "branches"],
    ],
    [
      "sums of two values",
      after(node("Relu", ["h"], "r"), node("Add", ["r", "h"], "y")),
      ["UNSUPPORTED", 'node "Add y" (Add)', "operand 1", '"h"'],
    ],
    [
      "nodes that wait for each other",
      { nodes: [node("Relu", ["b"], "a"), node("Relu", ["a"], "b"), node("Relu", ["x"], "y")] },
      ["UNSUPPORTED", 'node "Relu a" (Relu)', '"b"', '"x"'],
    ],
    ["results that feed themselves", after(node("Relu", ["h"], "h")), ["FORMAT", '"h"', "twice"]],
    [
      "names that are given twice",
      { nodes: [node("Identity", ["w"], "wt")], constants },
      ["FORMAT", '"wt"', "twice"],
    ],
    [
      "constants with the name of the input",
      { nodes: [], constants: [floats("x", [1], [1])] },
      ["0", "inputs"],
    ],
    [
      "products of constants",
      { nodes: [node("MatMul", ["w", "wt"], "k"), node("MatMul", ["x", "k"], "y")], constants },
      ["UNSUPPORTED", 'node "MatMul k" (MatMul)', '"w"', '"wt"'],
    ],
    ["values to Transpose", { nodes: [node("Transpose", ["x"], "y")] }, ["constants"]],
    [
      "other permutations",
      { nodes: [node("Transpose", ["w"], "y", [{ name: "perm", ints: [0, 1] }])], constants },
      ["[3, 2]", "perm", "[0, 1]"],
    ],
    ["other Elu", after(node("Elu", ["h"], "y", [float("alpha", 2)])), ["alpha 2", "1"]],
    ["Softmax over samples", after(node("Softmax", ["h"], "y", [int("axis", 0)])), ["axis 0"]],
    [
      "Softmax before Flatten",
      { input: ["n", 2, 3], nodes: [node("Softmax", ["x"], "y")] },
      ["axis -1", "Flatten"],
    ],
    ["casts to integers", after(node("Cast", ["h"], "y", [int("to", 7)])), ["element type 7"]],
    [
      "Dropout that drops",
      {
        ...after(node("Dropout", ["h", "", "m"], "y")),
        constants: [wt, { name: "m", dimensions: [], elementType: 9, ints32: [1] }],
      },
      ["training mode"],
    ],
    ["other Flatten", { nodes: [node("Flatten", ["x"], "y", [int("axis", 0)])] }, ["axis 0", "1"]],
    [
      "mappings without Flatten",
      { input: ["n", 4, 2], nodes: [node("MatMul", ["x", "wt"], "y")], constants },
      ["UNSUPPORTED", 'node "MatMul y" (MatMul)', "[samples, 4, 2]", "samples × values"],
    ],
    ["inputs without samples", { input: [2], nodes: [] }, ["UNSUPPORTED", '"x"', "1", "dimensions"]],
    ["results without a name", { nodes: [node("Relu", ["x"], "")] }, ["FORMAT", 'node "Relu " (Relu)']],
    ["outputs that are not the last", { nodes: [node("Relu", ["x"], "z")] }, ["UNSUPPORTED", '"y"', '"z"']],
    ["two inputs", { nodes: [], graph: { inputs: [{ name: "a" }, { name: "b" }] } }, ["2", "inputs"]],
    ["two outputs", { nodes: [], graph: { outputs: [{ name: "a" }, { name: "x" }] } }, ["2", "outputs"]],
    [
      "inputs of unknown size and no mapping",
      { input: ["n", "m"], nodes: [node("Relu", ["x"], "y")] },
      ["UNSUPPORTED", "Gemm", "MatMul"],
    ],
    ["old operator sets", { nodes: [], opset: 6 }, ["UNSUPPORTED", "operator set 6"]],
  ])("%s", (_, model, facts) => {
    const message = refusal(() => read(model));
    for (const fact of facts) expect(message).toContain(fact);
  });

  it.each([
    ["[2, 3]", [2, 3]],
    ["[-1, -1]", [-1, -1]],
    ["[-1, 3]", [-1, 3]],
    ["[-1]", [-1]],
    ["[0, 3, 3]", [0, 3, 3]],
    ["[0, -1, -1]", [0, -1, -1]],
    ["[0, 4, -1]", [0, 4, -1]],
    ["[5, -1]", [5, -1]],
  ])("Reshape to %s", (_, ints) => {
    const nodes = [
      node("Constant", [], "s", [{ name: "value_ints", ints }]),
      node("Reshape", ["x", "s"], "y"),
    ];
    expect(refusal(() => read({ input: ["n", 2, 3], nodes }))).toContain(
      'node "Reshape y" (Reshape) must give samples × values, as the shapes [-1, 6] and [0, -1] do',
    );
  });

  it.each<[string, TensorProto, readonly string[]]>([
    [
      "data in other files",
      {
        dimensions: [2, 3],
        elementType: 1,
        dataLocation: 1,
        externalData: [{ key: "location", value: "/etc/passwd" }],
      },
      ["UNSUPPORTED", 'constant "k"', '"/etc/passwd"', "no path inside the folder"],
    ],
    [
      "other element types",
      { dimensions: [2, 3], elementType: 16 },
      ["UNSUPPORTED", 'constant "k"', "element type 16", "float32 (1)"],
    ],
    ["too little data", { dimensions: [2, 3], elementType: 1, floats: [1] }, ["6", "1"]],
    ["half a number", { dimensions: [1, 1], elementType: 1, rawData: new Uint8Array(6) }, ["1", "1.5"]],
    [
      "sizes beyond the file",
      { dimensions: [2 ** 40, 2 ** 40], elementType: 1, rawData: new Uint8Array(4) },
      ["FORMAT", 'constant "k"', "[1099511627776, 1099511627776]"],
    ],
    ["sizes below zero", { dimensions: [-2, -3], elementType: 1, floats: [1, 2, 3, 4, 5, 6] }, ["[-2, -3]"]],
    ["no rows but a huge width", { dimensions: [0, 2 ** 40], elementType: 1 }, ["UNSUPPORTED", "matrix"]],
    ["NaN", { dimensions: [2, 1], elementType: 1, floats: [1, NaN] }, ["FORMAT", "layer 0 (dense)"]],
    [
      "numbers too large for float32",
      { dimensions: [2, 1], elementType: 11, doubles: [1, 1e300] },
      ["FORMAT", "valid"],
    ],
  ])("constants with %s", (_, tensor, facts) => {
    const nodes = [node("MatMul", ["x", "k"], "y")];
    const message = refusal(() => read({ nodes, constants: [{ name: "k", ...tensor }] }));
    for (const fact of facts) expect(message).toContain(fact);
  });

  it("a small constant that is used so often that it fills the memory", () => {
    const size = 32;
    const nodes = Array.from({ length: 200 }, (_, i) =>
      node("MatMul", [i === 0 ? "x" : `v${i - 1}`, "k"], i === 199 ? "y" : `v${i}`),
    );
    const k = floats("k", [size, size], Array<number>(size * size).fill(0.5));
    const model = { input: ["n", size], constants: [k] };
    expect(
      decodeOnnx(foreignModel({ ...model, nodes: [...nodes.slice(0, 3), node("Relu", ["v2"], "y")] })).layers,
    ).toHaveLength(4);
    expect(refusal(() => read({ ...model, nodes }))).toContain(
      "uses constants too often or makes them too large: all nodes together may take 16 steps for each of the",
    );
  });

  it("what is no model", () => {
    expect(refusal(() => decodeOnnx(new Uint8Array(0)))).toBe(
      "FORMAT the model has no graph; is it an ONNX file?; it looks like an empty file",
    );
    const text = (content: string) => refusal(() => decodeOnnx(new TextEncoder().encode(content)));
    expect(text('{"layers": []}')).toMatch(/^FORMAT model.*; it looks like JSON$/);
    expect(text("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n")).toMatch(
      /^FORMAT .*; it looks like a pointer file of Git LFS/,
    );
    expect(text("<!DOCTYPE html>")).toMatch(/^FORMAT .*; it looks like a web page/);
    expect(text("PK\x03\x04 archive/data.pkl")).toMatch(/^FORMAT .*; it looks like a checkpoint of PyTorch/);
    expect(() => decodeOnnx("model.onnx" as never)).toThrow(
      new TypeError("decodeOnnx: needs the bytes of a model as a Uint8Array, got string"),
    );
  });

  it("wrong wire types, fields that stand twice and lengths beyond the file, by their place", () => {
    // tag of graph (7) as varint; graph twice; graph of 127 bytes, of which two are there
    expect(refusal(() => decodeOnnx(Uint8Array.of(56, 1)))).toBe(
      "FORMAT model.graph must have wire type 2, got 0",
    );
    expect(refusal(() => decodeOnnx(Uint8Array.of(58, 0, 58, 0)))).toBe(
      "FORMAT model.graph stands there twice",
    );
    expect(refusal(() => decodeOnnx(Uint8Array.of(58, 127, 0, 0)))).toBe(
      "FORMAT model.graph is broken: premature EOF",
    );
    // a list of floats, packed, of five bytes, in the first constant of the graph
    const inGraph = [42, 7, 34, 5, 0, 0, 0, 0, 0];
    expect(refusal(() => decodeOnnx(Uint8Array.of(58, 9, ...inGraph)))).toContain(
      "FORMAT model.graph.constants[0].floats is broken",
    );
    // lengths of 2³² − 1, and names that are no UTF-8
    expect(refusal(() => decodeOnnx(Uint8Array.of(58, 255, 255, 255, 255, 15)))).toContain(
      "FORMAT model.graph is broken",
    );
    expect(refusal(() => decodeOnnx(Uint8Array.of(58, 3, 18, 1, 255)))).toContain(
      "FORMAT model.graph.name is broken",
    );
  });

  it("graphs in graphs and groups in groups without going deeper", () => {
    let inner: Uint8Array = new Uint8Array(0);
    // graph in attribute (6) in node (5) in graph (1), a thousand times: passed over, whatever it holds
    for (let depth = 0; depth < 1000; depth++) {
      inner = field(1, field(5, field(6, inner)));
    }
    expect(refusal(() => decodeOnnx(field(7, inner)))).toContain("operator set");
    // field 100, start of group, a hundred thousand times
    const groups = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0xa3 : 0x06));
    expect(refusal(() => decodeOnnx(groups))).toContain("FORMAT model is broken");
  });

  it("in time, bytes that were cut off or changed", () => {
    const models = [
      torchModel(),
      encodeOnnx(dense),
      foreignModel({ nodes: [node("MatMul", ["x", "wt"], "y")], constants }),
    ];
    const random = randomUniform(4000, { seed: 4, low: 0, high: 256 });
    const outcomes = { network: 0, refusal: 0 };
    const attempt = (bytes: Uint8Array) =>
      outcomes[refusal(() => decodeOnnx(bytes)) === "nothing" ? "network" : "refusal"]++;
    for (const model of models) {
      for (let length = 0; length < model.length; length++) attempt(model.subarray(0, length));
      model.forEach((_, place) => {
        const changed = model.slice();
        changed[place] = random[place % random.length]!;
        attempt(changed);
      });
    }
    // most bytes are weights, and any weight is as good as another
    expect(outcomes.network).toBeGreaterThan(100);
    expect(outcomes.refusal).toBeGreaterThan(100);
  });
});
