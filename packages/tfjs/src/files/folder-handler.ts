import type { io } from "@tensorflow/tfjs-core";
import { checkOptions } from "../internal/check-options.js";
import { readModel } from "./read-model.js";
import { writeModel } from "./write-model.js";

export interface FolderHandlerOptions {
  /** Bytes of each weight file but the last. Default 4 MiB, so that a browser fetches and caches them in parts. */
  readonly shardBytes?: number;
}

/**
 * Saves a layers model in a folder and loads it from there, in Node, without tfjs-node:
 *
 *     await model.save(folderHandler("models/digits"));
 *     const again = await loadLayersModel(folderHandler("models/digits"));
 *
 * The folder holds `model.json` and the weights in files of 4 MiB, in tfjs's own format: a web server that serves the
 * folder serves the model (`loadLayersModel("https://…/model.json")`), and what a browser has saved can be loaded here.
 *
 * The weight files are named for the SHA-256 of what they hold and `model.json` is replaced last, in one step: a save
 * that is interrupted leaves the model that was there before, and what it had written is removed by the next save.
 *
 * Limits: one process at a time may save into a folder; who loads while another saves may have to load again. Weights
 * pass through memory as a whole.
 *
 * @param folder - made on saving where it is not there
 * @throws {RangeError | TypeError} for a wrong or unknown option. Loading rejects with {@link ModelFileError} where a
 *   file is missing, malformed, or not as long as `model.json` says; in a browser both reject for want of Node
 */
export function folderHandler(folder: string, options: FolderHandlerOptions = {}): Required<io.IOHandler> {
  checkOptions("folderHandler", options, ["shardBytes"]);
  const { shardBytes = 4 * 1024 * 1024 } = options;
  if (!(typeof folder === "string" && folder !== "")) {
    throw new TypeError(`folderHandler: needs the path of a folder, got ${JSON.stringify(folder)}`);
  }
  if (!(Number.isSafeInteger(shardBytes) && shardBytes > 0)) {
    throw new RangeError(`folderHandler: shardBytes must be an integer above 0, got ${shardBytes}`);
  }
  return {
    save: (artifacts) => writeModel(folder, artifacts, shardBytes),
    load: () => readModel(folder),
  };
}
