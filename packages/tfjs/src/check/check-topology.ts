import { isRecord, show } from "@reciprocal/guards";
import { asRead, type Config } from "./as-read.js";
import { checkGraph } from "./check-graph.js";

/** Layers of a model, models in it included: some more than the largest that are in use. */
const maxLayers = 4096;

/** Bidirectional reads the layer in it three times, and so the one in that nine times. */
const maxBidirectional = 2;

/**
 * Checks the topology of a model so far that TensorFlow.js 4.22 comes to an end with it: its loader waits for ever for a
 * layer that never comes, and takes time that grows with the square of the number of layers, or with a power of the
 * depth.
 *
 * What is wrong besides, the loader finds: see `rehearse`.
 *
 * @throws {TypeError | RangeError} that begins with the layer
 */
export function checkTopology(modelTopology: object): void {
  const topology = asRead(modelTopology);
  const count = { layers: 0 };
  checkObject(topology, { path: [], bidirectional: 0, count });
}

/** Classes of models whose layers say what they take their inputs from. */
const graphClasses = ["Model", "Functional"];

interface Place {
  /** The models and layers around it. */
  readonly path: readonly string[];
  readonly bidirectional: number;
  readonly count: { layers: number };
}

/** Whatever in it is a model is checked as one: models stand in models, and in layers that wrap others. */
function checkObject(value: unknown, place: Place): void {
  if (Array.isArray(value)) {
    for (const item of value) checkObject(item, place);
    return;
  }
  if (!isRecord(value)) return;
  const inner = value["className"] === undefined ? place : checkSerialized(value, place);
  for (const item of Object.values(value)) checkObject(item, inner);
}

/** What has a class name: a model, a layer, an initializer. */
function checkSerialized(value: Config, place: Place): Place {
  const { className, config, name } = value;
  if (typeof className !== "string" || className in Object.prototype) {
    throw new TypeError(`${wordsOf(place)}class_name must be the name of a class, got ${show(className)}`);
  }
  const own = isRecord(config) && typeof config["name"] === "string" ? config["name"] : name;
  const path = [
    ...place.path,
    typeof own === "string" ? `${show(own)} (${show(className)})` : show(className),
  ];
  const bidirectional = place.bidirectional + (className === "Bidirectional" ? 1 : 0);
  if (bidirectional > maxBidirectional) {
    throw new RangeError(`${wordsOf({ path })}must be in at most ${maxBidirectional} Bidirectional`);
  }
  const inner = { ...place, path, bidirectional };
  const isSequential = className === "Sequential";
  const layers = isSequential && Array.isArray(config) ? config : isRecord(config) && config["layers"];
  if (!Array.isArray(layers)) return inner;
  const hasCalls = (layer: unknown) => isRecord(layer) && "inboundNodes" in layer;
  // a class of others may call something else its layers
  const isGraph = !isSequential && (graphClasses.includes(className) || layers.some(hasCalls));
  if (!isSequential && !isGraph) return inner;
  place.count.layers += layers.length;
  if (place.count.layers > maxLayers) {
    throw new RangeError(`${wordsOf({ path })}a model must have at most ${maxLayers} layers, got more`);
  }
  const where = wordsOf({ path });
  layers.forEach((layer, index) => {
    const isLayer =
      isRecord(layer) && typeof layer["className"] === "string" && isRecord(layer["config"] ?? {});
    // the config of a Sequential may be a list
    const isList = isRecord(layer) && layer["className"] === "Sequential" && Array.isArray(layer["config"]);
    if (!isLayer && !isList) {
      throw new TypeError(`${where}layer ${index} must have a class_name and a config, got ${show(layer)}`);
    }
  });
  if (isGraph) checkGraph(where, config as Config, layers as Config[]);
  return inner;
}

function wordsOf({ path }: { readonly path: readonly string[] }): string {
  // the innermost ones are enough to find it
  return path.length === 0 ? "" : `${path.slice(-2).join(" / ")}: `;
}
