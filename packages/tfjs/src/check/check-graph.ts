import { isRecord, show } from "@reciprocal/guards";
import type { Config } from "./as-read.js";

/** Calls of layers on others that one model may have. */
const maxCalls = 2 ** 16;

/** Layers that are looked at in all rounds of the loader: it goes through all of them again while any waits. */
const maxLooks = 2 ** 20;

/** A layer of a functional model, and how often it was called so far. */
interface GraphLayer {
  readonly name: string;
  readonly nodes: readonly Call[];
  /** Nodes that there are when the layer has been made. */
  readonly first: number;
  made: number;
}

/** One call: where the inputs come from. */
type Call = readonly Source[];

interface Source {
  readonly layer: string;
  readonly node: number;
}

/** Classes whose layers have a node from the start. */
const withNode = ["InputLayer", "Model", "Functional", "Sequential"];

/**
 * Checks that the loader of TensorFlow.js gets through the calls of a functional model. It goes through all layers again and
 * again, makes each call whose inputs are there, and never stops if one never is.
 *
 * @param config - as TensorFlow.js reads it
 * @throws {TypeError | RangeError} naming the layer
 */
export function checkGraph(where: string, config: Config, layers: readonly Config[]): void {
  const graph = new Map<string, GraphLayer>();
  let calls = 0;
  layers.forEach((layer, index) => {
    const name = nameOf(`${where}layer ${index}`, layer);
    if (graph.has(name)) {
      throw new TypeError(`${where}each layer must have a name of its own, got ${show(name)} twice`);
    }
    const nodes = callsOf(`${where}layer ${show(name)}`, layer["inboundNodes"]);
    calls += nodes.reduce((sum, sources) => sum + 1 + sources.length, 0);
    const first = withNode.includes(layer["className"] as string) ? 1 : 0;
    graph.set(name, { name, nodes, first, made: 0 });
  });
  if (calls > maxCalls) {
    throw new RangeError(`${where}layers must take at most ${maxCalls} inputs together, got ${calls}`);
  }
  for (const { name, nodes } of graph.values()) {
    for (const source of nodes.flat()) checkSource(`${where}layer ${show(name)}`, graph, source);
  }
  makeCalls(where, graph);
  for (const key of ["inputLayers", "outputLayers"] as const) {
    const list = config[key];
    const words = key === "inputLayers" ? "input_layers" : "output_layers";
    if (!Array.isArray(list)) throw new TypeError(`${where}${words} must be a list, got ${show(list)}`);
    list.forEach((item) => checkSource(`${where}${words}`, graph, sourceOf(`${where}${words}`, item)));
  }
}

/** TensorFlow.js finds a layer by the name beside its config, and its calls by the name in it. */
function nameOf(where: string, { name, config }: Config): string {
  if (typeof name !== "string" || name === "" || name in Object.prototype) {
    throw new TypeError(`${where} must have a name, got ${show(name)}`);
  }
  const own = isRecord(config) ? config["name"] : undefined;
  // the config of a Sequential in a model may be a list, or have no name, and is called otherwise then
  if (own !== name) {
    throw new TypeError(
      `${where} must have one name, got ${show(name)} beside its config and ${show(own)} in it`,
    );
  }
  return name;
}

function callsOf(where: string, nodes: unknown): Call[] {
  if (!Array.isArray(nodes))
    throw new TypeError(`${where}: inbound_nodes must be a list, got ${show(nodes)}`);
  return nodes.map((node: unknown) => {
    if (!Array.isArray(node)) {
      throw new TypeError(`${where}: inbound_nodes must hold lists of inputs, got ${show(node)}`);
    }
    return node.map((source: unknown) => sourceOf(`${where}: an input of inbound_nodes`, source));
  });
}

/** What `["dense_1", 0, 0, {}]` says: the layer, which of its calls, which of the outputs, arguments. */
function sourceOf(where: string, source: unknown): Source {
  if (!Array.isArray(source)) {
    throw new TypeError(`${where} must be a list of a name and two numbers, got ${show(source)}`);
  }
  const [layer, node, tensor, args] = source as unknown[];
  const isIndex = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (typeof layer !== "string")
    throw new TypeError(`${where} must begin with the name of a layer, got ${show(layer)}`);
  if (!isIndex(node) || !isIndex(tensor)) {
    throw new TypeError(
      `${where} must have two whole numbers from 0 on, got ${show(node)} and ${show(tensor)}`,
    );
  }
  if (args !== undefined && args !== null && !isRecord(args)) {
    throw new TypeError(`${where} must have an object of arguments, got ${show(args)}`);
  }
  return { layer, node: node as number };
}

function checkSource(where: string, graph: ReadonlyMap<string, GraphLayer>, { layer, node }: Source): void {
  const found = graph.get(layer);
  if (!found) throw new TypeError(`${where} must name layers of the model, got ${show(layer)}`);
  const count = found.first + found.nodes.filter((sources) => sources.length > 0).length;
  if (node < count) return;
  throw new RangeError(
    `${where} must name a call of the layer ${show(layer)}, which has ${count}, got ${node}`,
  );
}

/** The rounds of the loader, without making anything. */
function makeCalls(where: string, graph: ReadonlyMap<string, GraphLayer>): void {
  const waiting = new Map([...graph.values()].map((layer) => [layer, layer.nodes]));
  const isMade = ({ layer, node }: Source) => {
    const { first, made } = graph.get(layer)!;
    return node < first + made;
  };
  for (let looks = graph.size; waiting.size > 0; looks += graph.size) {
    const before = waiting.size;
    let done = 0;
    for (const [layer, calls] of waiting) {
      const left: Call[] = [];
      for (const call of calls) {
        if (!call.every(isMade)) left.push(call);
        else if (left.length > 0 && call.length > 0) refuseOrder(where, layer);
        else {
          done++;
          if (call.length > 0) layer.made++;
        }
      }
      if (left.length > 0) waiting.set(layer, left);
      else waiting.delete(layer);
    }
    if (done === 0 && waiting.size === before) refuseCycle(where, waiting, isMade);
    if (looks > maxLooks) {
      throw new RangeError(
        `${where}layers must be listed after those that they take inputs from, got another order`,
      );
    }
  }
}

/** TensorFlow.js numbers the calls as it makes them, so that others would take the wrong one. */
function refuseOrder(where: string, { name }: GraphLayer): never {
  throw new TypeError(
    `${where}the calls of layer ${show(name)} in inbound_nodes must be in an order in which they can be made, got another one`,
  );
}

function refuseCycle(
  where: string,
  waiting: ReadonlyMap<GraphLayer, readonly Call[]>,
  isMade: (source: Source) => boolean,
): never {
  const [[{ name }, calls]] = [...waiting] as [[GraphLayer, readonly Call[]]];
  const missing = calls.flat().find((source) => !isMade(source))!;
  throw new TypeError(
    `${where}layers must not wait for each other in a circle, got layer ${show(name)}, which waits for ${show(missing.layer)}`,
  );
}
