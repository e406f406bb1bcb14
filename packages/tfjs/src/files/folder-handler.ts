import { integer, limit, options, type OptionTable } from "@reciprocal/guards";
import type { io } from "@tensorflow/tfjs-core";
import { checkArtifacts } from "../check/check-artifacts.js";
import { checkFolder, folderOf } from "./folder-of.js";
import { readModel } from "./read-model.js";
import { writeModel } from "./write-model.js";

/** Options of `folderHandler`. */
export interface FolderHandlerOptions {
  /** Bytes of each weight file but the last. Default 4 MiB, so that a browser fetches and caches them in parts. */
  readonly shardBytes?: number;
  /**
   * Numbers that a model which is loaded may have besides those that the folder stores, such as matrices by recipe; default
   * 2²⁸. A model that asks for more is refused before any is made. Set it lower for untrusted models.
   */
  readonly maxEntries?: number;
}

const handlerOptions = options(
  () =>
    ({
      shardBytes: integer({ min: 1 }).default(4 * 1024 * 1024),
      maxEntries: limit({ min: 0 }).default(2 ** 28),
    }) satisfies OptionTable<FolderHandlerOptions>,
);

/**
 * Saves a layers model in a folder and loads it from there, in Node, without tfjs-node.
 *
 * The folder holds `model.json` and the weights in files of 4 MiB, in tfjs's own format: a web server that serves the
 * folder serves the model (`loadLayersModel("https://…/model.json")`), and what a browser has saved can be loaded here.
 *
 * The weight files are named for the SHA-256 of what they hold and `model.json` is replaced last, in one step: a save
 * that is interrupted leaves the model that was there before, and what it had written is removed by the next save.
 *
 * Limits: one save at a time into a folder; a load during a save may fail and then has to be repeated. All weights are in
 * memory at once.
 *
 * @param folder - a path or a `file:` URL, as a text or an object; made on saving if it is not there
 * @throws {RangeError | TypeError} for a wrong or unknown option, or another kind of URL. Saving rejects with
 *   {@link ModelFileError} if the folder cannot be written, loading if a file is missing, malformed, outside of the folder,
 *   or not as long as `model.json` says; both reject in a browser, which has no file system
 *
 * @example
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
 * import { folderHandler, registerLayers, spectralDense } from "@reciprocal/tfjs";
 *
 * const folder = mkdtempSync(join(tmpdir(), "model-"));
 * await sequential({ layers: [spectralDense({ units: 3, inputShape: [4] })] }).save(folderHandler(folder));
 * registerLayers();
 * console.log((await loadLayersModel(folderHandler(folder))).outputs[0]!.shape);
 * // => [ null, 3 ]
 */
export function folderHandler(
  folder: string | URL,
  options: FolderHandlerOptions = {},
): Required<io.IOHandler> {
  const { shardBytes, maxEntries } = handlerOptions.read("folderHandler", options);
  checkFolder("folderHandler", folder);
  return {
    save: async (artifacts) => writeModel(folderOf("folderHandler.save", folder), artifacts, shardBytes),
    async load() {
      const caller = "folderHandler.load";
      const artifacts = await readModel(caller, folderOf(caller, folder));
      // loadLayersModel may be told not to be strict
      await checkArtifacts(caller, artifacts, { maxEntries, isStrict: false });
      return artifacts;
    },
  };
}
