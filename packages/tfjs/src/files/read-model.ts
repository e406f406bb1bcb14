import { describeBytes, looksLike } from "@reciprocal/guards";
import { nodeModule } from "@reciprocal/node-module";
import { io, util } from "@tensorflow/tfjs-core";
import { ModelFileError } from "./model-file-error.js";

const caller = "folderHandler.load";

/** Reads `model.json` and the weights that it names. */
export async function readModel(folder: string): Promise<io.ModelArtifacts> {
  const file = nodeModule("node:path", caller).join(folder, "model.json");
  const model = parseModel(file, await readBytes(file));
  return io.getModelArtifactsForJSON(model, async (manifest) => {
    const buffers: ArrayBuffer[] = [];
    for (const group of manifest) buffers.push(...(await readGroup(folder, group)));
    return [io.getWeightSpecs(manifest), buffers];
  });
}

function parseModel(file: string, buffer: ArrayBuffer): io.ModelJSON {
  const bytes = new Uint8Array(buffer);
  const model = parseJson(file, bytes) as Partial<io.ModelJSON> | null;
  const { modelTopology, weightsManifest, format = "layers-model" } = model ?? {};
  const { keras_version: keras } = (modelTopology ?? {}) as { keras_version?: unknown };
  if (typeof keras === "string" && /^([3-9]|\d\d)\./.test(keras)) {
    throw new ModelFileError(
      `${caller}: ${file} is of Keras ${keras}, whose layers TensorFlow.js does not know; convert it again from a model of ` +
        `Keras 2 (package tf_keras, TF_USE_LEGACY_KERAS=1), or export ONNX from Keras (model.export(path, format="onnx")) ` +
        `and read that with decodeOnnx of @reciprocal/onnx`,
    );
  }
  if (format !== "layers-model") {
    throw new ModelFileError(`${caller}: ${file} must hold a layers-model, got a ${String(format)}`);
  }
  if (!isObject(modelTopology)) {
    throw new ModelFileError(
      `${caller}: ${file} needs a modelTopology, got ${JSON.stringify(modelTopology)}${looksLike(bytes, "model.json")}`,
    );
  }
  if (!(Array.isArray(weightsManifest) && weightsManifest.every(isGroup))) {
    throw new ModelFileError(`${caller}: ${file} needs a weightsManifest of groups with paths and weights`);
  }
  return model as io.ModelJSON;
}

function isGroup(group: Partial<Group> | null): boolean {
  const { paths, weights } = group ?? {};
  if (!Array.isArray(paths) || !Array.isArray(weights)) return false;
  const isEntry = (entry: Partial<io.WeightsManifestEntry> | null) =>
    typeof entry?.name === "string" && Array.isArray(entry.shape) && typeof entry.dtype === "string";
  return paths.every((path) => typeof path === "string") && weights.every(isEntry);
}

function parseJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelFileError(
      `${caller}: ${file} must be JSON, got ${bytes.length} bytes that are not${looksLike(bytes, "text")}`,
      { cause },
    );
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The files of one group, which together hold its weights. */
async function readGroup(folder: string, { paths, weights }: Group): Promise<ArrayBuffer[]> {
  const path = nodeModule("node:path", caller);
  const outside = paths.find(
    (name) => path.isAbsolute(name) || path.normalize(name).split(path.sep)[0] === "..",
  );
  if (outside !== undefined) {
    throw new ModelFileError(
      `${caller}: the weights must be in ${folder}, got ${JSON.stringify(outside)} among the paths of model.json`,
    );
  }
  const buffers: ArrayBuffer[] = [];
  for (const name of paths) buffers.push(await readBytes(path.join(folder, name)));
  const needed = weights.reduce((sum, weight) => sum + byteLength(weight), 0);
  const got = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
  if (got === needed) return buffers;
  const files = paths.map((name, index) => `${name} (${buffers[index]!.byteLength})`).join(", ");
  const instead = buffers
    .map((buffer) => describeBytes(new Uint8Array(buffer)))
    // other signatures may be numbers as well
    .find((found) => found && ["empty", "pointer", "page"].includes(found.kind));
  throw new ModelFileError(
    `${caller}: the weights in ${folder} need ${needed} bytes, got ${got} in ${files || "no file"}` +
      (instead ? `; one looks like ${instead.text}` : "; was a file cut short, or is it of another model?"),
  );
}

type Group = io.WeightsManifestConfig[number];

function byteLength({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const width = quantization ? quantizedWidths[quantization.dtype] : util.bytesPerElement(dtype);
  return width * util.sizeFromShape(shape);
}

/** Bytes per number in models that tfjs's converter has quantized. */
const quantizedWidths = { uint8: 1, uint16: 2, float16: 2 };

async function readBytes(file: string): Promise<ArrayBuffer> {
  try {
    // copied, as the buffer behind a small file may be shared with others
    return new Uint8Array(await nodeModule("node:fs/promises", caller).readFile(file)).buffer;
  } catch (cause) {
    throw new ModelFileError(`${caller}: needs the file ${file}, got ${(cause as Error).message}`, { cause });
  }
}
