import { show } from "@reciprocal/guards";
import {
  type MappingLayer,
  type Network,
  type ParameterName,
  type TrainableChoice,
  withTrainable,
} from "@reciprocal/network";
import { layers, type LayersModel, type LayerVariable } from "@tensorflow/tfjs-layers";
import { kindOfLayer } from "../kinds/index.js";
import { Mapping } from "../mapping/mapping.js";
import { namesOf, smallest, trainableGroups } from "../mapping/network-fields.js";
import { weightNamed } from "../mapping/weight-named.js";
import { makeStale } from "./stale-weights.js";

/** A layer whose groups can be chosen. */
interface Chosen {
  /** The smallest layer of a network with the same groups and flags. */
  readonly mapping: MappingLayer;
  readonly trainOnly: (groups: readonly ParameterName[]) => void;
}

/**
 * Chooses what training changes, for alternating training: `withTrainable` of @reciprocal/network for layers. In a
 * model, and in models inside it, it reaches the layers of this package and tf.layers.dense, whose kernel counts as
 * eigenvectors; other layers stay as they are. φ by recipe, or λ_in of one set of eigenvalues, becomes a weight when it
 * is to train for the first time.
 *
 * As in Keras, the model must be compiled again afterwards, with another optimizer: all of them, `adamax` too, keep
 * their state by the position of a weight among those that train. Training a model that was compiled before and not
 * again is an error; so it is for the models inside it, and for any model that trained a layer of this package of which
 * something else trains now. It is not noticed if a model that is not the given one trained, of what changed, only
 * tf.layers.dense, or nothing; nor if a model is saved with its optimizer before it is compiled again.
 *
 * A layer whose `trainable` is false trains nothing in any case.
 *
 * What trains is saved with the layers of this package, but not with tf.layers.dense, whose config has no place for it.
 * `setTrainable(model, …); model.optimizer.dispose(); model.compile(…)` keeps no state of the phase that is over.
 *
 * @param layerOrModel - what is to train otherwise from now on
 * @param choice - which groups train: a word, or a record of groups
 * @throws {TypeError} for a choice that is not known, a flag that is not a boolean, or a layer of another kind
 * @throws {RangeError} for a record that names a group that no layer has
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { adamax, setTrainable, spectralDense } from "@reciprocal/tfjs";
 *
 * const model = sequential({ layers: [spectralDense({ units: 1, inputShape: [4] })] });
 * setTrainable(model, "eigenvectors");
 * model.compile({ optimizer: adamax(), loss: "meanSquaredError" }); // only now it has an effect
 * console.log(model.trainableWeights.map(({ name }) => name.split("/").at(-1)));
 * // => [ 'phi', 'bias' ]
 */
export function setTrainable(layerOrModel: layers.Layer | LayersModel, choice: TrainableChoice): void {
  if (typeof (layerOrModel as Partial<layers.Layer> | undefined)?.getClassName !== "function") {
    throw new TypeError(`setTrainable: needs a layer or model of TensorFlow.js, got ${show(layerOrModel)}`);
  }
  const chosen = leaves(layerOrModel).flatMap((layer) => choosable(layer) ?? []);
  if (chosen.length === 0) {
    throw new TypeError(
      `setTrainable: ${layerOrModel.name} must be, or have, a layer of @reciprocal/tfjs or tf.layers.dense, got ${layerOrModel.getClassName()}`,
    );
  }
  // layers of one node each fit one after another
  const network = { inputShape: [1], layers: chosen.map(({ mapping }) => mapping) };
  chooseIn(network, choice).layers.forEach((layer, index) => {
    chosen[index]!.trainOnly(trainableGroups(layer as MappingLayer));
  });
  modelsIn(layerOrModel).forEach(makeStale);
}

/** `withTrainable`, whose errors speak of the caller. */
function chooseIn(network: Network, choice: TrainableChoice): Network {
  try {
    // anything else than a record is to be refused as a name
    const isRecord = typeof choice === "object" && (choice as object | null) !== null;
    return withTrainable(network, isRecord ? choice : (`${choice as string}` as "all"));
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replace(/^withTrainable:/, "setTrainable:");
    throw error;
  }
}

function modelsIn(layer: layers.Layer | LayersModel): LayersModel[] {
  return "layers" in layer ? [layer, ...layer.layers.flatMap(modelsIn)] : [];
}

function leaves(layer: layers.Layer | LayersModel): layers.Layer[] {
  return "layers" in layer ? layer.layers.flatMap(leaves) : [layer];
}

/** Nothing if the layer has no groups of a network. */
function choosable(layer: layers.Layer): Chosen | undefined {
  if (layer instanceof Mapping) {
    const { kind, trainableGroups, useBias } = layer;
    return {
      mapping: withFlags(smallest({ kind, units: 1, useBias }), trainableGroups),
      trainOnly: (groups) => layer.trainOnly(groups),
    };
  }
  const kind = kindOfLayer(layer);
  if (!kind || kind === "activation") return undefined;
  if (!layer.built) throw new TypeError(`setTrainable: ${layer.name} must be built, so that it has weights`);
  return stock(layer, kind);
}

/** A layer of TensorFlow.js, whose weights have the names of the groups. */
function stock(layer: layers.Layer, kind: MappingLayer["kind"]): Chosen {
  const weights = new Map<ParameterName, LayerVariable>();
  for (const name of namesOf(kind).groups) {
    const weight = weightNamed(layer, name);
    if (weight) weights.set(name, weight);
  }
  const trained = new Set([...weights.keys()].filter((name) => weights.get(name)!.trainable));
  return {
    mapping: withFlags(smallest({ kind, units: 1, useBias: weights.has("bias") }), trained),
    trainOnly(groups) {
      // in the second list, where TensorFlow.js does not switch them back on when the model is compiled
      const of = (isTrained: boolean) =>
        [...weights].filter(([name]) => groups.includes(name) === isTrained).map(([, weight]) => weight);
      weights.forEach((weight, name) => (weight.trainable = groups.includes(name)));
      layer.trainableWeights = of(true);
      layer.nonTrainableWeights = of(false);
    },
  };
}

function withFlags(layer: MappingLayer, trained: ReadonlySet<ParameterName>): MappingLayer {
  const flags = Object.keys(layer.trainable).map((name) => [name, trained.has(name as ParameterName)]);
  return { ...layer, trainable: Object.fromEntries(flags) as never };
}
