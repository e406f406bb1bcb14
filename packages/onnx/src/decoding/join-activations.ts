import type { NodeProto } from "@reciprocal/graph";
import { type Activation, type ActivationFunction, activations, applyActivation } from "@reciprocal/network";
import { elementwise } from "./elementwise.js";
import { quoted, refuseUnsupported } from "./refuse.js";
import type { StridedTensor } from "./strided-tensor.js";

/** A node, and its place in the model. */
export interface PlacedNode {
  readonly node: NodeProto;
  readonly index: number;
}

/** Finds constants; one that is only asked for is not opened. */
export interface Lookup {
  has(name: string): boolean;
  get(name: string): StridedTensor | undefined;
}

/** More operators than anybody writes an activation with. */
const longest = 16;

/**
 * Nodes with every activation that is written as several of them (`x · sigmoid(x)`, gelu by its `Erf`, hard-swish by its
 * `Clip`) as one. How they are written does not matter: if all that is computed from a value up to some node is a function of
 * that value and of single constants, it is computed in float64 at 161 places from −20 to 20 and some beyond, and compared
 * with each activation that a network may have.
 *
 * @param nodes - those that compute with what the model is given, in order
 * @param ends - the outputs of the model
 * @param constants - what does not depend on what the model is given
 * @throws {OnnxFormatError} for gelu in its form with a tanh, which is another function
 */
export function joinActivations(
  nodes: readonly PlacedNode[],
  ends: readonly string[],
  constants: Lookup,
): PlacedNode[] {
  const uses = new Map<string, number>();
  for (const name of [...ends, ...nodes.flatMap(({ node }) => node.inputs ?? [])]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const joined: PlacedNode[] = [];
  for (let at = 0; at < nodes.length;) {
    const found = activationAt(nodes.slice(at, at + longest), uses, constants);
    joined.push(found?.placed ?? nodes[at]!);
    at += found?.count ?? 1;
  }
  return joined;
}

/** The activation with which a list of two nodes or more begins, if it does. */
function activationAt(
  nodes: readonly PlacedNode[],
  uses: ReadonlyMap<string, number>,
  constants: Lookup,
): { readonly placed: PlacedNode; readonly count: number } | undefined {
  const [start] = (nodes[0]?.node.inputs ?? []).filter((name) => name !== "" && !constants.has(name));
  if (start === undefined) return undefined;
  const known = new Map<string, Float64Array>([[start, places]]);
  const left = new Map([[start, uses.get(start) ?? 0]]);
  for (const [at, { node, index }] of nodes.entries()) {
    const values = valuesOf(node, known, constants);
    const [result] = node.outputs ?? [];
    if (!values || !result) return undefined;
    for (const name of node.inputs ?? []) if (left.has(name)) left.set(name, left.get(name)! - 1);
    const isClosed = [...left.values()].every((count) => count === 0);
    known.set(result, values);
    // what nothing reads is part of no function
    left.set(result, uses.get(result) ?? Infinity);
    if (at === 0 || !isClosed) continue;
    const found = functionOf(values);
    if (found) {
      return { placed: { node: { ...node, ...found, inputs: [start] }, index }, count: at + 1 };
    }
    if (isClose(values, places.map(tanhGelu))) {
      refuseUnsupported(
        `node ${quoted(node.name || `#${index}`)} is the last of gelu in its form with a tanh, which differs by up to 0.0005 from the gelu of a network`,
      );
    }
  }
  return undefined;
}

/** Far places, where a function may have a last corner; e^2x, of which some write tanh, is finite at all of them. */
const far = [-340, -240, -120, -60, -30, 30, 60, 120, 240, 340];

/** Where functions are compared: on both sides of every corner, and far enough to see where they lead. */
const places = Float64Array.of(...Array.from({ length: 161 }, (_, i) => (i - 80) / 4), ...far);

/** What a node gives at every place, if it is a function of known values and single constants. */
function valuesOf(
  node: NodeProto,
  known: ReadonlyMap<string, Float64Array>,
  constants: Lookup,
): Float64Array | undefined {
  const f = elementwise(node);
  if (!f) return undefined;
  const operands: ((place: number) => number | undefined)[] = [];
  for (const name of node.inputs ?? []) {
    const values = known.get(name);
    const tensor = values || name === "" ? undefined : constants.get(name);
    const isSingle = tensor && tensor.shape.length <= 2 && tensor.shape.every((size) => size === 1);
    if (!values && name !== "" && !isSingle) return undefined;
    const single = isSingle ? tensor.at(0) : undefined;
    operands.push(values ? (place) => values[place] : () => single);
  }
  return places.map((_, place) => f(operands.map((operand) => operand(place)) as number[]));
}

/** The operator of each activation; `Swish` is silu. */
const operators: { readonly [A in Activation]?: string } = {
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  elu: "Elu",
  "leaky-relu": "LeakyRelu",
  gelu: "Gelu",
  silu: "Swish",
  softplus: "Softplus",
  "hard-swish": "HardSwish",
};

/** The node that gives these values, if an activation does. */
function functionOf(values: Float64Array): Pick<NodeProto, "operator" | "attributes"> | undefined {
  const slope = -values[places.indexOf(-1)]!;
  for (const activation of activations) {
    const operator = operators[activation];
    const which: ActivationFunction = { activation, ...(activation === "leaky-relu" && { slope }) };
    if (operator === undefined || !isClose(values, applyActivation(which, places, 1))) continue;
    return { operator, attributes: activation === "leaky-relu" ? [{ name: "alpha", float: slope }] : [] };
  }
  return undefined;
}

/** As close as float32 constants let two ways of writing a function be. */
function isClose(values: Float64Array, others: Float64Array): boolean {
  return values.every((value, i) => Math.abs(value - others[i]!) <= 1e-5 * (1 + Math.abs(others[i]!)));
}

function tanhGelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
