import { forward, inputSize, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { floats, foreignModel, type ForeignModel, integers, mlNode, node } from "./testing/foreign-model.js";
import { runModel } from "./testing/run-model.js";

// Every model is read and computed by `forward`, and run by ONNX Runtime.

const random = new Random(3);
const uniform = (count: number) => Array.from({ length: count }, () => random.uniform(-1, 1));
const positive = (count: number) => Array.from({ length: count }, () => random.uniform(0.5, 1.5));
const int = (name: string, value: number) => ({ name, int: value, type: 2 });
const float = (name: string, value: number) => ({ name, float: value, type: 1 });
const numbers = (name: string, values: readonly number[]) => ({ name, floats: values, type: 6 });
const words = (name: string, values: readonly string[]) => ({
  name,
  strings: values.map((word) => new TextEncoder().encode(word)),
  type: 8,
});

interface Read {
  readonly network: Network;
  readonly warnings: readonly string[];
  /** Two samples, as the network and as ONNX Runtime computes them. */
  readonly computed: Float64Array;
  readonly expected: Float32Array;
}

/** Reads and runs a model, on two samples of its shape. */
async function read(bytes: Uint8Array, sample: readonly number[], output?: string): Promise<Read> {
  const warnings: string[] = [];
  const network = decodeOnnx(bytes, { onWarning: (message) => warnings.push(message) });
  const x = Float32Array.from({ length: 2 * inputSize(network) }, () => random.uniform(-2, 2));
  const expected = await runModel(bytes, x, [2, ...sample], output);
  return { network, warnings, computed: Float64Array.from(forward(network, x)), expected };
}

const close = { relative: 1e-5, absolute: 1e-6 };
const shown = ({ layers }: Network) =>
  layers.map((layer) => ("activation" in layer ? layer.activation : layer.outputs)).join(" ");

describe("decodeOnnx of what PyTorch exports", () => {
  it.each([
    ["view", [2, 3], "4 tanh 3"], // x.view(x.size(0), -1): Shape, Gather, Unsqueeze, Concat, Reshape
    ["flatten", [2, 3], "4 tanh 3"], // Reshape with allowzero
    ["normalize", [6], "4 relu 3 softmax"],
    ["squeeze", [6], "1 sigmoid"],
  ])("computes the same: %s", async (name, sample, layers) => {
    const file = new Uint8Array(readFileSync(new URL(`./testing/torch-${name}.onnx`, import.meta.url)));
    const { network, warnings, computed, expected } = await read(file, sample);
    expect(shown(network)).toBe(layers);
    expect(computed).toBeCloseRelative(expected, close);
    expect(warnings).toEqual([]);
  });

  it("gives probabilities where the model gives their logarithms, and says so", async () => {
    const file = new Uint8Array(readFileSync(new URL("./testing/torch-standardize.onnx", import.meta.url)));
    const { network, warnings, computed, expected } = await read(file, [6]);
    expect(shown(network)).toBe("4 tanh 3 softmax");
    expect(computed.map(Math.log)).toBeCloseRelative(expected, close);
    expect(warnings).toEqual([expect.stringMatching(/LogSoftmax.*logarithms.*softmax.*same classes/)]);
  });

  it("gives scores where the model gives the class of the largest, and says so", async () => {
    const file = new Uint8Array(readFileSync(new URL("./testing/torch-answer.onnx", import.meta.url)));
    const { network, warnings, computed, expected } = await read(file, [6]);
    expect(shown(network)).toBe("4 tanh 3");
    const classes = [0, 1].map((sample) => {
      const scores = [...computed.subarray(3 * sample, 3 * sample + 3)];
      return scores.indexOf(Math.max(...scores));
    });
    expect(classes).toEqual([...expected].map(Number));
    expect(warnings).toEqual([expect.stringMatching(/ArgMax.*the class.*the network gives the scores/)]);
  });
});

/** w 3×2, and its bias */
const w = floats("w", [2, 3], uniform(6));
const b = floats("b", [3], uniform(3));
const square = floats("square", [3, 3], uniform(9));
const wide = floats("wide", [6, 3], uniform(18));
const constants = [w, b, square, wide, floats("two", [], [2]), floats("three", [1, 3], uniform(3))];
constants.push(floats("pair", [2], positive(2)), floats("channels", [2, 1], positive(2)));
for (const [name, size] of [
  ["x", 2],
  ["h", 3],
] as const) {
  constants.push(
    floats(`${name}.scale`, [size], uniform(size)),
    floats(`${name}.shift`, [size], uniform(size)),
  );
  constants.push(
    floats(`${name}.mean`, [size], uniform(size)),
    floats(`${name}.variance`, [size], positive(size)),
  );
}
const normalization = (of: "x" | "h") =>
  ["scale", "shift", "mean", "variance"].map((part) => `${of}.${part}`);
const image: ForeignModel["input"] = ["n", 2, 3];

describe("decodeOnnx works into a mapping what scales and shifts", () => {
  it.each<[string, ForeignModel["nodes"], ForeignModel["input"]?]>([
    [
      "Mul and Add after it",
      [node("MatMul", ["x", "w"], "h"), node("Mul", ["h", "three"], "i"), node("Add", ["b", "i"], "y")],
    ],
    ["Sub of it from a constant", [node("Gemm", ["x", "w", "b"], "h"), node("Sub", ["two", "h"], "y")]],
    [
      "Sub, Div and Neg after it",
      [
        node("Gemm", ["x", "w", "b"], "h"),
        node("Sub", ["h", "three"], "i"),
        node("Div", ["i", "two"], "j"),
        node("Neg", ["j"], "y"),
      ],
    ],
    [
      "Sub and Div before it",
      [node("Sub", ["x", "pair"], "h"), node("Div", ["h", "pair"], "i"), node("Gemm", ["i", "w", "b"], "y")],
    ],
    [
      "Mul by one number, before Flatten",
      [node("Mul", ["two", "x"], "h"), node("Flatten", ["h"], "i"), node("MatMul", ["i", "wide"], "y")],
      image,
    ],
    [
      "numbers for each channel, before Flatten",
      [
        node("Mul", ["x", "channels"], "h"),
        node("Sub", ["channels", "h"], "i"),
        node("Flatten", ["i"], "j"),
        node("MatMul", ["j", "wide"], "y"),
      ],
      image,
    ],
    [
      "constants that others are made of",
      [
        node("Sqrt", ["pair"], "d"),
        node("Unsqueeze", ["d", "zero"], "e"),
        node("Div", ["x", "e"], "h"),
        node("Reciprocal", ["pair"], "r"),
        node("Mul", ["h", "r"], "i"),
        node("MatMul", ["i", "w"], "y"),
      ],
    ],
    [
      "BatchNormalization before and after it",
      [
        node("BatchNormalization", ["x", ...normalization("x")], "h", [float("epsilon", 0.01)]),
        node("MatMul", ["h", "w"], "i"),
        node("BatchNormalization", ["i", ...normalization("h")], "y"),
      ],
    ],
    [
      "BatchNormalization of channels",
      [
        node("BatchNormalization", ["x", ...normalization("x")], "h"),
        node("Flatten", ["h"], "i"),
        node("Gemm", ["i", "wide", "b"], "y"),
      ],
      image,
    ],
    [
      "between activations and mappings",
      [
        node("Relu", ["x"], "a"),
        node("Mul", ["a", "pair"], "c"),
        node("Add", ["c", "two"], "d"),
        node("MatMul", ["d", "w"], "e"),
        node("Relu", ["e"], "f"),
        node("BatchNormalization", ["f", ...normalization("h")], "g"),
        node("Gemm", ["g", "square", "b"], "y"),
      ],
    ],
    [
      "Scaler of ai.onnx.ml",
      [
        mlNode("Scaler", ["x"], "h", [numbers("offset", [0.5, -1]), numbers("scale", [2, 0.25])]),
        node("Gemm", ["h", "w", "b"], "y"),
      ],
    ],
    [
      "Scaler with one number for all",
      [
        mlNode("Scaler", ["x"], "h", [numbers("offset", [0.5]), numbers("scale", [2])]),
        node("Gemm", ["h", "w", "b"], "y"),
      ],
    ],
  ])("%s", async (_, nodes, input = ["n", 2]) => {
    const bytes = foreignModel({ nodes, constants: [...constants, integers("zero", [0])], input, opset: 13 });
    const { computed, expected } = await read(bytes, input.slice(1) as number[]);
    expect(computed).toBeCloseRelative(expected, close);
  });

  it("gives a bias only where something is added", () => {
    const nodes = [
      node("Mul", ["x", "pair"], "h"),
      node("MatMul", ["h", "w"], "i"),
      node("Mul", ["i", "two"], "y"),
    ];
    expect(decodeOnnx(foreignModel({ nodes, constants })).layers[0]).not.toHaveProperty("bias");
  });

  it.each<[string, ForeignModel["nodes"], readonly string[]]>([
    [
      "before an activation",
      [node("Mul", ["x", "two"], "h"), node("Tanh", ["h"], "y")],
      ['"Mul h" (Mul) scales or shifts what node "Tanh y"', "Gemm or MatMul"],
    ],
    [
      "at the end",
      [
        node("MatMul", ["x", "w"], "h"),
        node("Sigmoid", ["h"], "i"),
        node("Mul", ["i", "two"], "j"),
        node("Add", ["j", "two"], "y"),
      ],
      ['"Mul j" (Mul) scales or shifts what the model gives'],
    ],
    [
      "by another number for every sample",
      [node("Add", ["x", "w"], "y")],
      ['"Add y" (Add) needs one number or 2 of them', "[2, 3]"],
    ],
    [
      "by numbers that make a sample larger",
      [node("MatMul", ["x", "w"], "h"), node("MatMul", ["h", "one"], "i"), node("Add", ["i", "b"], "y")],
      ["one number or 1 of them", "[3]"],
    ],
    ["a number by the value", [node("Div", ["two", "x"], "y")], ['"Div y" (Div) has the value as operand 1']],
    [
      "of channels that are not there",
      [node("BatchNormalization", ["x", ...normalization("h")], "y")],
      ["3 channels", "a value of 2"],
    ],
    [
      "in training mode",
      [node("BatchNormalization", ["x", ...normalization("x")], "y", [int("training_mode", 1)])],
      ["training mode"],
    ],
    [
      "to NaN",
      [node("MatMul", ["x", "w"], "h"), node("Div", ["h", "nothing"], "y")],
      ["the network is not valid"],
    ],
  ])("refuses what scales %s", (_, nodes, facts) => {
    const more = [floats("one", [3, 1], uniform(3)), floats("nothing", [], [0])];
    const run = () => decodeOnnx(foreignModel({ nodes, constants: [...constants, ...more] }));
    for (const fact of facts) expect(run).toThrow(fact);
  });
});

describe("decodeOnnx follows shapes", () => {
  const ends = [node("MatMul", ["f", "wide"], "y")];
  const shape = node("Shape", ["x"], "s");
  const more = [
    integers("0", 0),
    integers("[0]", [0]),
    integers("1", 1),
    integers("[1]", [1]),
    integers("2", 2),
  ];
  more.push(
    integers("[-1]", [-1]),
    integers("[3]", [3]),
    integers("[1, 2]", [1, 2]),
    integers("[-1, 6]", [-1, 6]),
  );
  more.push(integers("[2, -1]", [2, -1]), integers("[0, 2, 3, 1]", [0, 2, 3, 1]), integers("[2]", [2]));

  it.each<[string, ForeignModel["nodes"], number?]>([
    [
      "x.view(-1, x.shape[1] * x.shape[2])",
      [
        shape,
        node("Gather", ["s", "1"], "a"),
        node("Gather", ["s", "2"], "c"),
        node("Mul", ["a", "c"], "d"),
        node("Unsqueeze", ["d", "[0]"], "e"),
        node("Concat", ["[-1]", "e"], "t", [int("axis", 0)]),
        node("Reshape", ["x", "t"], "f"),
      ],
    ],
    [
      "a Slice of the shape and its product",
      [
        shape,
        node("Slice", ["s", "[0]", "[1]"], "a"),
        node("Slice", ["s", "[1]", "[3]"], "c"),
        node("ReduceProd", ["c"], "d"),
        node("Concat", ["a", "d"], "t", [int("axis", 0)]),
        node("Reshape", ["x", "t"], "f"),
      ],
    ],
    [
      "a Shape with bounds",
      [
        node("Shape", ["x"], "a", [int("end", 1)]),
        node("Concat", ["a", "[-1]"], "t", [int("axis", 0)]),
        node("Reshape", ["x", "t"], "f"),
      ],
      15,
    ],
    [
      "the shape of what came earlier",
      [
        shape,
        node("Gather", ["s", "[0]"], "a"),
        node("Mul", ["x", "two"], "h"),
        node("Concat", ["a", "[-1]"], "t", [int("axis", 0)]),
        node("Reshape", ["h", "t"], "f"),
      ],
    ],
    ["allowzero without a 0", [node("Reshape", ["x", "[-1, 6]"], "f", [int("allowzero", 1)])], 14],
    ["a shape of more axes", [node("Reshape", ["x", "[0, 2, 3, 1]"], "h"), node("Flatten", ["h"], "f")]],
    [
      "Unsqueeze and Squeeze",
      [
        node("Unsqueeze", ["x", "[1, 2]"], "h"),
        node("Squeeze", ["h", "[1]"], "i"),
        node("Squeeze", ["i", "[1]"], "j"),
        node("Flatten", ["j"], "f"),
      ],
    ],
    [
      "Flatten from another axis, where all before it are 1",
      [node("Unsqueeze", ["x", "[1]"], "h"), node("Flatten", ["h"], "f", [int("axis", 2)])],
    ],
    ["Flatten by the axis from the end", [node("Flatten", ["x"], "f", [int("axis", -2)])]],
  ])("%s", async (_, nodes, opset = 13) => {
    const bytes = foreignModel({
      nodes: [...nodes, ...ends],
      constants: [...constants, ...more],
      input: image,
      opset,
    });
    const { network, computed, expected } = await read(bytes, [2, 3]);
    expect(shown(network)).toBe("3");
    expect(computed).toBeCloseRelative(expected, close);
  });

  it("of a model that is for a number of samples", async () => {
    const nodes = [node("Reshape", ["x", "[2, -1]"], "f", [int("allowzero", 1)]), ...ends];
    const bytes = foreignModel({ nodes, constants: [...constants, ...more], input: [2, 2, 3] });
    const { computed, expected } = await read(bytes, [2, 3]);
    expect(computed).toBeCloseRelative(expected, close);
  });

  it.each<[string, ForeignModel["nodes"], readonly string[]]>([
    [
      "that mix samples",
      [node("Reshape", ["x", "[2, -1]"], "f")],
      ["must give samples × values", "got [2, -1]"],
    ],
    ["of the wrong axis", [node("Flatten", ["x"], "f", [int("axis", 2)])], ["axis 2"]],
    [
      "that are taken from no place",
      [shape, node("Gather", ["s", "[3]"], "t"), node("Reshape", ["x", "t"], "f")],
      ['"Gather t"', "size 3 of 3"],
    ],
    ["that a network does not give", [shape, node("Relu", ["s"], "f")], ['"Relu f"', "sizes of a value"]],
    ["that are not 1", [node("Squeeze", ["x", "[1]"], "f")], ['"Squeeze f"', "axis 1", "[samples, 2, 3]"]],
    ["that may be 1", [node("Squeeze", ["h"], "f")], ['"Squeeze f"', "takes", '"h"']],
    ["before samples", [node("Unsqueeze", ["x", "[0]"], "f")], ['"Unsqueeze f"', "[0]"]],
  ])("refuses sizes %s", (_, nodes, facts) => {
    const model = { nodes: [...nodes, ...ends], constants: [...constants, ...more], input: image };
    for (const fact of facts) expect(() => decodeOnnx(foreignModel(model))).toThrow(fact);
  });
});

// skl2onnx/operator_converters/multilayer_perceptron.py and scaler_op.py, version 1.17, node by node
function scikitLearn(kind: "two classes" | "three classes" | "regression"): ForeignModel {
  const units = kind === "three classes" ? 3 : 1;
  const scaler = mlNode("Scaler", ["x"], "variable", [
    numbers("offset", [5.8, 3]),
    numbers("scale", [1.2, 2.3]),
  ]);
  const perceptron = [
    node("Cast", ["variable"], "cast_input", [int("to", 1)]),
    node("MatMul", ["cast_input", "coefficient"], "mul_result"),
    node("Add", ["mul_result", "intercepts"], "add_result"),
    node("Tanh", ["add_result"], "next_activations"),
    node("MatMul", ["next_activations", "coefficient1"], "mul_result1"),
    node("Add", ["mul_result1", "intercepts1"], "add_result1"),
  ];
  const labels = [
    node("ArgMax", ["probabilities"], "argmax_output", [int("axis", 1)]),
    mlNode("ArrayFeatureExtractor", ["classes", "argmax_output"], "array_feature_extractor_result"),
    node("Reshape", ["array_feature_extractor_result", "shape_tensor"], "reshaped_result"),
    node("Cast", ["reshaped_result"], "label", [int("to", 7)]),
    mlNode("ZipMap", ["probabilities"], "output_probability", [words("classlabels_strings", ["no", "yes"])]),
  ];
  const tails = {
    regression: [node("Identity", ["add_result1"], "out"), node("Reshape", ["out", "column"], "label")],
    "two classes": [
      node("Sigmoid", ["add_result1"], "out_activations_result"),
      node("Sub", ["unity", "out_activations_result"], "negative_class_proba"),
      node("Concat", ["negative_class_proba", "out_activations_result"], "probabilities", [int("axis", 1)]),
      ...labels,
    ],
    "three classes": [
      node("Softmax", ["add_result1"], "out_activations_result"),
      node("Identity", ["out_activations_result"], "probabilities"),
      ...labels,
    ],
  };
  return {
    nodes: [scaler, ...perceptron, ...tails[kind]],
    constants: [
      floats("coefficient", [2, 4], uniform(8)),
      floats("intercepts", [1, 4], uniform(4)),
      floats("coefficient1", [4, units], uniform(4 * units)),
      floats("intercepts1", [1, units], uniform(units)),
      floats("unity", [], [1]),
      { name: "classes", dimensions: [3], elementType: 6, ints32: [0, 1, 2] },
      integers("shape_tensor", [-1]),
      integers("column", [-1, 1]),
    ],
    outputs: kind === "regression" ? ["label"] : ["label", "output_probability"],
  };
}

describe("decodeOnnx of a pipeline as skl2onnx writes it", () => {
  it.each([
    ["two classes", "4 tanh 2 softmax"],
    ["three classes", "4 tanh 3 softmax"],
  ] as const)("gives probabilities of %s", async (kind, layers) => {
    const model = scikitLearn(kind);
    const network = decodeOnnx(foreignModel(model));
    expect(shown(network)).toBe(layers);
    // ONNX Runtime for Node gives no maps, so the probabilities are asked for before they get names
    const nodes = model.nodes.filter(({ operator }) => operator !== "ZipMap");
    const plain = foreignModel({ ...model, nodes, outputs: ["probabilities", "label"] });
    const { network: again, computed, expected, warnings } = await read(plain, [2], "probabilities");
    expect(again).toEqual(network);
    expect(computed).toBeCloseRelative(expected, close);
    expect(warnings).toHaveLength(1);
  });

  it("says what becomes of the labels, and which classes there are", () => {
    const warnings: string[] = [];
    decodeOnnx(foreignModel(scikitLearn("two classes")), { onWarning: (message) => warnings.push(message) });
    expect(warnings).toEqual([
      expect.stringMatching(/ArgMax.*gives the class/),
      expect.stringMatching(/ZipMap.*in the order of the classes "no", "yes"$/),
    ]);
  });

  it("gives the number of a regression", async () => {
    const { computed, expected, warnings } = await read(foreignModel(scikitLearn("regression")), [2]);
    expect(computed).toBeCloseRelative(expected, close);
    expect(warnings).toEqual([]);
  });

  it.each<[string, (model: ForeignModel) => ForeignModel, readonly string[]]>([
    [
      "another pair than 1 − p and p",
      (model) => ({
        ...model,
        constants: [...model.constants!.filter(({ name }) => name !== "unity"), floats("unity", [], [2])],
      }),
      ['"Concat probabilities" (Concat) joins values'],
    ],
    [
      "an answer in the middle",
      ({ nodes, ...model }) => ({
        ...model,
        nodes: [node("ArgMax", ["x"], "early", [int("axis", 1)]), ...nodes],
        outputs: ["early", "label"],
      }),
      ['output "early" is made by node "ArgMax early" (ArgMax) before the last layer'],
    ],
    [
      "what computes with an answer",
      ({ nodes, ...model }) => ({ ...model, nodes: [...nodes, node("Mul", ["label", "unity"], "z")] }),
      ['"Mul z" (Mul) computes with "label"'],
    ],
    [
      "the largest over samples",
      ({ nodes, ...model }) => ({ ...model, nodes: [...nodes, node("ArgMax", ["probabilities"], "z")] }),
      ['"ArgMax z" (ArgMax) has axis 0'],
    ],
    [
      "samples divided by their norm",
      ({ nodes, ...model }) => ({ ...model, nodes: [mlNode("Normalizer", ["x"], "n"), ...nodes] }),
      ['node "Normalizer n" (Normalizer) of "ai.onnx.ml" is not supported'],
    ],
  ])("refuses %s", (_, change, facts) => {
    const run = () => decodeOnnx(foreignModel(change(scikitLearn("two classes"))));
    for (const fact of facts) expect(run).toThrow(fact);
  });
});

describe("decodeOnnx reads activations", () => {
  const slopes = [floats("slope", [1], [0.25]), floats("slopes", [1, 3], [0.5, 0.5, 0.5])];

  // as torch.onnx.export of PyTorch 2.13 writes them
  it.each<[string, ForeignModel["nodes"], string]>([
    ["PRelu", [node("PRelu", ["h", "slope"], "y")], "leaky-relu"],
    ["PRelu with the same slope for all nodes", [node("PRelu", ["h", "slopes"], "y")], "leaky-relu"],
    [
      "softplus with its threshold",
      [
        node("Softplus", ["h"], "s"),
        node("Greater", ["h", "twenty"], "g"),
        node("Where", ["g", "h", "s"], "y"),
      ],
      "softplus",
    ],
    [
      "silu after BatchNormalization",
      [
        node("BatchNormalization", ["h", ...normalization("h")], "n"),
        node("Sigmoid", ["n"], "s"),
        node("Mul", ["n", "s"], "y"),
      ],
      "silu",
    ],
  ])("%s", async (_, nodes, activation) => {
    const all = [node("Gemm", ["x", "w", "b"], "h"), ...nodes];
    const more = [...constants, ...slopes, floats("twenty", [], [20])];
    const { network, computed, expected } = await read(
      foreignModel({ nodes: all, constants: more, opset: 16 }),
      [2],
    );
    expect(shown(network)).toBe(`3 ${activation}`);
    expect(computed).toBeCloseRelative(expected, close);
  });

  it("but none with a slope for each node", () => {
    const nodes = [node("PRelu", ["x", "pair"], "y")];
    expect(() => decodeOnnx(foreignModel({ nodes, constants }))).toThrow(
      '"PRelu y" (PRelu) has a slope for each node',
    );
  });
});

describe("decodeOnnx ends", () => {
  it("with a LogSoftmax", () => {
    const nodes = [node("LogSoftmax", ["x"], "h"), node("MatMul", ["h", "w"], "y")];
    expect(() => decodeOnnx(foreignModel({ nodes, constants }))).toThrow(
      'node "MatMul y" (MatMul) follows node "LogSoftmax h" (LogSoftmax), whose logarithms',
    );
  });
});
