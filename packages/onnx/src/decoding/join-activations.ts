import type { NodeProto } from "@reciprocal/graph";
import { type Activation, activations, applyActivation } from "@reciprocal/network";
import { elementwise } from "./elementwise.js";
import { quote } from "@reciprocal/guards";
import { refuseUnsupported } from "./refuse.js";
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

/** More operands than any operator of an activation has; only `Max` and `Min` take any number of them. */
const mostOperands = 8;

/**
 * Nodes with every activation that is written as several of them (`x · sigmoid(x)`, gelu by its `Erf`, hard-swish by its
 * `Clip`) as one. How they are written does not matter: if all that is computed from a value up to some node is a function of
 * that value and of single constants, it is computed in float64 and compared with each activation that a network may have:
 * at a few places, and where it is the same there, at 161 places from −20 to 20 and some beyond.
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
  const looksLikeOne = (values: Float64Array) => functionOf(values, few) ?? isClose(values, few, tanhGelu);
  for (const { count, values } of closedParts(nodes, start, { uses, constants, places: few })) {
    if (count === 1 || !looksLikeOne(values)) continue;
    const sure = [...closedParts(nodes.slice(0, count), start, { uses, constants, places })].at(-1)!.values;
    const found = functionOf(sure, places);
    const { node, index } = nodes[count - 1]!;
    if (found) return { placed: { node: { ...node, ...found, inputs: [start] }, index }, count };
    if (!isClose(sure, places, tanhGelu)) return undefined; // for the time it takes: no activation begins like another one
    refuseUnsupported(
      `node ${quote(node.name || `#${index}`)} is the last of gelu in its form with a tanh, which differs by up to 0.0005 from the gelu of a network`,
    );
  }
  return undefined;
}

/** The first nodes of a list that are a function of a value of which nothing else reads a part: how many, and what they give. */
function* closedParts(
  nodes: readonly PlacedNode[],
  start: string,
  {
    uses,
    constants,
    places,
  }: {
    readonly uses: ReadonlyMap<string, number>;
    readonly constants: Lookup;
    readonly places: Float64Array;
  },
): Generator<{ readonly count: number; readonly values: Float64Array }> {
  const known = new Map<string, Float64Array>([[start, places]]);
  const left = new Map([[start, uses.get(start) ?? 0]]);
  for (const [at, { node }] of nodes.entries()) {
    const values = valuesOf(node, known, { constants, places });
    const [result] = node.outputs ?? [];
    if (!values || !result) return;
    for (const name of node.inputs ?? []) if (left.has(name)) left.set(name, left.get(name)! - 1);
    const isClosed = [...left.values()].every((count) => count === 0);
    known.set(result, values);
    // what nothing reads is part of no function
    left.set(result, uses.get(result) ?? Infinity);
    if (isClosed) yield { count: at + 1, values };
  }
}

/** Up to here e^2x, of which some write tanh, is finite. */
const largestExponent = 340;

/** Far places, where a function may have a last corner. */
const far = [30, 60, 120, 240, largestExponent, 1e3, 1e5, 1e8, 1e30].flatMap((x) => [-x, x]);

/** Where functions are compared: on both sides of every corner, and far enough to see where they lead. */
const places = Float64Array.of(...Array.from({ length: 161 }, (_, i) => (i - 80) / 4), ...far);

/** Some of them, at which any two activations differ. */
const few = Float64Array.of(-240, -20, -2.5, -1, -0.5, 0.75, 2, 3.25, 30);

/** What a node gives at every place, if it is a function of known values and single constants. */
function valuesOf(
  node: NodeProto,
  known: ReadonlyMap<string, Float64Array>,
  { constants, places }: { readonly constants: Lookup; readonly places: Float64Array },
): Float64Array | undefined {
  const { inputs = [] } = node;
  const f = inputs.length <= mostOperands ? elementwise(node) : undefined;
  if (!f) return undefined;
  const operands: ((place: number) => number | undefined)[] = [];
  for (const name of inputs) {
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

/** What each activation gives at some places; the leaky ReLU of any slope is its own. */
const tables = new WeakMap<Float64Array, readonly (readonly [Activation, Float64Array])[]>();

function tablesAt(places: Float64Array): readonly (readonly [Activation, Float64Array])[] {
  let made = tables.get(places);
  if (!made) {
    made = activations
      .filter((activation) => operators[activation] !== undefined)
      .map((activation) => [activation, applyActivation({ activation }, places, 1)] as const);
    tables.set(places, made);
  }
  return made;
}

/** The node that gives these values at some places, if an activation does. */
function functionOf(
  values: Float64Array,
  places: Float64Array,
): Pick<NodeProto, "operator" | "attributes"> | undefined {
  const slope = -values[places.indexOf(-1)]!;
  for (const [activation, table] of tablesAt(places)) {
    const operator = operators[activation];
    const leaky = (x: number) => (x > 0 ? x : slope * x);
    if (!isClose(values, places, activation === "leaky-relu" ? leaky : (_, place) => table[place]!)) continue;
    return { operator, attributes: activation === "leaky-relu" ? [{ name: "alpha", float: slope }] : [] };
  }
  return undefined;
}

/** As close as float32 constants let two ways of writing a function be; far out, where one of them may overflow. */
function isClose(
  values: Float64Array,
  places: Float64Array,
  f: (x: number, place: number) => number,
): boolean {
  return places.every((x, place) => {
    const [value, other] = [values[place]!, f(x, place)];
    if (Math.abs(x) > largestExponent && !Number.isFinite(value)) return true;
    return Math.abs(value - other) <= 1e-5 * (1 + Math.abs(other));
  });
}

function tanhGelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
