import type { NodeProto } from "@reciprocal/graph";
import { erf } from "@reciprocal/spectral";

/** Numbers that an operator takes, by name; what is not given is its default. */
export type FloatAttributes = (name: string, otherwise: number) => number;

type Compute = (operands: readonly number[], attribute: FloatAttributes) => number;

const unary =
  (f: (x: number) => number): Compute =>
  ([x]) =>
    f(x!);

/** What an operator makes of one number of each operand, in float64. */
const operators: Readonly<Record<string, Compute>> = {
  Abs: unary(Math.abs),
  Add: ([a, b]) => a! + b!,
  Clip: ([x, low, high], attribute) =>
    Math.min(Math.max(x!, low ?? attribute("min", -Infinity)), high ?? attribute("max", Infinity)),
  Div: ([a, b]) => a! / b!,
  Elu: ([x], attribute) => (x! > 0 ? x! : attribute("alpha", 1) * Math.expm1(x!)),
  Erf: unary(erf),
  Exp: unary(Math.exp),
  Greater: ([a, b]) => Number(a! > b!),
  HardSigmoid: ([x], attribute) =>
    Math.min(Math.max(attribute("alpha", 0.2) * x! + attribute("beta", 0.5), 0), 1),
  Identity: unary((x) => x),
  LeakyRelu: ([x], attribute) => (x! > 0 ? x! : attribute("alpha", 0.01) * x!),
  Log: unary(Math.log),
  Max: (operands) => Math.max(...operands),
  Min: (operands) => Math.min(...operands),
  Mul: ([a, b]) => a! * b!,
  Neg: unary((x) => -x),
  Pow: ([a, b]) => a! ** b!,
  Reciprocal: unary((x) => 1 / x),
  Relu: unary((x) => Math.max(x, 0)),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Softplus: unary((x) => Math.log1p(Math.exp(x))),
  Sqrt: unary(Math.sqrt),
  Sub: ([a, b]) => a! - b!,
  Tanh: unary(Math.tanh),
  Where: ([condition, a, b]) => (condition! !== 0 ? a! : b!),
};

/** The function that a node applies to each number by itself; undefined if it is none of these. */
export function elementwise({
  operator = "",
  domain = "",
  attributes = [],
}: NodeProto): ((operands: readonly number[]) => number) | undefined {
  const compute = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!compute || (domain !== "" && domain !== "ai.onnx")) return undefined;
  const given = new Map(attributes.map(({ name, float = 0 }) => [name, float]));
  return (operands) => compute(operands, (name, otherwise) => given.get(name) ?? otherwise);
}
