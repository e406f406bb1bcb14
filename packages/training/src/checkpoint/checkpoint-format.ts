import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { limit, options, type OptionTable, quote } from "@reciprocal/guards";
import {
  FileFormatError,
  parameterKey,
  encodeSafetensors,
  type MadeEntriesOptions,
  type ParameterId,
  type Safetensors,
  type Tensor,
} from "@reciprocal/network";
import type { Checkpoint } from "./checkpoint.js";

/** What the text of a file holds: everything but the arrays. */
export interface CheckpointHeader extends Pick<Checkpoint, "history" | "running" | "settings" | "engine"> {
  readonly steps: number;
  readonly groups: readonly (ParameterId & { readonly slots: number })[];
  readonly bestEpoch?: number;
}

export const formatName = "reciprocal-checkpoint";

/** What this code writes and reads. */
export const formatVersion = 1;

export const networkName = "network";
export const slotName = (id: ParameterId, slot: number): string => `optimizer.${parameterKey(id)}.${slot}`;
export const bestName = (id: ParameterId): string => `best.${parameterKey(id)}`;

/** Options of writing and reading one; the default is that of `encodeNetwork` and `decodeNetwork`. */
export const checkpointOptions = options(
  () => ({ maxEntries: limit({ min: 0 }).optional() }) satisfies OptionTable<MadeEntriesOptions>,
);

/** All texts that a file has. */
const texts = ["checkpoint", "format", "sha256", "version"];

const noDigest = "0".repeat(64);

type Metadata = Safetensors["metadata"];

/** A safetensors file whose metadata hold the SHA-256, in hex, of the same file with a digest of zeros. */
export function sealCheckpoint(tensors: Readonly<Record<string, Tensor>>, metadata: Metadata): Uint8Array {
  const digest = bytesToHex(
    sha256(encodeSafetensors({ tensors, metadata: { ...metadata, sha256: noDigest } })),
  );
  return encodeSafetensors({ tensors, metadata: { ...metadata, sha256: digest } });
}

/** @throws {FileFormatError} unless it is a checkpoint of a version that we know, with the digest that it had and no other text */
export function checkSeal(where: string, { tensors, metadata }: Safetensors): void {
  const { format, version, sha256: digest } = metadata;
  if (format !== formatName) {
    throw new FileFormatError(`${where}: format must be ${formatName}, got ${format ?? "none"}`);
  }
  if (!(/^[1-9]\d*$/.test(version ?? "") && Number(version) <= formatVersion)) {
    throw new FileFormatError(
      `${where}: version must be from 1 to ${formatVersion}, got ${version ?? "none"}; ` +
        "a newer version of this package reads newer ones",
    );
  }
  const other = Object.keys(metadata).find((name) => !texts.includes(name));
  if (other !== undefined) {
    throw new FileFormatError(`${where}: the metadata must be ${texts.join(", ")}, got ${quote(other)} too`);
  }
  const found = bytesToHex(
    sha256(encodeSafetensors({ tensors, metadata: { ...metadata, sha256: noDigest } })),
  );
  if (digest !== found) {
    throw new FileFormatError(`${where}: the SHA-256 must be ${digest ?? "given"}, got ${found}`);
  }
}
