import { checkMadeEntries } from "@reciprocal/network";
import type { io } from "@tensorflow/tfjs-core";
import { ModelFileError } from "../files/model-file-error.js";
import { asRead } from "./as-read.js";
import { checkTopology } from "./check-topology.js";
import { messageOf } from "./message-of.js";
import { rehearse } from "./rehearse.js";

export interface CheckArtifactsOptions {
  /** Numbers that loading may make besides those that the file stores. */
  readonly maxEntries: number;
  /** Whether the weights must be those of the layers, no fewer and no more. */
  readonly isStrict: boolean;
}

/**
 * Checks that TensorFlow.js can make a model of what a file holds, with no more numbers than it may.
 *
 * @param where - what errors begin with
 * @param artifacts - with a topology that is an object, and specs that `checkWeightSpecs` accepts
 * @throws {ModelFileError}
 */
export async function checkArtifacts(
  where: string,
  artifacts: io.ModelArtifacts,
  { maxEntries, isStrict }: CheckArtifactsOptions,
): Promise<void> {
  try {
    checkTopology(artifacts.modelTopology as object);
    // followed by calls of themselves too
    asRead([artifacts.trainingConfig, artifacts.userDefinedMetadata]);
    checkMadeEntries("the model", await rehearse(artifacts, isStrict), { maxEntries });
  } catch (cause) {
    throw new ModelFileError(`${where}: ${messageOf(cause)}`, { cause });
  }
}
