import { isObject, limit, options, type OptionTable, show } from "@reciprocal/guards";
import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { checkArtifacts } from "../check/check-artifacts.js";
import { byteLength, checkWeightSpecs } from "../check/check-weight-specs.js";
import { messageOf } from "../check/message-of.js";
import { registerLayers } from "../register-layers.js";
import { folderOf } from "./folder-of.js";
import { ModelFileError } from "./model-file-error.js";
import { readModel } from "./read-model.js";

/** Options of `readLayersModel`. */
export interface ReadLayersModelOptions {
  /**
   * Numbers that the model may have besides those that the file stores, such as matrices by recipe; default 2²⁸. A file that
   * asks for more is refused before any is made. Set it lower for untrusted files.
   */
  readonly maxEntries?: number;
}

const readOptions = options(
  () => ({ maxEntries: limit({ min: 0 }).default(2 ** 28) }) satisfies OptionTable<ReadLayersModelOptions>,
);

const caller = "readLayersModel";

/**
 * Loads a saved layers model that need not be trusted: `loadLayersModel` of TensorFlow.js, with everything checked before.
 *
 * TensorFlow.js 4.22 waits for ever for a layer that is missing or waits for itself, and makes all that a file asks for.
 * Here a file that it would not come to an end with, that asks for too much, or that it would find something wrong with, is
 * refused before there is any number of the model in memory. The layers and the optimizer of this package are known; those
 * of others must be registered.
 *
 * Limits: at most 4096 layers, nested 256 levels deep as JSON, and 2²⁸ numbers in each layer of this package. What
 * registered classes of others do when they are made is not bounded.
 *
 * @param source - a folder (path or `file:` URL; Node only), a handler of TensorFlow.js, or what such a handler loads
 * @returns the caller owns the model
 * @throws {TypeError | RangeError} for another source, and a wrong or unknown option
 * @throws {ModelFileError} for a model that cannot be read
 *
 * @example
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { folderHandler, readLayersModel, spectralDense } from "@reciprocal/tfjs";
 *
 * const folder = mkdtempSync(join(tmpdir(), "model-"));
 * await sequential({ layers: [spectralDense({ units: 3, inputShape: [4] })] }).save(folderHandler(folder));
 * console.log((await readLayersModel(folder)).outputs[0]!.shape); // or io.http("https://…/model.json")
 * // => [ null, 3 ]
 */
export async function readLayersModel(
  source: string | URL | io.IOHandler | io.ModelArtifacts,
  options: ReadLayersModelOptions = {},
): Promise<LayersModel> {
  const { maxEntries } = readOptions.read(caller, options);
  registerLayers();
  const artifacts = await artifactsOf(source);
  const checks = { maxEntries, isStrict: true };
  await checkArtifacts(caller, artifacts, checks);
  try {
    return await loadLayersModel(io.fromMemory(artifacts));
  } catch (cause) {
    throw new ModelFileError(`${caller}: ${messageOf(cause)}`, { cause });
  }
}

async function artifactsOf(source: Parameters<typeof readLayersModel>[0]): Promise<io.ModelArtifacts> {
  if (typeof source === "string" || source instanceof URL) {
    return readModel(caller, folderOf(caller, source));
  }
  if (!isObject(source)) {
    throw new TypeError(
      `${caller}: needs a folder, a handler of TensorFlow.js or what it loads, got ${show(source)}`,
    );
  }
  const artifacts = "modelTopology" in source ? source : await loaded(source as io.IOHandler);
  checkLoaded(artifacts);
  return artifacts;
}

async function loaded(handler: io.IOHandler): Promise<io.ModelArtifacts> {
  if (typeof handler.load !== "function") {
    throw new TypeError(`${caller}: needs a handler that loads, got ${show(handler)}`);
  }
  try {
    return await handler.load();
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    throw new ModelFileError(`${caller}: ${messageOf(cause)}`, { cause });
  }
}

/** What the reader of folders has checked by itself. */
function checkLoaded({ modelTopology, weightSpecs, weightData }: io.ModelArtifacts): void {
  if (!isObject(modelTopology) || modelTopology instanceof ArrayBuffer) {
    throw new ModelFileError(`${caller}: needs a modelTopology as JSON, got ${show(modelTopology)}`);
  }
  if (weightData === undefined)
    throw new ModelFileError(`${caller}: needs the weights of the model, got none`);
  try {
    checkWeightSpecs(weightSpecs);
  } catch (cause) {
    throw new ModelFileError(`${caller}: ${messageOf(cause)}`, { cause });
  }
  const needed = byteLength(weightSpecs);
  const got = [weightData].flat().reduce((sum, buffer) => sum + buffer.byteLength, 0);
  if (got !== needed) throw new ModelFileError(`${caller}: the weights need ${needed} bytes, got ${got}`);
}
