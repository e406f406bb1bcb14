import { type Activation, defaultSlope } from "@reciprocal/network";
import type { Chain } from "./chain.js";
import { elementTypes, openTensor, type AttributeProto, type NodeProto } from "@reciprocal/graph";
import { quoted, refuseFormat, refuseUnsupported } from "./refuse.js";
import { shortestDecimal } from "./shortest-decimal.js";
import { numbersOf, rowMajor, tensorOf, transposed, type StridedTensor } from "./strided-tensor.js";

/** A node and what it finds when its turn comes. */
interface Step {
  readonly chain: Chain;
  readonly where: string;
  readonly inputs: readonly string[];
  readonly attribute: (name: string) => AttributeProto | undefined;
}

/** Adds to the chain what an operator does to its value. */
type Operator = (step: Step) => void;

const onValue: Readonly<Record<string, Operator>> = {
  Gemm(step) {
    const { chain, where, inputs } = step;
    if (step.attribute("transA")?.int)
      refuseUnsupported(`${where} has transA, which takes samples as columns`);
    const b = constantAt(step, 1);
    chain.addMapping(where, step.attribute("transB")?.int ? b : transposed(b), factor(step, "alpha"));
    const beta = factor(step, "beta");
    if (inputs[2] && beta !== 0) chain.addBias(where, constantAt(step, 2), beta);
  },
  MatMul(step) {
    step.chain.addMapping(step.where, transposed(constantAt(step, 1)), 1);
  },
  Add(step) {
    step.chain.addBias(step.where, constantAt(step, step.inputs[0] === step.chain.value ? 1 : 0));
  },
  Relu: activation("relu"),
  Tanh: activation("tanh"),
  Sigmoid: activation("sigmoid"),
  Elu(step) {
    const alpha = factor(step, "alpha");
    if (alpha !== 1) refuseUnsupported(`${step.where} has alpha ${alpha}; supported is 1`);
    step.chain.addActivation({ activation: "elu" });
  },
  LeakyRelu(step) {
    const slope = shortestDecimal(factor(step, "alpha", 0.01));
    if (!(0 <= slope && slope <= 1)) {
      refuseUnsupported(`${step.where} has alpha ${slope}; supported is 0 to 1`);
    }
    step.chain.addActivation({ activation: "leaky-relu", ...(slope !== defaultSlope && { slope }) });
  },
  Gelu(step) {
    const approximate = step.attribute("approximate")?.string ?? "none";
    if (approximate !== "none") {
      refuseUnsupported(`${step.where} has approximate ${quoted(approximate)}; supported is none`);
    }
    step.chain.addActivation({ activation: "gelu" });
  },
  Swish(step) {
    const alpha = factor(step, "alpha");
    if (alpha !== 1) refuseUnsupported(`${step.where} has alpha ${alpha}; supported is 1`);
    step.chain.addActivation({ activation: "silu" });
  },
  Softplus: activation("softplus"),
  HardSwish: activation("hard-swish"),
  Softmax(step) {
    const { chain, where } = step;
    const axis = step.attribute("axis")?.int ?? -1;
    if ((axis !== 1 && axis !== -1) || (chain.sample && chain.sample.length !== 1)) {
      refuseUnsupported(`${where} has axis ${axis}; supported is the one of the nodes, after Flatten`);
    }
    chain.addActivation({ activation: "softmax" });
  },
  Identity: () => {},
  Dropout(step) {
    if (step.inputs[2] && numbersOf(constantAt(step, 2)).some((mode) => mode !== 0)) {
      refuseUnsupported(`${step.where} is in training mode`);
    }
  },
  Cast: checkCast,
  Flatten(step) {
    const { chain, where } = step;
    const axis = step.attribute("axis")?.int ?? 1;
    if (axis !== 1) refuseUnsupported(`${where} has axis ${axis}; supported is 1`);
    chain.sample = [chain.width()];
  },
  Reshape(step) {
    const { chain, where } = step;
    const shape = constantAt(step, 1);
    const [rows, columns] = shape.shape.length === 1 && shape.shape[0] === 2 ? numbersOf(shape) : [];
    const width = chain.width();
    // 0 is the size that was there before, -1 what the other one leaves
    const keepsRows = rows === 0 || (rows !== undefined && rows > 0 && rows === chain.batch);
    const keepsWidth =
      columns !== undefined &&
      (columns > 0 ? width === undefined || columns === width : keepsRows && columns === -1);
    if (!keepsWidth || !(keepsRows || rows === -1) || step.attribute("allowzero")?.int) {
      refuseUnsupported(
        `${where} must give samples × values, as the shapes [-1, ${width ?? "n"}] and [0, -1] do`,
      );
    }
    chain.sample = [columns > 0 ? columns : width];
  },
};

/** Operators on constants alone, which give constants. */
const onConstants: Readonly<Record<string, (step: Step) => StridedTensor>> = {
  Constant(step) {
    const { where } = step;
    const tensor = step.attribute("value")?.tensor;
    if (tensor) return rowMajor(openTensor(tensor, `decodeOnnx: ${where}`));
    const list = step.attribute("value_floats")?.floats ?? step.attribute("value_ints")?.ints;
    const value = list ?? step.attribute("value_float")?.float ?? step.attribute("value_int")?.int;
    return value === undefined ? refuseUnsupported(`${where} holds no numbers`) : tensorOf(value);
  },
  Identity: (step) => constantAt(step, 0),
  Cast(step) {
    checkCast(step);
    return constantAt(step, 0);
  },
  Transpose(step) {
    const tensor = constantAt(step, 0);
    const perm = step.attribute("perm")?.ints ?? [1, 0];
    if (tensor.shape.length !== 2 || perm.join() !== "1,0") {
      refuseUnsupported(
        `${step.where} must transpose a matrix, got [${tensor.shape.join(", ")}] with perm [${perm.join(", ")}]`,
      );
    }
    return transposed(tensor);
  },
};

const known = [...new Set([...Object.keys(onValue), ...Object.keys(onConstants)])];

/**
 * Adds the next node of the graph to the chain.
 *
 * @throws {OnnxFormatError} naming the node, if it is not part of a chain of dense layers
 */
export function addNode(chain: Chain, node: NodeProto, index: number): void {
  const { inputs = [], outputs = [], name = "", operator = "", domain = "", attributes = [] } = node;
  const where = `node ${name === "" ? `#${index}` : quoted(name)} (${operator.slice(0, 80)})`;
  if (!known.includes(operator) || (domain !== "" && domain !== "ai.onnx")) {
    const of = domain === "" ? "" : ` of ${quoted(domain)}`;
    refuseUnsupported(`${where}${of} is not supported; supported are ${known.join(", ")}`);
  }
  const [result] = outputs;
  if (!result) refuseFormat(`${where} has no result`);
  const attribute = (wanted: string) => attributes.find(({ name }) => name === wanted);
  const step: Step = { chain, where, inputs, attribute };

  const place = inputs.indexOf(chain.value);
  if (place === -1) {
    const make = onConstants[operator];
    if (!make) {
      const taken = inputs.map(quoted).join(", ");
      refuseUnsupported(
        `${where} takes ${taken}, but the chain has come to ${quoted(chain.value)}; branches are not supported`,
      );
    }
    chain.setConstant(result, make(step));
    return;
  }
  const take = onValue[operator];
  if (!take) refuseUnsupported(`${where} is supported for constants only`);
  if (place !== 0 && operator !== "Add") {
    refuseUnsupported(`${where} has the value as operand ${place}; supported is operand 0`);
  }
  take(step);
  chain.claim(result);
  chain.value = result;
}

function activation(name: Activation): Operator {
  return ({ chain }) => chain.addActivation({ activation: name });
}

/** A factor of Gemm or Elu, say; if it is not given, `otherwise`. */
function factor({ attribute }: Step, name: string, otherwise = 1): number {
  const given = attribute(name);
  return given ? (given.float ?? 0) : otherwise;
}

function constantAt({ chain, where, inputs }: Step, place: number): StridedTensor {
  const tensor = chain.constant(inputs[place]);
  if (tensor) return tensor;
  return refuseUnsupported(
    `${where} needs a constant as operand ${place}, got ${quoted(inputs[place] ?? "")}`,
  );
}

/** Numbers stay as they are, so only casts between floating types are passed over. */
function checkCast({ where, attribute }: Step): void {
  const to = attribute("to")?.int ?? 0;
  if (to === elementTypes.float32 || to === elementTypes.float64 || to === elementTypes.float16) return;
  refuseUnsupported(`${where} is to element type ${to}; supported are floating types`);
}
