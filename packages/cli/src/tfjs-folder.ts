import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Network } from "@reciprocal/network";
import { checkFree } from "./write-atomically.js";

/** Reads a layers model of TensorFlow.js from its folder, or from the model.json in it. */
export async function readTfjsFolder(path: string): Promise<Network> {
  const folder = basename(path) === "model.json" ? dirname(path) : path;
  if (!existsSync(join(folder, "model.json"))) throw new Error("the folder must have a model.json, got none");
  const { fromLayersModel, readLayersModel } = await loadTfjs();
  return fromLayersModel(await readLayersModel(folder));
}

/** Writes a network, folded to plain dense layers, as a folder that TensorFlow.js loads with nothing beside it. */
export async function writeTfjsFolder(
  path: string,
  network: Network,
  { force }: { readonly force: boolean },
): Promise<void> {
  checkFree(path, { force });
  const { folderHandler, toDenseLayersModel } = await loadTfjs();
  const draft = `${path}.${process.pid}.part`;
  try {
    mkdirSync(draft);
    await toDenseLayersModel(network).save(folderHandler(draft));
    if (force && existsSync(path)) {
      // a folder cannot be put in the place of another one in one step
      if (!existsSync(join(path, "model.json")))
        throw new Error(`${path}: is not the folder of a model; it was left as it is`);
      rmSync(path, { recursive: true });
    }
    renameSync(draft, path);
  } finally {
    rmSync(draft, { recursive: true, force: true });
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
