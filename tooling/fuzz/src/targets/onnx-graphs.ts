import type { NodeProto, TensorProto } from "@reciprocal/graph";
import { forward, type Network, outputSize } from "@reciprocal/network";
import { decodeOnnx } from "@reciprocal/onnx";
import { samplesOf } from "@reciprocal/test-networks";
import fc, { type Arbitrary } from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { mustHold, type Target } from "../target.js";
import { checkFromOnnx, onnx } from "./onnx.js";
import { type Attributes, float, int, integers, modelOf, node, tensor } from "./onnx-seeds.js";

/** One step of a graph, in numbers that each operator takes as it needs them. */
interface Step {
  readonly operator: number;
  readonly size: number;
  readonly choice: number;
  readonly value: number;
}

interface Building {
  readonly nodes: NodeProto[];
  readonly constants: TensorProto[];
  /** Name and size of what the last step gave. */
  now: string;
  width: number;
}

const numbers = (count: number, value: number) =>
  Array.from({ length: count }, (_, i) => (((i + 1) * (value + 3)) % 17) / 8 - 1);

/** Writes an operator on what was there before. */
function add(
  building: Building,
  operator: string,
  others: readonly string[] = [],
  attributes: Attributes = [],
  isLast = false,
): void {
  const { nodes, now } = building;
  building.now = `v${nodes.length}`;
  nodes.push(node(operator, isLast ? [...others, now] : [now, ...others], building.now, attributes));
}

function constant(building: Building, dimensions: readonly number[], value: number): string {
  const name = `c${building.constants.length}`;
  building.constants.push(
    tensor(
      name,
      dimensions,
      numbers(
        dimensions.reduce((a, b) => a * b, 1),
        value,
      ),
    ),
  );
  return name;
}

function list(building: Building, values: readonly number[]): string {
  const name = `c${building.constants.length}`;
  building.constants.push(integers(name, values));
  return name;
}

type Write = (building: Building, step: Step) => void;

const elementwise = ["Add", "Sub", "Mul", "Div"];
const activations = [
  "Relu",
  "Tanh",
  "Sigmoid",
  "Softplus",
  "HardSwish",
  "Identity",
  "Neg",
  "HardSigmoid",
  "Abs",
  "Exp",
  "Erf",
];
const parameterized = ["LeakyRelu", "Elu", "HardSigmoid"];

const operators: readonly Write[] = [
  (building, { size, value }) => {
    add(building, "MatMul", [constant(building, [building.width, size], value)]);
    building.width = size;
  },
  (building, { size, choice, value }) => {
    const isTransposed = choice % 2 === 1;
    const w = constant(building, isTransposed ? [size, building.width] : [building.width, size], value);
    const bias = [
      [],
      [constant(building, [size], value + 1)],
      [constant(building, [1], value)],
      [constant(building, [], value)],
    ][choice % 4]!;
    const attributes = [
      int("transB", Number(isTransposed)),
      ...(choice > 4 ? [float("alpha", 0.5), float("beta", -2)] : []),
    ];
    add(building, "Gemm", [w, ...bias], attributes);
    building.width = size;
  },
  (building, { choice, value, size }) => {
    const shape = [[], [1], [building.width], [1, building.width], [1, 1, building.width], [size]][
      choice % 6
    ]!;
    add(building, elementwise[value % 4]!, [constant(building, shape, value)], [], choice % 3 === 0);
  },
  (building, { choice }) => add(building, activations[choice % activations.length]!),
  (building, { choice, value }) =>
    add(building, parameterized[choice % 3]!, [], [float("alpha", [0, 0.01, 0.5, 1, 2, -1][value % 6]!)]),
  (building, { choice }) =>
    add(building, choice % 5 === 0 ? "LogSoftmax" : "Softmax", [], [int("axis", [1, -1, 0, 2][choice % 4]!)]),
  (building, { value, choice }) =>
    add(building, "PRelu", [constant(building, choice % 2 === 0 ? [1] : [building.width], value)]),
  (building, { choice }) => add(building, "Flatten", [], [int("axis", [1, -1, 0, 2][choice % 4]!)]),
  (building, { choice }) =>
    add(building, "Reshape", [
      list(
        building,
        [
          [0, -1],
          [-1, building.width],
          [0, building.width],
          [-1, 1, building.width],
          [1, -1],
        ][choice % 5]!,
      ),
    ]),
  (building, { choice }) =>
    add(building, choice % 2 === 0 ? "Unsqueeze" : "Squeeze", [
      list(building, [[1], [2], [-1], [0]][choice % 4]!),
    ]),
  (building, { value }) => {
    const positive = `c${building.constants.length}`;
    building.constants.push(
      tensor(
        positive,
        [building.width],
        numbers(building.width, value).map((one) => one * one + 0.1),
      ),
    );
    const [scale, shift, mean] = [0, 1, 2].map((at) => constant(building, [building.width], value + at));
    add(building, "BatchNormalization", [scale!, shift!, mean!, positive], [float("epsilon", 1e-3)]);
  },
  (building, { choice }) => {
    const before = building.now;
    add(building, choice % 2 === 0 ? "Sigmoid" : "Tanh");
    add(building, elementwise[choice % 4]!, [before], [], choice % 3 === 0);
  },
  (building, { choice }) => add(building, choice % 2 === 0 ? "Dropout" : "Identity"),
  (building, { choice, value }) => {
    const [low, high] = [constant(building, [], value), constant(building, [], value + choice)];
    add(building, "Clip", [low, high]);
  },
  (building, { size, choice }) => {
    const limits = [list(building, [choice % 3]), list(building, [size]), list(building, [1])];
    add(building, "Slice", limits);
  },
  (building) => add(building, "Transpose", [], [{ name: "perm", ints: [1, 0], type: 7 }]),
  (building, { value }) => add(building, "Pow", [constant(building, [], value)]),
];

/** What a chain is mostly made of comes more often. */
const often = [0, 0, 1, 1, 2, 2, 2, 3, 3, 3];

const anyStep: Arbitrary<Step> = fc.record({
  operator: fc.oneof(fc.constantFrom(...often), fc.nat(operators.length - 1)),
  size: fc.integer({ min: 1, max: 4 }),
  choice: fc.nat(11),
  value: fc.nat(30),
});

function write(inputs: number, steps: readonly Step[], opset: number): Uint8Array {
  const building: Building = { nodes: [], constants: [], now: "x", width: inputs };
  for (const step of steps) operators[step.operator]!(building, step);
  const { nodes, constants, now } = building;
  return modelOf({ nodes, constants, inputs, output: now }, opset);
}

/** One of so many models is run by ONNX Runtime too; its bytes decide, so that every run takes the same ones. */
const sampled = 4;

interface Read {
  readonly network: Network;
  readonly warnings: number;
}

export const onnxGraphs: Target<Read> = {
  name: "onnx-graphs",
  inputs: fc
    .record({
      inputs: fc.integer({ min: 1, max: 4 }),
      steps: fc.array(anyStep, { minLength: 1, maxLength: 7 }),
      opset: fc.constantFrom(7, 9, 11, 13, 17, 20),
    })
    .map(({ inputs, steps, opset }) => write(inputs, steps, opset)),
  read(bytes) {
    let warnings = 0;
    const network = decodeOnnx(bytes, { onWarning: () => (warnings += 1) });
    return { network, warnings };
  },
  permits: (error) => onnx.permits(error),
  async check({ network, warnings }, bytes) {
    checkFromOnnx(network, bytes);
    const sum = bytes.reduce((total, byte) => total + byte, 0);
    if (warnings === 0 && sum % sampled === 0) await compare(network, bytes);
  },
};

/** The network must compute what ONNX Runtime computes from the model, if that runs it. */
async function compare(network: Network, bytes: Uint8Array): Promise<void> {
  const samples = samplesOf(network, 3);
  const expected = await run(bytes, samples, network.inputShape[0]!);
  if (expected === undefined) return; // it is stricter in places
  const computed = forward(network, samples);
  mustHold(
    expected.length === 3 * outputSize(network),
    `must have as many outputs as ONNX Runtime, ${expected.length}`,
  );
  const size = Math.max(1e-6, ...expected.map(Math.abs));
  for (const [at, value] of computed.entries()) {
    const other = expected[at]!;
    if (!Number.isFinite(other) || size > 1e30) continue; // float32 has no more
    mustHold(
      Math.abs(value - other) <= 1e-3 * size,
      `must compute what ONNX Runtime does, ${other} at ${at}, got ${value}`,
    );
  }
}

async function run(
  bytes: Uint8Array,
  samples: Float32Array,
  width: number,
): Promise<Float32Array | undefined> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
  } catch {
    return undefined;
  }
  try {
    const results = await session.run({ x: new Tensor("float32", samples, [samples.length / width, width]) });
    const { data } = results[session.outputNames[0]!]!;
    return data instanceof Float32Array ? data : undefined;
  } catch {
    return undefined;
  } finally {
    await session.release();
  }
}
