import { type NodeProto, OnnxFormatError, type TensorProto } from "@reciprocal/graph";
import { forward, inputSize } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { floats, foreignModel, integers, node } from "./testing/foreign-model.js";
import { runModel } from "./testing/run-model.js";

// Models made at random out of what is read, some of them with what is not: each is refused, or computes what ONNX Runtime computes.

const count = Number(process.env.RECIPROCAL_ONNX_MODELS ?? 300);

/** A model that grows from x to y, node by node. */
class RandomModel {
  readonly nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];
  readonly sample: readonly number[];
  private shape: readonly number[];
  private value = "x";
  private names = 0;

  constructor(private readonly random: Random) {
    this.sample = this.pick([[4], [6], [2, 3], [3, 2, 1]]);
    this.shape = this.sample;
    const steps = 2 + this.below(7);
    for (let i = 0; i < steps; i++) this.pick(this.steps())();
    this.node("Identity", [this.value], "y");
  }

  get bytes() {
    const { nodes, constants, sample } = this;
    return foreignModel({ nodes, constants, input: ["n", ...sample], opset: 17 });
  }

  private steps(): readonly (() => void)[] {
    const flat = this.shape.length === 1;
    const elementwise = () => this.elementwise();
    const shapes = [() => this.flatten(), () => this.unsqueeze(), () => this.view()];
    if (!flat) return [elementwise, ...shapes];
    return [
      ...[
        () => this.map(),
        () => this.map(),
        () => this.map(),
        elementwise,
        elementwise,
        () => this.normalize(),
      ],
      ...[() => this.activate(), () => this.activate(), () => this.activate(), () => this.pass(), ...shapes],
    ];
  }

  private below(limit: number): number {
    return Math.floor(this.random.uniform(0, limit));
  }

  private pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  private get width(): number {
    return this.shape.reduce((product, size) => product * size, 1);
  }

  private name(): string {
    return `n${this.names++}`;
  }

  private node(
    operator: string,
    inputs: readonly string[],
    result = this.name(),
    attributes?: NodeProto["attributes"],
  ) {
    this.nodes.push(node(operator, inputs, result, attributes));
    return result;
  }

  private advance(operator: string, inputs: readonly string[], attributes?: NodeProto["attributes"]): void {
    this.value = this.node(operator, inputs, undefined, attributes);
  }

  /** A constant from 0.5 to 1.5, of either sign if it may, now and then made of another one. */
  private constant(shape: readonly number[], isPositive = false): string {
    const name = this.name();
    const size = shape.reduce((product, one) => product * one, 1);
    const values = Array.from(
      { length: size },
      () => this.random.uniform(0.5, 1.5) * (isPositive || this.below(2) ? 1 : -1),
    );
    this.constants.push(floats(name, shape, values));
    switch (this.below(8)) {
      case 0:
        return this.node("Neg", [this.node("Neg", [name])]);
      case 1:
        return isPositive ? this.node("Sqrt", [name]) : name;
      case 2:
        return this.node("Reciprocal", [name]);
      case 3:
        return shape.length === 2
          ? this.node("Reshape", [this.node("Transpose", [name]), this.sizes(shape)])
          : name;
      case 4:
        return this.node("Mul", [name, this.constant([], isPositive)]);
      default:
        return name;
    }
  }

  private sizes(values: readonly number[] | number): string {
    const name = this.name();
    this.constants.push(integers(name, values));
    return name;
  }

  private map(): void {
    const [inputs, outputs] = [this.width, 1 + this.below(5)];
    this.shape = [outputs];
    if (this.below(2)) return this.advance("MatMul", [this.value, this.constant([inputs, outputs])]);
    const transB = this.below(2);
    const kernel = this.constant(transB ? [outputs, inputs] : [inputs, outputs]);
    const bias = this.pick([
      [],
      [this.constant([outputs])],
      [this.constant([1, outputs])],
      [this.constant([1])],
    ]);
    this.advance(
      "Gemm",
      [this.value, kernel, ...bias],
      [
        { name: "transB", int: transB, type: 2 },
        { name: "alpha", float: this.random.uniform(0.5, 1.5), type: 1 },
        { name: "beta", float: this.pick([0, 1, 0.5]), type: 1 },
      ],
    );
  }

  private elementwise(): void {
    const { shape } = this;
    const constant = this.constant(
      this.pick([[], [1], shape, [1, ...shape], shape.map((size, axis) => (axis === 0 ? size : 1))]),
    );
    const operator = this.pick(["Add", "Sub", "Mul", "Div", "Add"]);
    const isFirst = this.below(3) === 0 && operator !== "Div";
    this.advance(operator, isFirst ? [constant, this.value] : [this.value, constant]);
    if (this.below(4) === 0) this.advance("Neg", [this.value]);
  }

  private normalize(): void {
    const lists = [false, false, false, true].map((isPositive) => this.constant([this.width], isPositive));
    this.advance("BatchNormalization", [this.value, ...lists], [{ name: "epsilon", float: 0.01, type: 1 }]);
  }

  private activate(): void {
    const x = this.value;
    const plain = ["Relu", "Tanh", "Sigmoid", "Elu", "LeakyRelu", "Softplus", "HardSwish", "Softmax"];
    const written: readonly (() => void)[] = [
      () => this.advance("Mul", [x, this.node("Sigmoid", [x])]),
      () => this.advance("Max", [x, this.node("Mul", [x, this.single(0.25)])]),
      () => this.advance("Log", [this.node("Add", [this.node("Exp", [x]), this.single(1)])]),
      () => this.advance("Min", [this.node("Relu", [x]), this.single(this.pick([0.5, 6, 1e4]))]),
      () => {
        const erf = this.node("Erf", [this.node("Div", [x, this.single(Math.SQRT2)])]);
        this.advance("Mul", [
          this.node("Mul", [x, this.node("Add", [erf, this.single(1)])]),
          this.single(0.5),
        ]);
      },
    ];
    this.pick([...plain.map((operator) => () => this.advance(operator, [x])), ...written])();
  }

  private single(value: number): string {
    const name = this.name();
    this.constants.push(floats(name, this.pick([[], [1]]), [value]));
    return name;
  }

  private pass(): void {
    this.pick([
      () => this.advance("Identity", [this.value]),
      () => this.advance("Dropout", [this.value]),
      () => this.advance("Cast", [this.value], [{ name: "to", int: 1, type: 2 }]),
    ])();
  }

  private flatten(): void {
    this.advance("Flatten", [this.value]);
    this.shape = [this.width];
  }

  private unsqueeze(): void {
    const axis = 1 + this.below(this.shape.length + 1);
    this.advance("Unsqueeze", [this.value, this.sizes([axis])]);
    this.shape = this.shape.toSpliced(axis - 1, 0, 1);
    if (this.below(2)) return;
    this.advance("Squeeze", [this.value, this.sizes([axis])]);
    this.shape = this.shape.toSpliced(axis - 1, 1);
  }

  /** A Reshape, to sizes that are given or computed of `Shape`. */
  private view(): void {
    const shape = this.node("Shape", [this.value]);
    const samples = this.pick([
      () => this.node("Gather", [shape, this.sizes([0])]),
      () => this.node("Unsqueeze", [this.node("Gather", [shape, this.sizes(0)]), this.sizes([0])]),
      () => this.node("Slice", [shape, this.sizes([0]), this.sizes([1])]),
      () => this.sizes([0]),
    ])();
    const rest = this.pick([
      () => this.node("ReduceProd", [this.node("Slice", [shape, this.sizes([1]), this.sizes([9])])]),
      () => this.sizes([this.width]),
      () => this.sizes([-1]),
    ])();
    this.advance("Reshape", [
      this.value,
      this.node("Concat", [samples, rest], undefined, [{ name: "axis", int: 0, type: 2 }]),
    ]);
    this.shape = [this.width];
  }
}

describe("decodeOnnx of models made at random", () => {
  it("refuses them, or computes what ONNX Runtime computes", async () => {
    let accepted = 0;
    for (let seed = 0; seed < count; seed++) {
      const random = new Random(seed);
      const model = new RandomModel(random);
      const { bytes, sample } = model;
      let network;
      try {
        network = decodeOnnx(bytes);
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(OnnxFormatError);
        expect((error as OnnxFormatError).code, `seed ${seed}: ${(error as Error).message}`).toBe(
          "ERR_ONNX_UNSUPPORTED",
        );
        continue;
      }
      accepted++;
      const x = Float32Array.from({ length: 3 * inputSize(network) }, () => random.uniform(-3, 3));
      const expected = await runModel(bytes, x, [3, ...sample]);
      const computed = forward(network, x);
      expect(computed.length, `seed ${seed}`).toBe(expected.length);
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const worst = computed.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      // a float32 of each of some ten operators
      expect(worst / largest, `seed ${seed}`).toBeLessThan(1e-4);
    }
    expect(accepted).toBeGreaterThan(count / 3);
  });
});
