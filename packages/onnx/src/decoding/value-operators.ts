import { type Activation, type ActivationFunction, defaultSlope } from "@reciprocal/network";
import { checkCast } from "./constant-operators.js";
import { quote, showList } from "@reciprocal/guards";
import { checkDimensions } from "./budget.js";
import { refuseUnsupported } from "./refuse.js";
import { reshapedSample } from "./reshape-value.js";
import type { Sizes } from "./sizes.js";
import { shortestDecimal } from "./shortest-decimal.js";
import { axesOf, constantAt, factor, listAt, sizesOf, type Step } from "./step.js";
import { allNumbers, tensorOf, transposed } from "./strided-tensor.js";

/** A node that takes the value of the chain. */
export interface ValueStep extends Step {
  /** At which place the value comes in. */
  readonly place: number;
  readonly sizesAt: (place: number) => Sizes | undefined;
}

/** Adds to the chain what an operator does to its value. */
type Operator = (step: ValueStep) => void;

/** Operators whose result is the value under another name. */
export const passing: readonly string[] = ["Identity", "Dropout", "Cast"];

/** Operators that take the value at any place. */
export const symmetric: readonly string[] = ["Add", "Mul", "Sub", "Concat"];

export const onValue: Readonly<Record<string, Operator>> = {
  Gemm(step) {
    const { chain, where, inputs } = step;
    if (step.attribute("transA")?.int)
      refuseUnsupported(`${where} has transA, which takes samples as columns`);
    const b = constantAt(step, 1);
    chain.addMapping(where, step.attribute("transB")?.int ? b : transposed(b), factor(step, "alpha"));
    const beta = factor(step, "beta");
    if (inputs[2] && beta !== 0) chain.addAffine(where, { shift: times(beta, operand(step, 2)) });
  },
  MatMul(step) {
    step.chain.addMapping(step.where, transposed(constantAt(step, 1)), 1);
  },
  Add: (step) => step.chain.addAffine(step.where, { shift: other(step) }),
  Sub(step) {
    if (step.place === 0) return step.chain.addAffine(step.where, { shift: times(-1, other(step)) });
    step.chain.addAffine(step.where, { scale: -1, shift: other(step) });
  },
  Mul: (step) => step.chain.addAffine(step.where, { scale: other(step) }),
  Div(step) {
    const by = other(step);
    step.chain.addAffine(step.where, {
      scale: typeof by === "number" ? 1 / by : by.map((value) => 1 / value),
    });
  },
  Neg: (step) => step.chain.addAffine(step.where, { scale: -1 }),
  BatchNormalization(step) {
    const { chain, where } = step;
    if (step.attribute("training_mode")?.int) refuseUnsupported(`${where} is in training mode`);
    if (step.attribute("spatial")?.int === 0) refuseUnsupported(`${where} has spatial 0; supported is 1`);
    // channels are the first axis of a sample
    const spread = Array<number>(Math.max(0, (chain.sample?.length ?? 1) - 1)).fill(1);
    const [scale, shift, mean, variance] = [1, 2, 3, 4].map((place) => {
      const values = [...listAt(step, place)];
      return { shape: [values.length, ...spread], values };
    });
    const epsilon = step.attribute("epsilon")?.float ?? 1e-5;
    // (x − μ) / √(σ² + ε) · γ + β
    const gains = scale!.values.map((gain, i) => gain / Math.sqrt(variance!.values[i]! + epsilon));
    const moves = shift!.values.map((move, i) => move - gains[i]! * mean!.values[i]!);
    const [channels] = chain.sample ?? [];
    if (channels !== undefined && channels !== gains.length) {
      refuseUnsupported(`${where} has ${gains.length} channels, got a value of ${channels}`);
    }
    const perChannel = (values: readonly number[]) => {
      const strides = [1, ...spread.map(() => 0)];
      return chain.perValue(where, { ...tensorOf(values), shape: scale!.shape, strides });
    };
    chain.addAffine(where, { scale: perChannel(gains), shift: perChannel(moves) });
  },
  "ai.onnx.ml.Scaler"(step) {
    const { chain, where } = step;
    const listed = (name: string) => chain.perValue(where, tensorOf(step.attribute(name)?.floats ?? []));
    if (step.attribute("offset")?.floats) chain.addAffine(where, { shift: times(-1, listed("offset")) });
    if (step.attribute("scale")?.floats) chain.addAffine(where, { scale: listed("scale") });
  },
  Relu: activation("relu"),
  Tanh: activation("tanh"),
  Sigmoid: activation("sigmoid"),
  Elu(step) {
    const alpha = factor(step, "alpha");
    if (alpha !== 1) refuseUnsupported(`${step.where} has alpha ${alpha}; supported is 1`);
    step.chain.addActivation(step.where, { activation: "elu" });
  },
  LeakyRelu(step) {
    step.chain.addActivation(step.where, leakyRelu(step, "alpha", factor(step, "alpha", 0.01)));
  },
  PRelu(step) {
    const slopes = allNumbers(constantAt(step, 1), step);
    const [slope = NaN] = slopes;
    if (!slopes.every((one) => one === slope))
      refuseUnsupported(`${step.where} has a slope for each node; supported is one for all`);
    step.chain.addActivation(step.where, leakyRelu(step, "the slope", slope));
  },
  Gelu(step) {
    const approximate = step.attribute("approximate")?.string ?? "none";
    if (approximate !== "none") {
      refuseUnsupported(`${step.where} has approximate ${quote(approximate)}; supported is none`);
    }
    step.chain.addActivation(step.where, { activation: "gelu" });
  },
  Swish(step) {
    const alpha = factor(step, "alpha");
    if (alpha !== 1) refuseUnsupported(`${step.where} has alpha ${alpha}; supported is 1`);
    step.chain.addActivation(step.where, { activation: "silu" });
  },
  Softplus: activation("softplus"),
  HardSwish: activation("hard-swish"),
  Softmax(step) {
    checkAxis(step);
    step.chain.addActivation(step.where, { activation: "softmax" });
  },
  LogSoftmax(step) {
    checkAxis(step);
    step.chain.addActivation(step.where, { activation: "softmax" });
    step.chain.end(`${step.where}, whose logarithms of probabilities are no activation of a network`);
    step.warn(
      `${step.where} gives logarithms of probabilities, the network the probabilities themselves: a softmax, of the same classes`,
    );
  },
  Identity: () => {},
  Dropout(step) {
    if (step.inputs[2] && allNumbers(constantAt(step, 2), step).some((mode) => mode !== 0)) {
      refuseUnsupported(`${step.where} is in training mode`);
    }
  },
  Cast: checkCast,
  Flatten(step) {
    const { chain, where } = step;
    const axis = step.attribute("axis")?.int ?? 1;
    const { sample } = chain;
    const place = axis < 0 ? axis + (sample ? sample.length + 1 : NaN) : axis;
    // what is counted with the samples must be one
    const keepsSamples =
      place === 1 || (place > 1 && sample?.slice(0, place - 1).every((size) => size === 1));
    if (!keepsSamples) refuseUnsupported(`${where} has axis ${axis}; supported is 1`);
    chain.sample = [chain.width()];
  },
  Reshape(step) {
    const { chain, where } = step;
    const { values, isList } = step.sizesAt(1) ?? { values: sizesOf(step, 1), isList: true };
    const target = isList ? values : [];
    chain.sample = reshapedSample(chain, where, {
      target,
      allowsZero: step.attribute("allowzero")?.int === 1,
    });
  },
  Squeeze(step) {
    const { chain, where } = step;
    const { sample } = chain;
    if (!sample) return refuseUnsupported(`${where} takes a value whose sizes are not known`);
    const given = axesOf(step)?.map((axis) => (axis < 0 ? axis + sample.length + 1 : axis));
    if (!given && (chain.batch === 1 || sample.includes(undefined))) {
      refuseUnsupported(`${where} needs axes, as which sizes are 1 is not known of any number of samples`);
    }
    const axes = given ?? sample.flatMap((size, index) => (size === 1 ? [index + 1] : []));
    const wrong = axes.find((axis) => axis < 1 || sample[axis - 1] !== 1);
    if (wrong !== undefined) {
      refuseUnsupported(
        `${where} takes axis ${wrong} away from ${showList(["samples", ...sample.map((size) => size ?? "?")])}`,
      );
    }
    chain.sample = sample.filter((_, index) => !axes.includes(index + 1));
  },
  Unsqueeze(step) {
    const { chain, where } = step;
    const { sample } = chain;
    const axes = axesOf(step) ?? [];
    if (!sample) return refuseUnsupported(`${where} takes a value whose sizes are not known`);
    const rank = sample.length + 1 + axes.length;
    checkDimensions(rank, `the result of ${where}`);
    const added = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    if (added.some((axis) => !(axis >= 1 && axis < rank))) {
      refuseUnsupported(`${where} must add axes after that of the samples, got ${showList(axes)}`);
    }
    let from = 0;
    chain.sample = Array.from({ length: rank - 1 }, (_, index) =>
      added.includes(index + 1) ? 1 : sample[from++],
    );
  },
  Concat(step) {
    const { chain, where, inputs } = step;
    const axis = step.attribute("axis")?.int;
    const [complement, positive] = inputs;
    const isPair = inputs.length === 2 && chain.has(complement!) && chain.before?.names.has(positive!);
    if (isPair && (axis === 1 || axis === -1) && chain.joinComplement(where)) return;
    refuseUnsupported(`${where} joins values; supported is 1 − p before p, of a sigmoid p of one node`);
  },
};

function activation(name: Activation): Operator {
  return ({ chain, where }) => chain.addActivation(where, { activation: name });
}

function leakyRelu({ where }: Step, name: string, given: number): ActivationFunction {
  const slope = shortestDecimal(given);
  if (!(0 <= slope && slope <= 1)) refuseUnsupported(`${where} has ${name} ${slope}; supported is 0 to 1`);
  return { activation: "leaky-relu", ...(slope !== defaultSlope && { slope }) };
}

/** The constant beside the value. */
function other(step: ValueStep) {
  return operand(step, step.place === 0 ? 1 : 0);
}

function operand(step: ValueStep, place: number) {
  return step.chain.perValue(step.where, constantAt(step, place));
}

function times(number: number, values: number | Float64Array): number | Float64Array {
  return typeof values === "number" ? number * values : values.map((value) => number * value);
}

function checkAxis({ chain, where, attribute }: Step): void {
  const axis = attribute("axis")?.int ?? -1;
  if ((axis !== 1 && axis !== -1) || (chain.sample && chain.sample.length !== 1)) {
    refuseUnsupported(`${where} has axis ${axis}; supported is the one of the nodes, after Flatten`);
  }
}
