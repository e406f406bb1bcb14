import { serialization } from "@tensorflow/tfjs-core";
import { AdamaxOptimizer } from "../optimizers/adamax-optimizer.js";
import { QrDense } from "./qr-dense.js";
import { SparseDense } from "./sparse-dense.js";
import { SpectralDense } from "./spectral-dense.js";
import { SvdDense } from "./svd-dense.js";

/**
 * Makes the layers of this package, and its Adamax, known to `tf.loadLayersModel`; call it once before a model that has
 * them is loaded. Importing registers nothing; a second call changes nothing.
 *
 * The class names begin with the name of this function because TensorFlow.js stops with "Unknown layer: …" and the
 * class name where a class is not known: so its own error names the call that is missing.
 */
export function registerLayers(): void {
  const known = serialization.SerializationMap.getMap().classNameMap;
  for (const constructor of [SpectralDense, SvdDense, QrDense, SparseDense, AdamaxOptimizer]) {
    if (known[constructor.className]?.[0] !== constructor) serialization.registerClass(constructor);
  }
}
