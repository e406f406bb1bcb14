import { expectLinear, growth } from "@reciprocal/test-utils";
import { OnnxFormatError, type NodeProto, type TensorProto } from "@reciprocal/graph";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { knownOperators } from "./decoding/chain-operators.js";
import { floats, foreignModel, type ForeignModel, integers, mlNode, node } from "./testing/foreign-model.js";

// What a model of a size asks for that is as hard for an operator as can be: shared wide constants, used at every node.

type Hard = (size: number) => ForeignModel;

const ones = (count: number) => Array<number>(count).fill(1);
const side = (size: number) => Math.round(Math.sqrt(size));
const int = (name: string, value: number) => ({ name, int: value, type: 2 });

/** Wide constants and small ones, for a value of `size` numbers. */
const shared = (size: number): TensorProto[] => [
  floats("wide", [size], ones(size)),
  floats("square", [side(size), side(size)], ones(side(size) ** 2)),
  floats("end", [size, 1], ones(size)),
  floats("one", [], [1]),
  floats("single", [1, 1], [1]),
  integers("axes", ones(size)),
  integers("zero", [0]),
  integers("batch and width", [0, size]),
  integers("more axes", [0, 1, 1, 1, size]),
  integers("axis", [1]),
];

/** x, of `size` numbers, through as many nodes, then through a mapping to y. */
function chain(
  size: number,
  make: (from: string, to: string, index: number) => NodeProto | readonly NodeProto[],
  first: readonly NodeProto[] = [],
): ForeignModel {
  const start = first.at(-1)?.outputs?.[0] ?? "x";
  const nodes = Array.from({ length: size }, (_, i) =>
    make(i === 0 ? start : `v${i}`, `v${i + 1}`, i),
  ).flat();
  const last = node("MatMul", [`v${size}`, "end"], "y");
  return { input: ["n", size], nodes: [...first, ...nodes, last], constants: shared(size) };
}

const wideShift = [node("Add", ["x", "wide"], "v0")];

/** By a wide constant at every node, and by single numbers once there is a wide one, before a mapping and after it. */
const elementwise = (operator: string): readonly Hard[] => [
  (size) => chain(size, (from, to) => node(operator, [from, "wide"], to)),
  (size) => chain(size, (from, to) => node(operator, [from, "one"], to), wideShift),
  (size) => ({
    ...chain(size, (from, to) => node(operator, [from, "one"], to), [node("MatMul", ["x", "row"], "m")]),
    input: ["n", 1],
    constants: [...shared(size), floats("row", [1, size], ones(size))],
  }),
  // of constants alone
  (size) =>
    chain(size, (from, to, i) => [
      node(operator, [i === 0 ? "wide" : `c${i}`, "wide"], `c${i + 1}`),
      node("Add", [from, `c${i + 1}`], to),
    ]),
  // spread over each other, which makes a square
  (size) => ({
    nodes: [node(operator, ["wide", "end"], "s"), node("MatMul", ["x", "s"], "y")],
    input: ["n", size],
    constants: shared(size),
  }),
];

const activation = (operator: string): readonly Hard[] => [
  (size) => chain(size, (from, to) => node(operator, [from], to)),
];

/** Of constants alone. */
const onConstant = (operator: string, ...more: readonly string[]): readonly Hard[] => [
  (size) => ({
    nodes: [
      ...Array.from({ length: size }, (_, i) =>
        node(operator, [i === 0 ? "end" : `c${i}`, ...more], `c${i + 1}`),
      ),
      node("MatMul", ["x", `c${size}`], "y"),
    ],
    input: ["n", size],
    constants: shared(size),
  }),
];

/** Of the shape of x, of which the list at hand is `s0`. */
const onSizes = (make: (from: string, to: string) => NodeProto): readonly Hard[] => [
  (size) => ({
    nodes: [
      node("Shape", ["x"], "s0"),
      ...Array.from({ length: size }, (_, i) => make(`s${i}`, `s${i + 1}`)),
      node("Reshape", ["x", `s${size}`], "r"),
      node("MatMul", ["r", "end"], "y"),
    ],
    input: ["n", size, 1, 1, 1, 1, 1],
    constants: shared(size),
  }),
];

const mapping = (operator: string): readonly Hard[] => [
  (size) => ({
    ...chain(size, (from, to) => node(operator, [from, "square"], to)),
    input: ["n", side(size)],
  }),
];

/** As many answers, and as many layers after the first of them. */
const answer = (make: (from: string, to: string) => NodeProto): readonly Hard[] => [
  (size) => ({
    nodes: [
      make("x", "early"),
      ...Array.from({ length: size }, (_, i) => node("Softmax", [i === 0 ? "x" : `v${i}`], `v${i + 1}`)),
      ...Array.from({ length: size }, (_, i) => make(`v${size}`, `a${i}`)),
    ],
    outputs: Array.from({ length: size }, (_, i) => (i % 2 === 0 ? "early" : `a${i}`)),
    input: ["n", size],
  }),
  (size) => ({
    nodes: [
      node("ArgMax", ["x"], "a0", [int("axis", 1)]),
      ...Array.from({ length: size }, (_, i) => make(`a${i}`, `a${i + 1}`)),
    ],
    outputs: [`a${size}`],
    input: ["n", size],
  }),
];

const hard: Readonly<Record<string, readonly Hard[]>> = {
  Gemm: [
    ...mapping("Gemm"),
    (size) => ({ ...chain(size, (from, to) => node("Gemm", [from, "single", "one"], to)), input: ["n", 1] }),
  ],
  MatMul: mapping("MatMul"),
  Add: elementwise("Add"),
  Sub: elementwise("Sub"),
  Mul: elementwise("Mul"),
  Div: elementwise("Div"),
  Neg: [(size) => chain(size, (from, to) => node("Neg", [from], to), wideShift), ...onConstant("Neg")],
  BatchNormalization: [
    (size) =>
      chain(size, (from, to) => node("BatchNormalization", [from, "wide", "wide", "wide", "wide"], to)),
  ],
  "ai.onnx.ml.Scaler": [
    (size) =>
      chain(
        size,
        (from, to) => mlNode("Scaler", [from], to, [{ name: "offset", floats: [1], type: 6 }]),
        wideShift,
      ),
    (size) =>
      chain(1, (from, to) => mlNode("Scaler", [from], to, [{ name: "scale", floats: ones(size), type: 6 }])),
  ],
  Relu: activation("Relu"),
  Tanh: activation("Tanh"),
  Sigmoid: activation("Sigmoid"),
  Elu: activation("Elu"),
  LeakyRelu: activation("LeakyRelu"),
  PRelu: [(size) => chain(size, (from, to) => node("PRelu", [from, "wide"], to))],
  Gelu: activation("Gelu"),
  Swish: activation("Swish"),
  Softplus: activation("Softplus"),
  HardSwish: activation("HardSwish"),
  Softmax: activation("Softmax"),
  LogSoftmax: activation("LogSoftmax"),
  Identity: [
    ...activation("Identity"),
    ...onConstant("Identity"),
    ...onSizes((from, to) => node("Identity", [from], to)),
  ],
  Dropout: [
    ...activation("Dropout"),
    (size) => chain(size, (from, to) => node("Dropout", [from, "", "wide"], to)),
  ],
  Cast: [
    (size) => chain(size, (from, to) => node("Cast", [from], to, [int("to", 1)])),
    ...onSizes((from, to) => node("Cast", [from], to, [int("to", 7)])),
  ],
  Flatten: activation("Flatten"),
  Reshape: [
    (size) => chain(size, (from, to) => node("Reshape", [from, "batch and width"], to)),
    (size) => chain(size, (from, to) => node("Reshape", [from, "axes"], to)),
    ...onConstant("Reshape", "axes"),
    // of a constant whose order in storage is another one, so that it is copied each time
    (size) => ({
      nodes: [
        node("Transpose", ["square"], "t"),
        ...Array.from({ length: size }, (_, i) => node("Reshape", ["t", "side"], `c${i}`)),
        node("MatMul", ["x", "c0"], "y"),
      ],
      input: ["n", side(size)],
      constants: [...shared(size), integers("side", [side(size), side(size)])],
    }),
    ...onSizes((from, to) => node("Reshape", [from, "axis"], to)),
  ],
  Squeeze: [
    (size) =>
      chain(size, (from, to) => [
        node("Unsqueeze", [from, "axis"], `${to}u`),
        node("Squeeze", [`${to}u`, "axis"], to),
      ]),
    (size) => chain(size, (from, to) => node("Squeeze", [from, "axes"], to)),
    ...onConstant("Squeeze", "axes"),
    ...onSizes((from, to) => node("Squeeze", [from], to)),
  ],
  Unsqueeze: [
    (size) => chain(size, (from, to) => node("Unsqueeze", [from, "axis"], to)),
    (size) => chain(size, (from, to) => node("Unsqueeze", [from, "axes"], to)),
    ...onConstant("Unsqueeze", "axis"),
    ...onSizes((from, to) => node("Unsqueeze", [from, "zero"], to)),
  ],
  Concat: [
    // each is twice as long as the one before it
    ...onSizes((from, to) => node("Concat", [from, from], to, [int("axis", 0)])),
    (size) => ({
      nodes: [
        node("Shape", ["x"], "s"),
        node("Concat", ["s", ...Array<string>(size).fill("zero")], "t"),
        node("Reshape", ["x", "t"], "y"),
      ],
      constants: shared(size),
    }),
    // two classes of one probability, again and again
    (size) => ({
      nodes: Array.from({ length: size }, (_, i) => [
        node("MatMul", [i === 0 ? "x" : `v${i}`, "pair"], `m${i}`),
        node("Sigmoid", [`m${i}`], `p${i}`),
        node("Sub", ["one", `p${i}`], `n${i}`),
        node("Concat", [`n${i}`, `p${i}`], i === size - 1 ? "y" : `v${i + 1}`, [int("axis", 1)]),
      ]).flat(),
      constants: [...shared(size), floats("pair", [2, 1], [1, 1])],
    }),
  ],
  Constant: [
    (size) =>
      chain(
        size,
        (from, to) => [
          node("Constant", [], `${to}c`, [{ name: "value_float", float: 1, type: 1 }]),
          node("Add", [from, `${to}c`], to),
        ],
        wideShift,
      ),
    (size) =>
      chain(1, (from, to) => [
        node("Constant", [], "c", [{ name: "value_floats", floats: ones(size), type: 6 }]),
        node("Add", [from, "c"], to),
      ]),
  ],
  Transpose: onConstant("Transpose"),
  Sqrt: onConstant("Sqrt"),
  Reciprocal: onConstant("Reciprocal"),
  Shape: [
    (size) => ({
      nodes: [
        ...Array.from({ length: size }, (_, i) => node("Shape", ["x"], `s${i}`)),
        node("Reshape", ["x", "s0"], "y"),
      ],
      input: ["n", 2, 2, 2, 2, 2, 2],
    }),
  ],
  Gather: [
    ...onSizes((from, to) => node("Gather", [from, "axes"], to)),
    ...onSizes((from, to) => node("Gather", [from, "more axes"], to)),
  ],
  Slice: onSizes((from, to) => node("Slice", [from, "zero", "batch and width"], to)),
  ReduceProd: onSizes((from, to) => node("ReduceProd", [from], to)),
  ArgMax: answer((from, to) => node("ArgMax", [from], to, [int("axis", 1)])),
  "ai.onnx.ml.ZipMap": [
    ...answer((from, to) => mlNode("ZipMap", [from], to)),
    (size) => ({
      nodes: [
        mlNode("ZipMap", ["x"], "y", [
          {
            name: "classlabels_strings",
            strings: Array.from({ length: size }, () => new Uint8Array(8)),
            type: 8,
          },
        ]),
      ],
    }),
  ],
  "ai.onnx.ml.Binarizer": answer((from, to) => mlNode("Binarizer", [from], to)),
  "ai.onnx.ml.ArrayFeatureExtractor": answer((from, to) =>
    mlNode("ArrayFeatureExtractor", ["classes", from], to),
  ),
  "ai.onnx.ml.LabelEncoder": answer((from, to) => mlNode("LabelEncoder", [from], to)),
};

/** What can be hard for every operator. */
function hardForAll(operator: string): readonly Hard[] {
  const domain = operator.startsWith("ai.onnx.ml.") ? "ai.onnx.ml" : "";
  const type = operator.replace("ai.onnx.ml.", "");
  const make = (change: NodeProto): NodeProto => ({ ...node(type, ["x", "wide"], "y"), domain, ...change });
  const numbered = (size: number, prefix: string) => Array.from({ length: size }, (_, i) => `${prefix}${i}`);
  const one =
    (
      change: (size: number) => NodeProto,
      input: (size: number) => NonNullable<ForeignModel["input"]> = (size) => ["n", size],
    ): Hard =>
    (size) => ({ nodes: [make(change(size))], constants: shared(size), input: input(size) });
  return [
    // operands, results, attributes, lists in them, names
    one((size) => ({ inputs: Array<string>(size).fill("x") })),
    one((size) => ({ inputs: Array<string>(size).fill("wide") })),
    one((size) => ({ inputs: ["x", ...Array<string>(size).fill("one")] })),
    one((size) => ({ outputs: ["y", ...numbered(size, "o")] })),
    one((size) => ({ attributes: numbered(size, "a").map((name) => int(name, 1)) })),
    one((size) => ({
      attributes: ["axes", "perm", "value_ints"].map((name) => ({ name, ints: ones(size), type: 7 })),
    })),
    one((size) => ({
      name: "n".repeat(10 * size),
      outputs: ["y".repeat(10 * size)],
      domain: "d".repeat(size),
    })),
    // dimensions of the value, and of a constant
    one(
      () => ({}),
      (size) => ["n", ...ones(size)],
    ),
    (size) => ({
      nodes: [make({ inputs: ["x", "deep"] }), make({ inputs: ["deep"], outputs: ["z"] })],
      constants: [floats("deep", ones(size), [1])],
    }),
    // as many nodes, with operands of no use
    (size) => ({
      nodes: Array.from({ length: size }, (_, i) =>
        make({ inputs: [i === 0 ? "x" : `v${i}`, "wide", "wide", "wide", "wide"], outputs: [`v${i + 1}`] }),
      ),
      constants: shared(size),
      input: ["n", size],
      outputs: [`v${size}`],
    }),
  ];
}

const sizes = [64, 192, 576];

/** Reads all models of a size; each ends in a network or in an error that says why. */
async function expectLinearRead(models: readonly Hard[]): Promise<void> {
  const measured = await growth(
    (size) => {
      const bytes = models.map((model) => foreignModel(model(size)));
      return { bytes, length: bytes.reduce((sum, { length }) => sum + length, 0) };
    },
    ({ bytes }) => bytes.forEach(attempt),
    sizes,
  );
  expect(measured.map(({ error }) => error)).toEqual(sizes.map(() => undefined));
  expectLinear(measured);
}

function attempt(bytes: Uint8Array): void {
  try {
    decodeOnnx(bytes);
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    expect(error.message.length).toBeLessThan(2000);
  }
}

describe("decodeOnnx takes time in proportion to the file", () => {
  it("has something hard for every operator that it reads", () => {
    expect(Object.keys(hard).toSorted()).toEqual(knownOperators.toSorted());
  });

  it.each(knownOperators)("with hard uses of %s", async (operator) => {
    for (const model of hard[operator]!) await expectLinearRead([model]);
  });

  it.each(knownOperators)("with %s in every wrong form", async (operator) => {
    await expectLinearRead(hardForAll(operator));
  });
});
