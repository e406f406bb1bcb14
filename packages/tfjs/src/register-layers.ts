import { serialization } from "@tensorflow/tfjs-core";
import { layerClasses } from "./kinds/index.js";
import { AdamaxOptimizer } from "./training/adamax-optimizer.js";

/**
 * Makes the layers of this package, and its Adamax, known to `tf.loadLayersModel`; call it once before a model that has
 * them is loaded. Importing registers nothing; a second call changes nothing.
 *
 * The class names begin with the name of this function because TensorFlow.js stops with "Unknown layer: …" and the
 * class name if a class is not known: so its own error names the call that is missing.
 *
 * @example
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
 * import { folderHandler, registerLayers, spectralDense } from "@reciprocal/tfjs";
 *
 * registerLayers(); // once, before a model with these layers is loaded
 * const handler = folderHandler(mkdtempSync(join(tmpdir(), "model-")));
 * await sequential({ layers: [spectralDense({ units: 3, inputShape: [4] })] }).save(handler);
 * console.log((await loadLayersModel(handler)).layers.length);
 * // => 1
 */
export function registerLayers(): void {
  const known = serialization.SerializationMap.getMap().classNameMap;
  for (const constructor of [...layerClasses(), AdamaxOptimizer] as SerializableClass[]) {
    if (known[constructor.className]?.[0] !== constructor) serialization.registerClass(constructor);
  }
}

type SerializableClass = serialization.SerializableConstructor<serialization.Serializable>;
