import { lookInside, readInside } from "@reciprocal/files";
import { describeBytes, enumerate, isRecord, looksLike, parseJson, quote, show } from "@reciprocal/guards";
import { nodeModule } from "@reciprocal/node-module";
import { io } from "@tensorflow/tfjs-core";
import { maxDepth } from "../check/as-read.js";
import { byteLength, checkWeightSpecs } from "../check/check-weight-specs.js";
import { messageOf } from "../check/message-of.js";
import { ModelFileError } from "./model-file-error.js";

/**
 * Reads `model.json` and the weights that it names; the topology is not looked into.
 *
 * @param caller - what errors begin with
 */
export async function readModel(caller: string, folder: string): Promise<io.ModelArtifacts> {
  const file = nodeModule("node:path", caller).join(folder, "model.json");
  const model = parseModel(
    `${caller}: ${file}`,
    new Uint8Array(await readBytes(caller, folder, "model.json")),
  );
  return io.getModelArtifactsForJSON(model, async (manifest) => {
    const buffers: ArrayBuffer[] = [];
    for (const group of manifest) {
      for (const buffer of await readGroup(caller, folder, group)) buffers.push(buffer);
    }
    return [io.getWeightSpecs(manifest), buffers];
  });
}

function parseModel(where: string, bytes: Uint8Array): io.ModelJSON {
  const model = jsonOf(where, bytes) as Partial<io.ModelJSON> | null;
  const { modelTopology, weightsManifest, format = "layers-model" } = model ?? {};
  const { keras_version: keras } = (modelTopology ?? {}) as { keras_version?: unknown };
  if (typeof keras === "string" && /^([3-9]|\d\d)\./.test(keras)) {
    throw new ModelFileError(
      `${where} is of Keras ${keras.slice(0, 20)}, whose layers TensorFlow.js does not know; convert it again from a model of ` +
        `Keras 2 (package tf_keras, TF_USE_LEGACY_KERAS=1), or export ONNX from Keras (model.export(path, format="onnx")) ` +
        `and read that with decodeOnnx of @reciprocal/onnx`,
    );
  }
  if (format !== "layers-model") {
    throw new ModelFileError(`${where} must hold a layers-model, got ${show(format)}`);
  }
  if (!isRecord(modelTopology)) {
    throw new ModelFileError(
      `${where} needs a modelTopology, got ${show(modelTopology)}${looksLike(bytes, "model.json")}`,
    );
  }
  if (!(Array.isArray(weightsManifest) && weightsManifest.every(isGroup))) {
    throw new ModelFileError(`${where} needs a weightsManifest of groups with paths and weights`);
  }
  try {
    checkWeightSpecs(weightsManifest.flatMap(({ weights }) => weights));
  } catch (cause) {
    throw new ModelFileError(`${where}: weightsManifest: ${(cause as Error).message}`, { cause });
  }
  checkPaths(
    where,
    weightsManifest.flatMap(({ paths }) => paths),
  );
  return model as io.ModelJSON;
}

function isGroup(group: unknown): group is Group {
  if (!isRecord(group)) return false;
  const { paths, weights } = group;
  return Array.isArray(weights) && Array.isArray(paths) && paths.every((path) => typeof path === "string");
}

function jsonOf(where: string, bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes), { deepest: maxDepth });
  } catch (cause) {
    throw new ModelFileError(
      `${where} must be JSON, got ${bytes.length} bytes that are not (${messageOf(cause)})${looksLike(bytes, "text")}`,
      { cause },
    );
  }
}

type Group = io.WeightsManifestConfig[number];

/** Paths in the folder, each of which is read once. */
function checkPaths(where: string, paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) {
      throw new ModelFileError(
        `${where}: weightsManifest: each path must be listed once, got ${quote(path)} twice`,
      );
    }
    seen.add(path);
  }
}

/** The files of one group, which together hold its weights. */
async function readGroup(caller: string, folder: string, { paths, weights }: Group): Promise<ArrayBuffer[]> {
  const path = nodeModule("node:path", caller);
  const outside = paths.find(
    (name) => path.isAbsolute(name) || path.normalize(name).split(path.sep)[0] === "..",
  );
  if (outside !== undefined) {
    throw new ModelFileError(
      `${caller}: the weights must be in ${folder}, got ${quote(outside)} among the paths of model.json`,
    );
  }
  const needed = byteLength(weights);
  const sizes: number[] = [];
  for (const name of paths) sizes.push(await sizeOf(caller, folder, name));
  const got = sizes.reduce((sum, size) => sum + size, 0);
  // before they are read
  if (got !== needed) await refuseSizes(caller, folder, { paths, sizes, needed, got });
  const buffers: ArrayBuffer[] = [];
  for (const name of paths) buffers.push(await readBytes(caller, folder, name));
  return buffers;
}

interface WrongSizes {
  readonly paths: readonly string[];
  readonly sizes: readonly number[];
  readonly needed: number;
  readonly got: number;
}

async function refuseSizes(
  caller: string,
  folder: string,
  { paths, sizes, needed, got }: WrongSizes,
): Promise<never> {
  const files = enumerate(
    paths.map((name, index) => `${name.slice(0, 80)} (${sizes[index]})`),
    (item) => item,
    8,
  );
  const instead = await describeInstead(caller, folder, paths, sizes);
  throw new ModelFileError(
    `${caller}: the weights in ${folder} need ${needed} bytes, got ${got} in ${files || "no file"}` +
      (instead ? `; one looks like ${instead}` : "; was a file cut short, or is it of another model?"),
  );
}

/** What files of weights are when they are something else: pointers and pages are short. */
async function describeInstead(
  caller: string,
  folder: string,
  paths: readonly string[],
  sizes: readonly number[],
): Promise<string | undefined> {
  for (const [index, name] of paths.entries()) {
    if (sizes[index]! > 2 ** 20) continue;
    const found = describeBytes(new Uint8Array(await readBytes(caller, folder, name)));
    // other signatures may be numbers as well
    if (found && ["empty", "pointer", "page"].includes(found.kind)) return found.text;
  }
  return undefined;
}

/** What is in the folder, and neither behind a link that leads out nor a pipe, is measured and read. */
async function sizeOf(caller: string, folder: string, name: string): Promise<number> {
  const file = nodeModule("node:path", caller).join(folder, name);
  const found = await fromFolder(caller, () => lookInside(folder, name, { caller }));
  if (found === "file") return (await nodeModule("node:fs/promises", caller).stat(file)).size;
  throw new ModelFileError(
    `${caller}: needs the file ${file}, got ${found ? "a folder" : "nothing (ENOENT)"}`,
  );
}

async function readBytes(caller: string, folder: string, name: string): Promise<ArrayBuffer> {
  const bytes = await fromFolder(caller, () => readInside(folder, name, { caller }));
  // copied, as the buffer behind a small file may be shared with others
  return new Uint8Array(bytes).buffer;
}

async function fromFolder<T>(caller: string, get: () => Promise<T>): Promise<T> {
  try {
    return await get();
  } catch (cause) {
    throw new ModelFileError(`${caller}: ${(cause as Error).message}`, { cause }); // which names the file
  }
}
