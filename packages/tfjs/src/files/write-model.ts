import { io } from "@tensorflow/tfjs-core";
import { nodeModule } from "@reciprocal/node-module";
import { ModelFileError } from "./model-file-error.js";

const caller = "folderHandler.save";

/** What an earlier save may have left: weights of another model, and files that were never finished. */
const ours = /^(weights-[0-9a-f]{16}-\d+of\d+\.bin|model\.json)(\.part)?$/;

/** Writes a model as files, unless it is not a layers model as JSON. */
export async function writeModel(
  folder: string,
  artifacts: io.ModelArtifacts,
  shardBytes: number,
): Promise<io.SaveResult> {
  const { weightData, weightSpecs = [], ...description } = artifacts;
  const { modelTopology, format = "layers-model" } = description;
  if (format !== "layers-model") {
    throw new TypeError(`${caller}: format must be layers-model, got ${format}`);
  }
  if (!modelTopology || modelTopology instanceof ArrayBuffer) {
    throw new TypeError(`${caller}: needs a modelTopology as JSON, got ${modelTopology ? "bytes" : "none"}`);
  }
  const shards = shardsOf(weightData, shardBytes);
  const weightsManifest = [{ paths: [...shards.keys()], weights: weightSpecs }];
  const json: io.ModelJSON = { ...description, modelTopology, weightsManifest };
  try {
    await writeFiles(folder, shards, json);
  } catch (cause) {
    const { message } = cause as Error;
    throw new ModelFileError(`${caller}: needs a folder ${folder} to write to, got ${message}`, { cause });
  }
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

type Shards = ReadonlyMap<string, Uint8Array>;

/** Writes weights, then `model.json`, then removes the weight files that are no longer named. */
async function writeFiles(folder: string, shards: Shards, json: io.ModelJSON): Promise<void> {
  const fs = nodeModule("node:fs/promises", caller);
  const path = nodeModule("node:path", caller);
  await fs.mkdir(folder, { recursive: true });
  for (const [name, bytes] of shards) await replaceFile(path.join(folder, name), bytes);
  await replaceFile(path.join(folder, "model.json"), JSON.stringify(json));
  for (const name of await fs.readdir(folder)) {
    const isOld = ours.test(name) && name !== "model.json" && !shards.has(name);
    if (isOld) await fs.rm(path.join(folder, name), { force: true });
  }
}

/** The weights in parts, by file name. */
function shardsOf(weightData: io.WeightData | undefined, shardBytes: number): Shards {
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData ?? []));
  const count = Math.ceil(bytes.length / shardBytes);
  const digest = nodeModule("node:crypto", caller).createHash("sha256").update(bytes).digest("hex");
  return new Map(
    Array.from({ length: count }, (_, index) => [
      `weights-${digest.slice(0, 16)}-${index + 1}of${count}.bin`,
      bytes.subarray(index * shardBytes, (index + 1) * shardBytes),
    ]),
  );
}

/** Puts a file in place in one step, once its bytes are on the disk. */
async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const fs = nodeModule("node:fs/promises", caller);
  await fs.writeFile(`${path}.part`, content, { flush: true });
  await fs.rename(`${path}.part`, path);
}
