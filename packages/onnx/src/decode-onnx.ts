import { callback, cutMessage, flag, limit, looksLike, options, type OptionTable } from "@reciprocal/guards";
import { decodeModelProto, type ModelProto, OnnxFormatError, openTensor } from "@reciprocal/graph";
import { type DecodeOptions, type Network, validateNetwork } from "@reciprocal/network";
import { Budget } from "./decoding/budget.js";
import { NodeReader } from "./decoding/chain-operators.js";
import { Chain } from "./decoding/chain.js";
import { Constants } from "./decoding/constants.js";
import { ExternalData, type ReadExternal } from "./decoding/external-data.js";
import { type OwnMetadata, ownMetadata, withRecipes } from "./decoding/own-metadata.js";
import { isWrittenBy, type OwnMapping, ownMappings } from "./decoding/own-form.js";
import { joinActivations, type PlacedNode } from "./decoding/join-activations.js";
import { refuseFormat, refuseUnsupported } from "./decoding/refuse.js";

export type { ReadExternal } from "./decoding/external-data.js";

/** Options of `decodeOnnx`. */
export interface DecodeOnnxOptions extends DecodeOptions {
  /**
   * Look at the recipes of a model in spectral form: make their matrices, take those that make just the numbers of the model,
   * and check the digests beside them; default true. `false` takes the numbers as they are, without recipes.
   */
  readonly verify?: boolean;
  /**
   * Gets the bytes of a file beside the model that holds weights, by its path from the folder of the model; called once for
   * each file. Paths out of the folder are refused before. Default: such models are refused.
   */
  readonly readExternal?: ReadExternal;
  /** Is told what the network does otherwise than the model, such as a softmax for a `LogSoftmax`. Default: nobody is told. */
  readonly onWarning?: (message: string) => void;
}

const decodeOnnxOptions = options(
  () =>
    ({
      readExternal: callback<ReadExternal>().optional(),
      verify: flag().default(true),
      maxEntries: limit({ min: 0 }).optional(),
      onWarning: callback<(message: string) => void>().optional(),
    }) satisfies OptionTable<DecodeOnnxOptions>,
);

/**
 * Reads an ONNX model that is a chain of dense layers, from one input to one output, as a network of dense layers, all of
 * which train, and activations.
 *
 * - Mappings: `Gemm` and `MatMul` with a constant on the right. `alpha`, `beta` and `transB` are worked into kernel and bias.
 * - What scales or shifts every value by itself: `Add`, `Sub`, `Mul` and `Div` with a constant, `Neg`, `BatchNormalization`,
 *   `Scaler` of `ai.onnx.ml`. It is worked, in float64, into the mapping before it or the one that follows at once; what has
 *   neither is refused.
 * - Activations: `Relu`, `LeakyRelu` and `PRelu` of one slope, `Tanh`, `Sigmoid`, `Elu` (alpha 1), `Gelu`, `Swish`, `Softplus`,
 *   `HardSwish`, `Softmax` over the nodes; all but softmax also where they are written as several operators, such as
 *   x · `Sigmoid`(x) or gelu by its `Erf`; as the last one `LogSoftmax`, which is read as a softmax, of the same classes.
 * - Passed over: `Identity`, `Dropout`, `Cast` between floating types, and `Flatten`, `Reshape`, `Squeeze` and `Unsqueeze` that
 *   keep samples apart, also to a shape that is computed from `Shape`.
 * - Answers made of the scores at the end, which are left out: `ArgMax`, and `ZipMap`, `Binarizer`, `ArrayFeatureExtractor` and
 *   `LabelEncoder` of `ai.onnx.ml`. [1 − p, p] of a sigmoid p of one node, as scikit-learn's exporter writes two classes, is
 *   read as the softmax of two nodes, which is the same.
 * - Constants: initializers and `Constant`, float32, float64 or float16, rounded to float32, also in files beside the model;
 *   also what simple arithmetic makes of them.
 * - Models that `encodeOnnx` wrote, also in spectral form: see there what comes back.
 *
 * Operator sets from 7. Everything else is refused by the name of the node. Any bytes end in a network or in an error, in
 * time and memory proportional to their length: at most 16 steps for each byte, of which a number that is made takes 16, and 8
 * dimensions; only the recipes of a model in spectral form take more, unless `verify` is false.
 *
 * @param bytes - a ModelProto; not modified, and not needed afterwards
 * @throws {OnnxFormatError} whose `code` tells broken bytes from a model of another kind
 * @throws {TypeError} unless `bytes` is a Uint8Array, for an unknown option, and if `readExternal` gives no bytes
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { decodeOnnx, encodeOnnx } from "@reciprocal/onnx";
 *
 * const bytes = encodeOnnx(createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 3, activation: "relu" }] }));
 * console.log(decodeOnnx(bytes).layers.map(({ kind }) => kind));
 * // => [ 'dense', 'activation' ]
 */
export function decodeOnnx(bytes: Uint8Array, given: DecodeOnnxOptions = {}): Network {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`decodeOnnx: needs the bytes of a model as a Uint8Array, got ${typeof bytes}`);
  }
  const { readExternal, onWarning = () => {}, ...decoding } = decodeOnnxOptions.read("decodeOnnx", given);
  const model = readModel(bytes);
  const external = new ExternalData(readExternal);
  const sources = (): Sources => {
    const constants = new Constants((tensor, where) =>
      openTensor(external.inside(tensor, where), `decodeOnnx: ${where}`),
    );
    for (const tensor of model.graph?.constants ?? []) constants.add(tensor);
    return { constants, budget: new Budget(() => bytes.length + external.length) };
  };
  const warn = (message: string) => onWarning(cutMessage(message));
  const texts = ownMetadata(model);
  const own = readOwn(model, texts, sources());
  const network = own
    ? withRecipes(own, texts, { ...decoding, warn })
    : readGraph(model, sources(), { warn });
  try {
    validateNetwork(network);
  } catch (error) {
    refuseFormat(`the network is not valid: ${(error as Error).message}`, error);
  }
  return network;
}

/** What nodes use up. */
interface Sources {
  readonly constants: Constants;
  readonly budget: Budget;
}

/** The network of a model that `encodeOnnx` wrote in spectral form, with all its numbers; undefined for all others, and for one that was changed. */
function readOwn(model: ModelProto, texts: OwnMetadata, sources: Sources): Network | undefined {
  try {
    const own = ownMappings(model, texts, sources);
    if (!own) return undefined;
    const network = readGraph(model, sources, { warn: () => {}, own });
    return isWrittenBy(network, model) ? network : undefined;
  } catch (error) {
    if (error instanceof OnnxFormatError) return undefined;
    throw error;
  }
}

/** The messages of a model that has a graph; what the bytes look like, if they are none. */
function readModel(bytes: Uint8Array): ModelProto {
  const instead = () => looksLike(bytes, "onnx");
  try {
    const model = decodeModelProto(bytes, "decodeOnnx");
    if (!model.graph) refuseFormat("the model has no graph; is it an ONNX file?");
    return model;
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    throw new OnnxFormatError(error.code, `${error.message}${instead()}`, { cause: error });
  }
}

function readGraph(
  { graph, operatorSets = [] }: ModelProto,
  { constants, budget }: Sources,
  { warn, own }: { readonly warn: (message: string) => void; readonly own?: ReadonlyMap<string, OwnMapping> },
): Network {
  const opset = operatorSets.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version ?? 0;
  if (!(opset >= 7)) refuseUnsupported(`the model is of operator set ${opset}; supported are those from 7`);

  const { nodes = [], constants: tensors = [], inputs = [], outputs = [] } = graph!;
  const names = new Set(tensors.map(({ name }) => name));
  // up to IR version 3 constants are listed among the inputs
  const fed = inputs.filter(({ name }) => !names.has(name));
  const [input] = fed;
  if (fed.length !== 1 || !input) refuseUnsupported(`the graph has ${fed.length} inputs; supported is one`);
  if (outputs.length === 0) refuseUnsupported("the graph has 0 outputs; supported is one");

  const chain = new Chain(input, constants, budget);
  const reader = new NodeReader(chain, constants, budget, warn, own);
  const ends = outputs.map(({ name = "" }) => name);
  const placed = nodes.map((node, index): PlacedNode => ({ node, index }));
  const computing = nodesAfter(input.name ?? "", placed);
  // what is made of constants alone comes first, wherever it stands
  for (const { node, index } of placed) if (!computing.has(node)) reader.add(node, index);
  const steps = joinActivations(
    placed.filter(({ node }) => computing.has(node)),
    ends,
    constants,
  );
  for (const { node, index } of steps) reader.add(node, index);
  reader.checkOutputs(ends);
  return chain.network();
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
