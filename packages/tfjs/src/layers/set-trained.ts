import {
  createNetwork,
  type MappingLayer,
  type ParameterName,
  type TrainableChoice,
  withTrainable,
} from "@reciprocal/network";
import { layers, type LayersModel, type LayerVariable } from "@tensorflow/tfjs-layers";
import { CompileAgain } from "./compile-again.js";
import { Mapping } from "./mapping.js";

/** A layer whose groups can be chosen. */
interface Chosen {
  /** The smallest layer of a network with the same groups and flags. */
  readonly mapping: MappingLayer;
  readonly trainOnly: (groups: readonly ParameterName[]) => void;
}

/**
 * Chooses what training changes, for alternating training: `withTrainable` of @reciprocal/network for layers. In a
 * model, and in models inside it, it reaches the layers of this package and tf.layers.dense, whose kernel counts as
 * eigenvectors; other layers stay as they are. φ by recipe, or λ_in of one set of eigenvalues, becomes a
 * weight when it is to train for the first time.
 *
 * As in Keras, the model must be compiled again afterwards, with another optimizer: those of TensorFlow.js keep their
 * state by the position of a weight among those that train. Training a model that was compiled before and not again is
 * an error; with a single layer given, nothing can check that.
 *
 * What trains is saved with the layers of this package, but not with tf.layers.dense, whose config has no place for it.
 * A model forgets the optimizer that it made of a name, and no longer disposes of it: pass one, and dispose of it.
 *
 * @throws {TypeError} for a choice that is not known, a flag that is not a boolean, or a layer of another kind
 * @throws {RangeError} for a record that names a group that no layer has
 */
export function setTrained(layerOrModel: layers.Layer | LayersModel, choice: TrainableChoice): void {
  const chosen = leaves(layerOrModel).flatMap((layer) => choosable(layer) ?? []);
  if (chosen.length === 0) {
    throw new TypeError(
      `setTrained: ${layerOrModel.name} must be, or have, a layer of @reciprocal/tfjs or tf.layers.dense, got ${layerOrModel.getClassName()}`,
    );
  }
  // layers of one node each fit one after another
  const network = withTrainable({ inputs: 1, layers: chosen.map(({ mapping }) => mapping) }, choice);
  network.layers.forEach((layer, index) => {
    const flags = Object.entries((layer as MappingLayer).trainable) as [ParameterName, boolean][];
    chosen[index]!.trainOnly(flags.filter(([, isTrained]) => isTrained).map(([name]) => name));
  });
  if ("layers" in layerOrModel && layerOrModel.optimizer)
    layerOrModel.optimizer = new CompileAgain(layerOrModel.name);
}

function leaves(layer: layers.Layer | LayersModel): layers.Layer[] {
  return "layers" in layer ? layer.layers.flatMap(leaves) : [layer];
}

function choosable(layer: layers.Layer): Chosen | undefined {
  if (layer instanceof Mapping) {
    const { kind, train, useBias } = layer;
    return {
      mapping: smallest(kind.kind, useBias, train),
      trainOnly: (groups) => layer.trainOnly(groups),
    };
  }
  if (layer.getClassName() !== "Dense") return undefined;
  if (!layer.built) throw new TypeError(`setTrained: ${layer.name} must be built, so that it has weights`);
  const weights = namedWeights(layer);
  const trained = new Set([...weights.keys()].filter((name) => weights.get(name)!.trainable));
  return {
    mapping: smallest("dense", weights.has("bias"), trained),
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

/** A mapping of one node to one node. */
function smallest(
  kind: MappingLayer["kind"],
  useBias: boolean,
  trained: ReadonlySet<ParameterName>,
): MappingLayer {
  const layer = createNetwork({ inputs: 1, layers: [{ kind, units: 1, useBias }] }).layers[0] as MappingLayer;
  const flags = Object.keys(layer.trainable).map((name) => [name, trained.has(name as ParameterName)]);
  return { ...layer, trainable: Object.fromEntries(flags) as never };
}

/** The weights of tf.layers.dense, in their first order. */
function namedWeights({ weights }: layers.Layer): Map<ParameterName, LayerVariable> {
  const found = new Map<ParameterName, LayerVariable>();
  for (const name of ["kernel", "bias"] as const) {
    const weight = weights.find(({ originalName }) => originalName.split("/").at(-1) === name);
    if (weight) found.set(name, weight);
  }
  return found;
}
