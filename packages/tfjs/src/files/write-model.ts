import { io } from "@tensorflow/tfjs-core";
import { writeFileSet } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";
import { ModelFileError } from "./model-file-error.js";

const caller = "folderHandler.save";

/** A file of weights, by its name; another save has called its own so, too. */
const isWeights = (name: string): boolean => /^weights-[0-9a-f]{16}-\d+of\d+\.bin$/.test(name);

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
    const index = ["model.json", JSON.stringify(json)] as const;
    await writeFileSet(folder, { index, parts: shards, isPart: isWeights }, { replace: true, caller });
  } catch (cause) {
    throw new ModelFileError(`${caller}: ${(cause as Error).message}`, { cause });
  }
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

type Shards = ReadonlyMap<string, Uint8Array>;

/** The weights in parts, each by a file name that says what is in it, so that no save changes what another one has named. */
function shardsOf(weightData: io.WeightData | undefined, shardBytes: number): Shards {
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData ?? []));
  const count = Math.ceil(bytes.length / shardBytes);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const shard = bytes.subarray(index * shardBytes, (index + 1) * shardBytes);
      const digest = nodeModule("node:crypto", caller).createHash("sha256").update(shard).digest("hex");
      return [`weights-${digest.slice(0, 16)}-${index + 1}of${count}.bin`, shard];
    }),
  );
}
