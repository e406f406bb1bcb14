import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";

// A model takes the weights that train when it is compiled, and reads them in every step. This is what makes a model
// stop that was compiled before other weights were chosen: the ones that it took have become stale.

/**
 * Weights as a model takes them, which can be read only until others are chosen to train.
 *
 * @param name - what errors begin with
 * @param isStale - whether others were chosen since
 */
export function readableUntil(
  weights: readonly LayerVariable[],
  name: string,
  isStale: () => boolean,
): LayerVariable[] {
  return weights.map((weight) => {
    const read = () => {
      if (isStale()) throw recompileRequired(name);
      return weight.read();
    };
    return new Proxy(weight, {
      get: (target, key, self) => (key === "read" ? read : (Reflect.get(target, key, self) as unknown)),
    });
  });
}

/** Makes what a compiled model took stale, whatever its layers are. */
export function makeStale(model: LayersModel): void {
  // a tf.Sequential trains by a model of its own inside it
  const { model: compiled = model } = model as unknown as { model?: object };
  const read = () => {
    throw recompileRequired(model.name);
  };
  // last, as what a layer says is more exact
  (compiled as Compiled).collectedTrainableWeights?.push({ read });
}

/** What TensorFlow.js declares private. */
interface Compiled {
  readonly collectedTrainableWeights?: Pick<LayerVariable, "read">[];
}

function recompileRequired(name: string): Error {
  return new Error(
    `${name}: what trains was changed by setTrainable; call model.compile again, with another optimizer`,
  );
}
