import { decodeModelProto } from "@reciprocal/graph";
import { type Network, validateNetwork } from "@reciprocal/network";
import { Chain } from "./decoding/chain.js";
import { addNode } from "./decoding/chain-operators.js";
import { joinActivations, type PlacedNode } from "./decoding/join-activations.js";
import { quoted, refuseFormat, refuseUnsupported } from "./decoding/refuse.js";

/**
 * Reads an ONNX model that is a chain of dense layers, from one input to one output, as a network of dense layers, all of
 * which train, and activations.
 *
 * - Mappings: `Gemm` and `MatMul` with a constant on the right, `Add` of a constant after them. `alpha`, `beta` and `transB`
 *   are worked into kernel and bias.
 * - Activations: `Relu`, `LeakyRelu`, `Tanh`, `Sigmoid`, `Elu` (alpha 1), `Gelu`, `Swish`, `Softplus`, `HardSwish`, `Softmax`
 *   over the nodes; all but softmax also where they are written as several operators, such as x · `Sigmoid`(x) or gelu by
 *   its `Erf`.
 * - Passed over: `Identity`, `Dropout`, `Cast` between floating types, and `Flatten` and `Reshape` that leave samples × values.
 * - Constants: initializers and `Constant`, float32, float64 or float16, rounded to float32; also through `Identity`, `Cast`
 *   and `Transpose`. Models that `encodeOnnx` wrote in spectral form compute their kernels and are not among these:
 *   export them with `form: "dense"`.
 *
 * Operator sets from 7. Everything else is refused by the name of the node. Any bytes end in a network or in an error, in
 * time and memory proportional to their length: a model may use its constants again, but not so often that its kernels
 * hold more numbers than the file has bytes.
 *
 * @param bytes - a ModelProto; not modified, and not needed afterwards
 * @throws {OnnxFormatError} whose `code` tells broken bytes from a model of another kind
 */
export function decodeOnnx(bytes: Uint8Array): Network {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`decodeOnnx: needs the bytes of a model as a Uint8Array, got ${typeof bytes}`);
  }
  const { graph, operatorSets = [] } = decodeModelProto(bytes, "decodeOnnx");
  if (!graph) refuseFormat("the model has no graph; is it an ONNX file?");
  const opset = operatorSets.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version ?? 0;
  if (!(opset >= 7)) refuseUnsupported(`the model is of operator set ${opset}; supported are those from 7`);

  const { nodes = [], constants = [], inputs = [], outputs = [] } = graph;
  const names = new Set(constants.map(({ name }) => name));
  // up to IR version 3 constants are listed among the inputs
  const fed = inputs.filter(({ name }) => !names.has(name));
  const [input] = fed;
  if (fed.length !== 1 || !input) refuseUnsupported(`the graph has ${fed.length} inputs; supported is one`);
  const [output] = outputs;
  if (outputs.length !== 1 || !output) {
    refuseUnsupported(`the graph has ${outputs.length} outputs; supported is one`);
  }

  const chain = new Chain(input, { maximalNumbers: bytes.length });
  for (const constant of constants) chain.addConstant(constant);
  const placed = nodes.map((node, index): PlacedNode => ({ node, index }));
  const computing = nodesAfter(input.name ?? "", placed);
  for (const { node, index } of placed) if (!computing.has(node)) addNode(chain, node, index);
  const steps = joinActivations(
    placed.filter(({ node }) => computing.has(node)),
    [output.name ?? ""],
    (name) => chain.constant(name),
  );
  for (const { node, index } of steps) addNode(chain, node, index);
  if (output.name !== chain.value) {
    refuseUnsupported(
      `output ${quoted(output.name ?? "")} is not what the last node gives, ${quoted(chain.value)}`,
    );
  }
  const network = chain.network();
  try {
    validateNetwork(network);
  } catch (error) {
    refuseFormat(`the network is not valid: ${(error as Error).message}`, error);
  }
  return network;
}

/** The nodes that compute with what the model is given, not with constants alone. */
function nodesAfter(input: string, nodes: readonly PlacedNode[]): ReadonlySet<PlacedNode["node"]> {
  const names = new Set([input]);
  const found = new Set<PlacedNode["node"]>();
  for (const { node } of nodes) {
    if (!node.inputs?.some((name) => names.has(name))) continue;
    found.add(node);
    for (const name of node.outputs ?? []) names.add(name);
  }
  return found;
}
