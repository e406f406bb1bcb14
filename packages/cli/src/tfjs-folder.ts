import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { checkWritableSync, fileError, readInsideSync, showPath } from "@reciprocal/files";
import type { Network } from "@reciprocal/network";
import { isFolder, withoutSlash } from "./is-folder.js";
import { standardInput } from "./standard-input.js";
import { UsageError } from "./usage-error.js";
import type { OutputOptions } from "./write-output.js";

/** Reads a layers model of TensorFlow.js from its folder, or from the model.json in it. */
export async function readTfjsFolder(path: string): Promise<Network> {
  const folder = basename(path) === "model.json" ? dirname(path) : path;
  if (!existsSync(join(folder, "model.json"))) throw new Error("the folder must have a model.json, got none");
  const { fromLayersModel, readLayersModel } = await loadTfjs();
  return fromLayersModel(await readLayersModel(folder));
}

/**
 * Looks, before any work, whether the folder of a model can be written: a new one, or with `force` one that holds a model or
 * nothing. So a slip of the name does not scatter files in a folder of something else.
 */
export function checkTfjsFolder(path: string, { force }: OutputOptions): void {
  if (path === "" || path === standardInput)
    throw new UsageError("a name is needed of the folder to write, got none");
  if (!isFolder(path)) {
    // of a file that is there, or why there can be no folder
    const plain = withoutSlash(path);
    checkWritableSync(plain, { replace: true });
    if (existsSync(plain))
      throw new UsageError(`${showPath(path)}: is a file, a folder is needed for a model of TensorFlow.js`);
    return;
  }
  if (!force)
    throw new UsageError(`${showPath(path)}: is there already; --force writes over the model in it`);
  const names = namesIn(path);
  const isModel =
    names.includes("model.json") &&
    new TextDecoder().decode(readInsideSync(path, "model.json")).includes('"modelTopology"');
  // weights without a model.json are what an interrupted command left
  if (!isModel && !names.every((name) => /^(weights-.*|model\.json.*)\.(bin|part)$/.test(name)))
    throw new Error(`${showPath(path)}: is not the folder of a model; it was left as it is`);
}

/**
 * Writes a network, folded to plain dense layers, as a folder that TensorFlow.js loads with nothing beside it. Of a model that
 * is there model.json and the weights that this wrote are replaced; every other file stays.
 */
export async function writeTfjsFolder(path: string, network: Network, options: OutputOptions): Promise<void> {
  checkTfjsFolder(path, options);
  const { folderHandler, toDenseLayersModel } = await loadTfjs();
  await toDenseLayersModel(network).save(folderHandler(path));
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    throw fileError(path, "written", error);
  }
}

/** TensorFlow.js on its plain backend, which is enough to move numbers. */
async function loadTfjs() {
  try {
    const [core, own] = await Promise.all([
      import("@tensorflow/tfjs-core"),
      import("@reciprocal/tfjs"),
      import("@tensorflow/tfjs-backend-cpu"),
    ]);
    core.enableProdMode(); // else it recommends tfjs-node on standard error
    await core.setBackend("cpu");
    return own;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    const packages = [
      "@reciprocal/tfjs",
      "@tensorflow/tfjs-core",
      "@tensorflow/tfjs-layers",
      "@tensorflow/tfjs-backend-cpu",
    ];
    throw new Error(
      `models of TensorFlow.js need optional packages; install them: npm install ${packages.join(" ")}`,
      {
        cause: error,
      },
    );
  }
}
