import { integer, options, type OptionTable, show } from "@reciprocal/guards";
import type { io } from "@tensorflow/tfjs-core";
import { nodeModule } from "@reciprocal/node-module";
import { readModel } from "./read-model.js";
import { writeModel } from "./write-model.js";

/** Options of `folderHandler`. */
export interface FolderHandlerOptions {
  /** Bytes of each weight file but the last. Default 4 MiB, so that a browser fetches and caches them in parts. */
  readonly shardBytes?: number;
}

const handlerOptions = options(
  () =>
    ({
      shardBytes: integer({ min: 1 }).default(4 * 1024 * 1024),
    }) satisfies OptionTable<FolderHandlerOptions>,
);

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
 * Limits: one save at a time into a folder; a load during a save may fail and then has to be repeated. All weights are in
 * memory at once.
 *
 * @param folder - a path or a `file:` URL, as a text or an object; made on saving if it is not there
 * @throws {RangeError | TypeError} for a wrong or unknown option, or another kind of URL. Saving rejects with
 *   {@link ModelFileError} if the folder cannot be written, loading if a file is missing, malformed, outside of the folder,
 *   or not as long as `model.json` says; both reject in a browser, which has no file system
 */
export function folderHandler(
  folder: string | URL,
  options: FolderHandlerOptions = {},
): Required<io.IOHandler> {
  const { shardBytes } = handlerOptions.read("folderHandler", options);
  const place = folder instanceof URL ? folder.href : folder;
  const isUrl = typeof place === "string" && /^[a-z][a-z\d+.-]+:\/\//i.test(place);
  if (!(typeof place === "string" && place !== "") || (isUrl && !place.startsWith("file:"))) {
    throw new TypeError(`folderHandler: needs the path or file: URL of a folder, got ${show(place)}`);
  }
  const path = (caller: string) => (isUrl ? nodeModule("node:url", caller).fileURLToPath(place) : place);
  return {
    save: async (artifacts) => writeModel(path("folderHandler.save"), artifacts, shardBytes),
    load: async () => readModel(path("folderHandler.load")),
  };
}
