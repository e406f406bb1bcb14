import type { TrainTest } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";
import type { ImageLayout } from "../images/layout.js";
import type { KnownSet } from "./known-set.js";
import { knownSets } from "./known-sets.js";
import { nodeModule } from "../node-module.js";
import { unpackArchive } from "./unpack-archive.js";

const caller = "loadDataset";

/** The data set, or what is missing from each folder that was looked at. */
export type FolderResult = { readonly data: TrainTest } | { readonly missing: readonly string[] };

/**
 * Reads a data set from a user's folder or one of the usual folders below it. Files are judged by their content
 * (format, lengths, counts, labels), not by the published digests: those hold for one gzip wrapping only.
 *
 * @throws {DatasetFormatError} if the files are there and are not what is needed
 */
export async function readFolder(set: KnownSet, base: string, layout: ImageLayout): Promise<FolderResult> {
  const fs = nodeModule("node:fs/promises", caller);
  const path = nodeModule("node:path", caller);
  const missing: string[] = [];
  for (const below of set.folders) {
    const folder = path.join(base, below);
    const present = new Set(await namesIn(folder));
    const files = set.members.map((member) => {
      const plain = member.replace(/\.gz$/, "");
      return present.has(plain) ? plain : present.has(member) ? member : undefined;
    });
    const found = files.filter((file) => file !== undefined);
    if (found.length === files.length) {
      const paths = found.map((file) => path.join(folder, file));
      const contents = await Promise.all(paths.map((file) => fs.readFile(file)));
      rejectOtherSet(set, contents, paths);
      return { data: set.read({ contents, paths, layout }) };
    }
    if (set.archive !== undefined && present.has(set.archive)) {
      const archive = path.join(folder, set.archive);
      return { data: readArchive(set, await fs.readFile(archive), { archive, layout }) };
    }
    const lacking = set.members.filter((_, i) => files[i] === undefined);
    missing.push(`${folder}: ${found.length === 0 ? "none of the files" : `no ${lacking.join(", no ")}`}`);
  }
  return { missing };
}

/** Reads the members of a set out of the bytes of its archive. */
export function readArchive(
  set: KnownSet,
  bytes: Uint8Array,
  { archive, layout }: { readonly archive: string; readonly layout: ImageLayout },
): TrainTest {
  const paths = set.members.map((member) => `${archive}/${member}`);
  return set.read({ contents: unpackArchive(bytes, set.members, archive), paths, layout });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await nodeModule("node:fs/promises", caller).readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

// MNIST and Fashion-MNIST use the same four file names
function rejectOtherSet(set: KnownSet, contents: readonly Uint8Array[], paths: readonly string[]): void {
  if (set.testLabels === undefined) return;
  const labels = contents.at(-1)!;
  const digest = nodeModule("node:crypto", caller)
    .createHash("sha256")
    .update(gunzip(labels, paths.at(-1)!, caller))
    .digest("hex");
  const other = Object.values(knownSets).find((known) => known.testLabels === digest);
  if (other === undefined || other.name === set.name) return;
  throw new DatasetFormatError(
    `${caller}: ${paths.at(-1)!}: needed the labels of ${set.name}, got those of ${other.name}`,
  );
}
